package org.plenary.infra.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.infra.embedded.EmbeddedStore.Durability;

class EmbeddedStoreTest {
    @TempDir
    Path dir;

    /** The same documents with and without indexes answer every filter alike, also while they change. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void an_indexed_collection_answers_as_a_plain_scan(long seed) throws Exception {
        Random random = new Random(seed);
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0, Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            MongoCollection<Document> plain = client.getDatabase("t").getCollection("plain");
            MongoCollection<Document> indexed = client.getDatabase("t").getCollection("indexed");
            indexed.createIndex(Indexes.ascending("a", "b", "n"), new IndexOptions().unique(true));
            indexed.createIndex(Indexes.ascending("n"), new IndexOptions().unique(true));
            for (int i = 0; i < 300; i++) {
                Document d = document(random, i);
                plain.insertOne(new Document(d));
                indexed.insertOne(new Document(d));
            }
            for (int round = 0; round < 600; round++) {
                Document filter = filter(random);
                assertThat(ids(indexed, filter))
                        .as("seed %d: %s", seed, filter.toJson())
                        .isEqualTo(ids(plain, filter));
                if (round % 25 == 0) {
                    change(random, plain, indexed);
                }
            }
        }
    }

    private static Document document(Random random, int i) {
        Document d = new Document("_id", i).append("n", i % 2 == 0 ? i : (Object) (double) i);
        d.append("a", value(random));
        if (random.nextInt(4) > 0) {
            d.append("b", random.nextInt(6) == 0 ? List.of("x", value(random)) : value(random));
        }
        return d;
    }

    private static Object value(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> "s" + random.nextInt(4);
            case 1 -> random.nextInt(4);
            case 2 -> (long) random.nextInt(4);
            case 3 -> (double) random.nextInt(4);
            default -> random.nextBoolean();
        };
    }

    private static Document filter(Random random) {
        Document f = new Document();
        String[] fields = {"a", "b", "n", "_id"};
        for (int i = 0; i <= random.nextInt(3); i++) {
            String field = fields[random.nextInt(fields.length)];
            f.append(field, condition(random, field));
        }
        return switch (random.nextInt(4)) {
            case 0 -> new Document("$and", List.of(f, filterOf(random)));
            case 1 -> new Document("$or", List.of(f, filterOf(random)));
            default -> f;
        };
    }

    private static Document filterOf(Random random) {
        return new Document("a", value(random));
    }

    private static Object condition(Random random, String field) {
        Object plain = field.equals("n") || field.equals("_id") ? (Object) random.nextInt(320) : value(random);
        return switch (random.nextInt(7)) {
            case 0 -> new Document("$in", Arrays.asList(plain, value(random), random.nextInt(300)));
            case 1 -> new Document("$gt", random.nextInt(300));
            case 2 -> new Document("$ne", plain);
            case 3 -> new Document("$eq", plain);
            default -> plain;
        };
    }

    private static void change(Random random, MongoCollection<Document> plain, MongoCollection<Document> indexed) {
        int id = random.nextInt(300);
        Document replacement = document(random, id);
        for (MongoCollection<Document> c : List.of(plain, indexed)) {
            if (id % 7 == 0) {
                c.deleteOne(eq("_id", id));
            } else {
                c.replaceOne(eq("_id", id), new Document(replacement));
            }
        }
    }

    private static TreeSet<Integer> ids(MongoCollection<Document> collection, Document filter) {
        TreeSet<Integer> ids = new TreeSet<>();
        collection.find(filter).forEach(d -> ids.add(d.getInteger("_id")));
        return ids;
    }

    @Test
    void guarded_updates_from_many_threads_lose_nothing_and_are_never_seen_torn() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0, Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri());
                ExecutorService threads = Executors.newFixedThreadPool(6)) {
            MongoCollection<Document> c = client.getDatabase("t").getCollection("c");
            c.insertOne(
                    new Document("_id", "x").append("version", 0).append("a", 0).append("b", 0));
            List<Callable<Integer>> work = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                work.add(() -> {
                    int won = 0;
                    for (int i = 0; i < 200; i++) {
                        Document d = c.find(eq("_id", "x")).first();
                        int v = d.getInteger("version");
                        Document next = new Document("_id", "x")
                                .append("version", v + 1)
                                .append("a", v + 1)
                                .append("b", v + 1);
                        won += (int) c.replaceOne(and(eq("_id", "x"), eq("version", v)), next)
                                .getMatchedCount();
                    }
                    return won;
                });
            }
            work.add(() -> {
                for (int i = 0; i < 400; i++) {
                    Document d = c.find(eq("_id", "x")).first();
                    assertThat(d.get("a")).isEqualTo(d.get("b")).isEqualTo(d.get("version"));
                }
                return 0;
            });
            int won = 0;
            for (Future<Integer> f : threads.invokeAll(work)) {
                won += f.get();
            }
            assertThat(c.find(eq("_id", "x")).first().getInteger("version")).isEqualTo(won);
            c.updateOne(eq("_id", "x"), inc("a", 5));
            assertThat(c.find(eq("_id", "x")).first().getInteger("a")).isEqualTo(won + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 900, 1500})
    void what_was_acknowledged_is_there_after_the_process_was_killed(int acknowledgedBeforeKill) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = -1;
        try (BufferedReader out = child.inputReader()) {
            while (last < acknowledgedBeforeKill) {
                String line = out.readLine();
                assertThat(line).as("the writer lives").isNotNull();
                last = line.matches("\\d+") ? Integer.parseInt(line) : last;
            }
            child.destroyForcibly().waitFor();
        }
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0, Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            MongoCollection<Document> c = client.getDatabase("t").getCollection("c");
            for (int i = 0; i <= acknowledgedBeforeKill; i++) {
                assertThat(c.find(eq("_id", i)).first()).as("write %d", i).isNotNull();
            }
        }
    }

    @Test
    void a_file_in_use_is_refused_with_a_clear_word() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(dir, 0, Durability.PROCESS)) {
            assertThat(store.fileBytes()).isPositive();
            assertThatThrownBy(() -> EmbeddedStore.open(dir, 0, Durability.PROCESS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
        }
    }
}
