package org.plenary.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The tiles of a log that grew batch by batch, as a store would hold them, and what was read of them. */
public final class GrownLog {
    public final Map<TilePath, byte[]> tiles = new HashMap<>();
    final List<TilePath> reads = new ArrayList<>();

    /** Grows to the size; each batch is as long as the function says for the size before it. */
    public static GrownLog to(SlowTree source, int size, ToIntFunction<Integer> batch) {
        GrownLog log = new GrownLog();
        for (int at = 0; at < size; ) {
            int next = Math.min(size, at + batch.applyAsInt(at));
            log.tiles.putAll(Tree.grow(at, source.leaves(at, next), log::read));
            at = next;
        }
        log.reads.clear();
        return log;
    }

    Tree tree(long size) {
        return new Tree(size, this::read);
    }

    byte[] read(TilePath path) {
        reads.add(path);
        byte[] bytes = tiles.get(path);
        if (bytes == null) {
            throw new AssertionError("no tile " + path);
        }
        return bytes;
    }
}
