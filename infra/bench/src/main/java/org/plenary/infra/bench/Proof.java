package org.plenary.infra.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.record.MeasuredLog;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.Tree;

/**
 * Inclusion proofs in a large log that says it is synthetic: from tiles in files, and as the record serves them, with
 * entry, checkpoint and tiles read from the embedded store by exact keys. Each proof is verified, outside its time.
 */
final class Proof {
    static final String NAME = "proof";
    private static final double MILLIS_MAX = 5;
    /** Tiles written at once: 8 KiB each. */
    private static final int WRITE = 128;

    private Proof() {}

    static List<Figure> measure(Scale scale, Path dir) throws IOException, InterruptedException {
        List<Double> files = new ArrayList<>();
        List<Double> stored = new ArrayList<>();
        List<Double> middle = new ArrayList<>();
        List<Double> used = new ArrayList<>();
        try (SyntheticLog log = SyntheticLog.build(dir.resolve("tiles"), scale.large());
                EmbeddedStore store = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            MeasuredLog record = new MeasuredLog(client.getDatabase("record"), dir);
            copy(log, record);
            byte[] root = new Tree(log.size(), log::tile).root();
            for (int round = -1; round < scale.rounds(); round++) {
                long[] indices = new Random(round)
                        .longs(scale.proofs(), 0, log.size())
                        .distinct()
                        .toArray();
                Runs fromFiles = fromFiles(log, indices, root);
                Served fromStore = fromStore(record, indices, root);
                if (round >= 0) { // the first warms up
                    files.add(fromFiles.quantile(0.99));
                    stored.add(fromStore.runs().quantile(0.99));
                    middle.add(fromStore.runs().quantile(0.5));
                    used.add(fromStore.each().cpu() / 1e6);
                }
            }
        }
        String of = " of a proof in " + scale.large() + " leaves, ";
        return List.of(
                new Figure(NAME, "p99" + of + "tiles in files", "ms", files, Bar.atMost(MILLIS_MAX)),
                new Figure(NAME, "CPU, mean" + of + "as served but for HTTP", "ms", used, null),
                new Figure(NAME, "p50" + of + "as served but for HTTP", "ms", middle, null),
                new Figure(NAME, "p99" + of + "as served but for HTTP", "ms", stored, Bar.atMost(MILLIS_MAX)));
    }

    private static Runs fromFiles(SyntheticLog log, long[] indices, byte[] root) {
        Runs runs = new Runs();
        for (long index : indices) {
            long began = System.nanoTime();
            List<byte[]> proof = new Tree(log.size(), log::tile).inclusion(index);
            runs.add((System.nanoTime() - began) / 1e6);
            require(index, log.size(), proof, root);
        }
        return runs;
    }

    /** The times of the proofs, and of all together. */
    private record Served(Runs runs, Watch.Spent each) {}

    private static Served fromStore(MeasuredLog record, long[] indices, byte[] root) {
        for (long index : indices) { // entries are few here; the tiles are all there
            record.place(index, "synthetic-" + index + "@1", Synthetic.entry(index));
        }
        List<String> proofs = new ArrayList<>();
        Runs runs = new Runs();
        Watch watch = new Watch();
        for (long index : indices) {
            long began = System.nanoTime();
            proofs.add(record.proof("synthetic-" + index, 1));
            runs.add((System.nanoTime() - began) / 1e6);
        }
        Watch.Spent each = watch.spent().each(indices.length);
        for (String text : proofs) {
            TlogProof proof = TlogProof.parse(text);
            Checkpoint head =
                    Checkpoint.parse(SignedNote.parse(proof.checkpoint()).text());
            require(proof.index(), head.size(), proof.path(), root);
        }
        return new Served(runs, each);
    }

    private static void require(long index, long size, List<byte[]> proof, byte[] root) {
        if (!Proofs.includes(Hashing.leaf(Synthetic.entry(index)), index, size, proof, root)) {
            throw new IllegalStateException("no proof of " + index + " in " + size);
        }
    }

    /** Every tile of the log's size, by the record's own writing, and the checkpoint over them. */
    static void copy(SyntheticLog log, MeasuredLog record) throws InterruptedException {
        Map<TilePath, byte[]> some = new HashMap<>();
        int level = 0;
        for (long hashes = log.size(); hashes > 0; hashes /= TilePath.FULL, level++) {
            for (long n = 0; n * TilePath.FULL < hashes; n++) {
                int width = (int) Math.min(TilePath.FULL, hashes - n * TilePath.FULL);
                TilePath path = TilePath.hashes(level, n, width);
                some.put(path, log.tile(path));
                if (some.size() == WRITE) {
                    record.write(new LinkedHashMap<>(some));
                    some.clear();
                }
            }
        }
        record.write(some);
        record.adopt(log.size());
    }
}
