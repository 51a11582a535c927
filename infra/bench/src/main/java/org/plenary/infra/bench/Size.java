package org.plenary.infra.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.record.MeasuredLog;

/**
 * What the record keeps of a log that grows slowly, five events and one checkpoint a second, which leaves partial tiles
 * behind: its own sequencer and publisher, without the waiting in between.
 */
final class Size {
    static final String NAME = "size";
    private static final double BYTES_PER_LEAF = 33;
    private static final int EVENTS_A_SECOND = 5;
    /** What is measured on the way: a part of the whole time each. */
    private static final int STEPS = 4;

    /** What stands in the store. */
    record Kept(long tiles, long tileBytes, long bundles, long bundleBytes) {}

    private Size() {}

    static List<Figure> measure(Scale scale, Path dir) throws IOException, InterruptedException {
        List<Double> tiles = new ArrayList<>();
        List<Double> bundles = new ArrayList<>();
        List<Double> documents = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            MongoDatabase database = client.getDatabase("record");
            MeasuredLog log = new MeasuredLog(database, dir);
            for (int second = 1; second <= scale.slow(); second++) {
                log.sequence(Synthetic.events(second, EVENTS_A_SECOND));
                log.publish();
                if (second % (scale.slow() / STEPS) == 0) {
                    Kept kept = kept(database);
                    tiles.add((double) kept.tileBytes() / log.published());
                    bundles.add((double) kept.bundleBytes() / log.published());
                    documents.add((double) kept.tiles() + kept.bundles());
                }
            }
            require(log.published() == (long) scale.slow() * EVENTS_A_SECOND);
        }
        String after = ", " + scale.slow() + " checkpoints of 5 leaves";
        return List.of(
                new Figure(NAME, "hash tiles, full and partial" + after, "B/leaf", tiles, Bar.atMost(BYTES_PER_LEAF)),
                new Figure(NAME, "entry bundles, full and partial" + after, "B/leaf", bundles, null),
                new Figure(NAME, "tiles and bundles kept" + after, "docs", documents, null));
    }

    static Kept kept(MongoDatabase database) {
        long[] sums = new long[4];
        for (Document d : database.getCollection("tiles").find()) {
            int of = d.getString("_id").startsWith("tile/entries/") ? 2 : 0;
            sums[of]++;
            sums[of + 1] += d.get("bytes", Binary.class).length();
        }
        return new Kept(sums[0], sums[1], sums[2], sums[3]);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("not every event came into the tree");
        }
    }
}
