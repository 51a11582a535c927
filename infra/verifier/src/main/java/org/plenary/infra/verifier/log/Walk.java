package org.plenary.infra.verifier.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Progress;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.TilePath;

/**
 * Looks at every entry from a certain one on: its bundle against its tile, its form, and its place in its stream. A
 * few bundles are fetched at once and judged in the order of the log, so that the first fault is the one that is told.
 */
final class Walk {
    /** Bundles that are fetched at once. */
    static final int FETCHES_MAX = 8;
    /** Bundles that are fetched and not yet judged: their memory is at most 16 MB. */
    private static final int AHEAD_MAX = 2 * FETCHES_MAX;
    /** After so many entries what was looked at is kept, so that a run that is broken off goes on from there. */
    private static final long KEEP_EVERY = 1 << 18;

    private final long size;
    private final AuthenticTree tree;
    private final Tiles tiles;
    private final Mirror mirror;
    private final State state;
    private final Progress progress;

    private record Looked(long first, List<Entry> entries) {}

    Walk(long size, AuthenticTree tree, Tiles tiles, Mirror mirror, State state, Progress progress) {
        this.size = size;
        this.tree = tree;
        this.tiles = tiles;
        this.mirror = mirror;
        this.state = state;
        this.progress = progress;
    }

    /**
     * Looks at all entries from {@code from} on.
     *
     * @param judged entries whose versions were taken already; those from here on are
     * @param keep is told now and then up to where all is looked at
     * @return bundles that were read
     */
    long run(long from, long judged, LongConsumer keep) {
        if (from >= size) {
            return 0;
        }
        progress.begin(size - from);
        ExecutorService pool = Executors.newFixedThreadPool(
                FETCHES_MAX, Thread.ofVirtual().name("fetch-", 0).factory());
        try {
            return run(pool, from, judged, keep);
        } finally {
            pool.shutdownNow();
            progress.close();
        }
    }

    private long run(ExecutorService pool, long from, long judged, LongConsumer keep) {
        Deque<Future<Looked>> ahead = new ArrayDeque<>();
        long bundles = 0;
        long kept = judged;
        for (long n = from / TilePath.FULL; n * TilePath.FULL < size || !ahead.isEmpty(); n++) {
            if (n * TilePath.FULL < size) {
                ahead.add(ask(pool, n));
                bundles++;
            }
            if (ahead.size() == AHEAD_MAX || n * TilePath.FULL >= size) {
                Looked looked = answer(ahead.remove());
                long end = looked.first() + looked.entries().size();
                judge(looked, judged);
                progress.step(end - Math.max(from, looked.first()));
                if (end - kept >= KEEP_EVERY) {
                    kept = end;
                    keep.accept(end);
                }
            }
        }
        return bundles;
    }

    private Future<Looked> ask(ExecutorService pool, long n) {
        int width = (int) Math.min(TilePath.FULL, size - n * TilePath.FULL);
        TilePath path = TilePath.hashes(0, n, width);
        if (width < TilePath.FULL) {
            byte[] hashes = tree.tile(0, n);
            return pool.submit(() -> look(path, hashes));
        }
        byte[] root = tree.rootOf(0, n);
        return pool.submit(() -> look(path, tree.full(path, root)));
    }

    private Looked look(TilePath tile, byte[] hashes) {
        TilePath path = TilePath.entries(tile.index(), tile.width());
        byte[] bundle = tiles.bundle(path);
        List<byte[]> entries = Tiles.entries(bundle, path);
        long first = tile.index() * TilePath.FULL;
        List<Entry> read = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            byte[] expected = Arrays.copyOfRange(hashes, i * Hashing.BYTES, (i + 1) * Hashing.BYTES);
            byte[] actual = Hashing.leaf(entries.get(i));
            if (!Arrays.equals(actual, expected)) {
                throw new NotVerified(
                                Fault.ENTRY_CHANGED,
                                "entry " + (first + i) + " in " + path + " with the hash "
                                        + AuthenticTree.hex(expected),
                                "the hash " + AuthenticTree.hex(actual))
                        .with(path.toString(), bundle)
                        .with(tile.toString(), hashes);
            }
            try {
                read.add(Entry.read(entries.get(i)));
            } catch (NotVerified e) {
                throw e.at("entry " + (first + i)).with("entry-" + (first + i), entries.get(i));
            }
        }
        mirror.keep(path.toString(), bundle);
        return new Looked(first, read);
    }

    private static Looked answer(Future<Looked> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotVerified(Fault.UNREACHABLE, "time to the end", "this command was stopped");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private void judge(Looked looked, long judged) {
        for (int i = (int) Math.max(0, judged - looked.first());
                i < looked.entries().size();
                i++) {
            Entry entry = looked.entries().get(i);
            long at = looked.first() + i;
            entry.origin().ifPresent(leaf -> {
                Beginning.requireInPlace(
                        leaf, at, state.head().orElseThrow(), state.keys().orElseThrow());
                state.begins(leaf);
            });
            entry.event().ifPresent(event -> {
                long due = state.versions().next(event.stream(), event.version(), at);
                if (due != 0) {
                    throw new NotVerified(
                                    Fault.VERSION_ORDER,
                                    "as entry " + at + " the event number " + due + " of " + event.stream(),
                                    "its number " + event.version())
                            .with("entry-" + at, entry.text());
                }
            });
        }
    }
}
