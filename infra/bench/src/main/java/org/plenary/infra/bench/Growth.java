package org.plenary.infra.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/**
 * What the next leaves cost where the log is small and where it is large: what the publisher does with a batch, over
 * tiles in files.
 */
final class Growth {
    static final String NAME = "growth";
    private static final double RATIO_MAX = 1.2;
    private static final int LEAVES = 4_096;
    private static final List<Integer> BATCHES = List.of(250, 1_000, 4_000);

    private Growth() {}

    static List<Figure> measure(Scale scale, Path dir) throws IOException, InterruptedException {
        List<byte[]> leaves = Synthetic.leaves(2, LEAVES);
        List<Figure> figures = new ArrayList<>();
        try (SyntheticLog small = SyntheticLog.build(dir.resolve("small"), scale.small());
                SyntheticLog large = SyntheticLog.build(dir.resolve("large"), scale.large())) {
            for (int batch : BATCHES) {
                Compared compared = new Compared(scale, ", in memory, batches of " + batch);
                for (int round = -1; round < scale.rounds(); round++) {
                    Watch.Spent few = each(small, leaves, scale.appended(), batch);
                    Watch.Spent many = each(large, leaves, scale.appended(), batch);
                    if (round >= 0) { // the first warms up
                        compared.add(few, many);
                    }
                }
                figures.addAll(compared.figures());
            }
            figures.addAll(StoredGrowth.measure(scale, dir, small, large));
        }
        return figures;
    }

    /** What leaves cost after so many and after so many, and the ratio of each pair. */
    static final class Compared {
        private final Scale scale;
        private final String of;
        private final List<Double> small = new ArrayList<>();
        private final List<Double> large = new ArrayList<>();
        private final List<Double> wall = new ArrayList<>();
        private final List<Double> cpu = new ArrayList<>();

        Compared(Scale scale, String of) {
            this.scale = scale;
            this.of = of;
        }

        void add(Watch.Spent few, Watch.Spent many) {
            small.add(few.wall() / 1e3);
            large.add(many.wall() / 1e3);
            wall.add(many.wall() / few.wall());
            cpu.add(many.cpu() / few.cpu());
        }

        List<Figure> figures() {
            return List.of(
                    new Figure(NAME, "a leaf after " + scale.small() + of, "us", small, null),
                    new Figure(NAME, "a leaf after " + scale.large() + of, "us", large, null),
                    new Figure(NAME, "the larger to the smaller" + of, "ratio", wall, Bar.atMost(RATIO_MAX)),
                    new Figure(NAME, "the same in CPU" + of, "ratio", cpu, Bar.atMost(RATIO_MAX)));
        }
    }

    /** Each run appends to the same size again: what it wrote before is written over. */
    private static Watch.Spent each(SyntheticLog log, List<byte[]> leaves, int count, int batch) {
        byte[] before = new Tree(log.size(), log::tile).root();
        Watch watch = new Watch();
        append(log, leaves, count, batch, before);
        return watch.spent().each(count);
    }

    /** Appends beyond the log's size and returns the new root. */
    static byte[] append(SyntheticLog log, List<byte[]> leaves, int count, int batch, byte[] before) {
        byte[] root = before;
        long end = log.size() + count;
        for (long at = log.size(); at < end; at += batch) {
            int taken = (int) Math.min(batch, end - at);
            List<byte[]> entries = leaves.subList(0, taken);
            log.write(Tree.grow(at, entries.stream().map(Hashing::leaf).toList(), log::tile));
            bundles(at, entries);
            Tree tree = new Tree(at + taken, log::tile);
            byte[] next = tree.root();
            if (!Proofs.consistent(at, root, at + taken, next, tree.consistency(at))) {
                throw new IllegalStateException("a tree of " + (at + taken) + " is not consistent with " + at);
            }
            root = next;
        }
        return root;
    }

    private static Map<TilePath, byte[]> bundles(long from, List<byte[]> entries) {
        Map<TilePath, byte[]> bundles = new HashMap<>();
        int at = 0;
        while (at < entries.size()) {
            long index = from + at;
            int taken = (int) Math.min(TilePath.FULL - index % TilePath.FULL, entries.size() - at);
            List<byte[]> part = entries.subList(at, at + taken);
            bundles.put(TilePath.entries(index / TilePath.FULL, taken), EntryBundle.encode(part));
            at += taken;
        }
        return bundles;
    }
}
