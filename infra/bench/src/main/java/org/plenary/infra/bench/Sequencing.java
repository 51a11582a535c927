package org.plenary.infra.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.feed.Envelope;
import org.plenary.record.MeasuredLog;

/**
 * Events sequenced by the record's own sequencer, beside the same documents put into a collection of the same store by
 * {@code insertMany} in batches of the same size: one after the other in each round, on one thread.
 */
final class Sequencing {
    static final String NAME = "sequencing";
    private static final double OF_RAW = 0.5;
    /** The last one is what the record hears at once at most (record.yml). */
    private static final List<Integer> BATCHES = List.of(64, 256, 1_000);

    private static final int READ = 1_000;

    /** What one event or document took in a round; indexed is raw with the index that keeps keys unique. */
    record Round(Watch.Spent sequenced, Watch.Spent raw, Watch.Spent indexed) {}

    private Sequencing() {}

    static List<Figure> measure(Scale scale, Path dir) throws IOException {
        List<Figure> figures = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            MeasuredLog log = new MeasuredLog(client.getDatabase("record"), Files.createDirectories(dir));
            MongoDatabase raw = client.getDatabase("raw");
            int seed = 0;
            for (int batch : BATCHES) {
                List<Round> rounds = new ArrayList<>();
                for (int round = -1; round < scale.rounds(); round++) {
                    Round done = round(log, client, raw, Synthetic.events(++seed, scale.sequenced()), batch);
                    if (round >= 0) { // the first warms up
                        rounds.add(done);
                    }
                }
                figures.addAll(figures(rounds, batch));
            }
        }
        return figures;
    }

    private static List<Figure> figures(List<Round> rounds, int batch) {
        String of = ", batches of " + batch;
        return List.of(
                figure(
                        rounds,
                        "events sequenced" + of,
                        "events/s",
                        r -> 1e9 / r.sequenced().wall(),
                        null),
                figure(
                        rounds,
                        "raw insertMany" + of,
                        "docs/s",
                        r -> 1e9 / r.raw().wall(),
                        null),
                figure(rounds, "sequenced to raw with the same unique index" + of, r -> ratio(r, r.indexed())),
                figure(rounds, "sequenced to raw without an index" + of, r -> ratio(r, r.raw())),
                figure(rounds, "with index, in CPU" + of, r -> cpu(r, r.indexed())),
                figure(rounds, "without index, in CPU" + of, r -> cpu(r, r.raw())));
    }

    private static Figure figure(List<Round> rounds, String what, Function<Round, Double> value) {
        return figure(rounds, what, "ratio", value, Bar.atLeast(OF_RAW));
    }

    private static Figure figure(
            List<Round> rounds, String what, String unit, Function<Round, Double> value, @Nullable Bar bar) {
        return new Figure(NAME, what, unit, rounds.stream().map(value).toList(), bar);
    }

    private static double ratio(Round r, Watch.Spent raw) {
        return raw.wall() / r.sequenced().wall();
    }

    private static double cpu(Round r, Watch.Spent raw) {
        return raw.cpu() / r.sequenced().cpu();
    }

    private static Round round(
            MeasuredLog log, MongoClient client, MongoDatabase raw, List<Envelope> events, int batch) {
        long before = log.entries();
        System.gc(); // what others left is nobody's work here
        Watch watch = new Watch();
        for (int at = 0; at < events.size(); at += batch) {
            log.sequence(events.subList(at, Math.min(events.size(), at + batch)));
        }
        Watch.Spent sequenced = watch.spent().each(events.size());
        if (log.entries() != before + events.size()) {
            throw new IllegalStateException("sequenced are " + (log.entries() - before) + " of " + events.size());
        }
        List<Document> stored = stored(client, before, events.size());
        MongoCollection<Document> indexed = raw.getCollection("indexed");
        indexed.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        return new Round(sequenced, insert(raw.getCollection("plain"), stored, batch), insert(indexed, stored, batch));
    }

    /** The documents that the sequencer made: what it inserted is what is inserted raw. */
    private static List<Document> stored(MongoClient client, long from, int count) {
        List<Document> stored = new ArrayList<>(count);
        for (long at = from; at < from + count; at += READ) {
            List<Long> ids = LongStream.range(at, Math.min(at + READ, from + count))
                    .boxed()
                    .toList();
            client.getDatabase("record")
                    .getCollection("entries")
                    .find(Filters.in("_id", ids))
                    .into(stored);
        }
        return stored;
    }

    private static Watch.Spent insert(MongoCollection<Document> into, List<Document> documents, int batch) {
        System.gc();
        Watch watch = new Watch();
        for (int at = 0; at < documents.size(); at += batch) {
            into.insertMany(documents.subList(at, Math.min(documents.size(), at + batch)));
        }
        return watch.spent().each(documents.size());
    }
}
