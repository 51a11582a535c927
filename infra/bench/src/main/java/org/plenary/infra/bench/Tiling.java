package org.plenary.infra.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/** Hashing leaves and growing tiles from them, in memory, on one thread. */
final class Tiling {
    static final String NAME = "tiling";
    private static final double LEAVES_PER_SECOND = 100_000;
    private static final int LEAVES = 4_096;
    private static final List<Integer> BATCHES = List.of(256, 1_024, 4_096);

    /** The tiles that were made, and their tree's size. */
    record Made(Map<TilePath, byte[]> tiles, long size) {
        byte[] root() {
            return new Tree(size, p -> Objects.requireNonNull(tiles.get(p), p.toString())).root();
        }
    }

    private Tiling() {}

    static List<Figure> measure(Scale scale) {
        List<byte[]> leaves = Synthetic.leaves(1, LEAVES);
        Map<Integer, List<Watch.Spent>> runs = new HashMap<>();
        for (int round = -1; round < scale.rounds(); round++) {
            for (int batch : BATCHES) {
                Watch watch = new Watch();
                Made made = tile(leaves, scale.tiled(), batch);
                Watch.Spent each = watch.spent().each(made.size());
                if (round >= 0) { // the first warms up
                    runs.computeIfAbsent(batch, b -> new ArrayList<>()).add(each);
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        for (int batch : BATCHES) {
            List<Watch.Spent> spent = Objects.requireNonNull(runs.get(batch));
            String what = "leaves hashed and tiled, batches of " + batch;
            List<Double> wall = spent.stream().map(s -> 1e9 / s.wall()).toList();
            List<Double> cpu = spent.stream().map(s -> 1e9 / s.cpu()).toList();
            figures.add(new Figure(NAME, what, "leaves/s", wall, Bar.atLeast(LEAVES_PER_SECOND)));
            figures.add(new Figure(NAME, what + ", of CPU", "leaves/s", cpu, Bar.atLeast(LEAVES_PER_SECOND)));
        }
        return figures;
    }

    /** Grows a log from nothing by so many leaves, of which there may be fewer: then they come again. */
    static Made tile(List<byte[]> leaves, int count, int batch) {
        Map<TilePath, byte[]> tiles = new HashMap<>();
        for (int at = 0; at < count; at += batch) {
            List<byte[]> hashes = new ArrayList<>(batch);
            for (int i = at; i < Math.min(count, at + batch); i++) {
                hashes.add(Hashing.leaf(leaves.get(i % leaves.size())));
            }
            tiles.putAll(Tree.grow(at, hashes, p -> Objects.requireNonNull(tiles.get(p), p.toString())));
        }
        return new Made(tiles, count);
    }
}
