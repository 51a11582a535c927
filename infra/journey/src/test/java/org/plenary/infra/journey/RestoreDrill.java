package org.plenary.infra.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.infra.local.Plenary;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.redaction.Tombstones;
import picocli.CommandLine;

/**
 * What an operator drills on an instance that people worked on: the databases of all services but the record's are lost
 * at once and rebuilt from Kafka; and all of it is put back from a backup on an empty machine.
 */
final class RestoreDrill {
    /** Whose state is their events. */
    static final List<String> LOST = List.of("membership", "meeting", "agenda", "outcomes", "circulation");

    private static final int LOOKED_AT_MAX = 10;

    /** With the order of fields and the kinds of numbers. */
    private static final JsonWriterSettings AS_STORED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final Path data;
    private final int port;
    private final Function<Path, List<Envelope>> published;

    /** @param published what Kafka has of an instance's events, repetitions too */
    RestoreDrill(Path data, int port, Function<Path, List<Envelope>> published) {
        this.data = data;
        this.port = port;
        this.published = published;
    }

    static int run(String... args) {
        return new CommandLine(new Plenary()).execute(args);
    }

    /**
     * Plays it, and leaves an instance running.
     *
     * @return its folder, on the empty machine
     */
    Path play() throws Exception {
        PublicApi api = Plenary.api(data);
        Map<String, Object> draft = Map.of("forum", forum(api), "title", "Fictional drill", "sources", List.of());
        String answered = answer(api, draft, "drill-key-1").body();
        await().atMost(60, TimeUnit.SECONDS).until(() -> settled(api));
        List<String> head = head(api);
        List<Envelope> events = published.apply(data);
        assertThat(Plenary.stop(data)).isTrue();

        Map<String, String> before = documents(Loss.ALL_BUT_THE_LOG);
        List<String> restore = new ArrayList<>(List.of("restore", "--data", data.toString()));
        restore.addAll(List.of("--port", Integer.toString(port)));
        restore.addAll(LOST);
        assertThat(run(restore.toArray(String[]::new)))
                .as("put back, and the census finds no difference")
                .isZero();
        sameState(before, documents(Loss.NONE));

        Path backup = data.resolveSibling("backup");
        Path empty = data.resolveSibling("empty-machine");
        assertThat(run("backup", "--data", data.toString(), "--to", backup.toString()))
                .isZero();
        assertThat(run("restore", "--from", backup.toString(), "--data", empty.toString()))
                .isZero();
        assertThat(run("up", "--detach", "--data", empty.toString(), "--port", Integer.toString(port)))
                .isZero();
        nothingAtAll(empty, events, head);
        assertThat(Plenary.stop(empty)).isTrue();
        assertThat(run("up", "--detach", "--go-on", "--data", empty.toString(), "--port", Integer.toString(port)))
                .isZero();
        PublicApi there = Plenary.api(empty);
        assertThat(answer(there, draft, "drill-key-1").body())
                .as("its first answer, as to all that was loaded at the start")
                .isEqualTo(answered);
        nothingAgain(empty, before, events, head);
        withoutTheirNames(there, before);
        Map<String, Object> next = Map.of("forum", forum(there), "title", "After the drill", "sources", List.of());
        assertThat(answer(there, next, "drill-key-2").status()).isEqualTo(201);
        return empty;
    }

    /** A text that only a backup has is said to be lost; what it belongs to is there. */
    private static void withoutTheirNames(PublicApi api, Map<String, String> before) {
        List<String> names = new ArrayList<>();
        before.keySet().stream()
                .filter(name -> name.matches("plenary_membership commits accreditation-.*\\|1"))
                .limit(LOOKED_AT_MAX)
                .forEach(name -> {
                    String path = "/api/membership/accreditations/" + name.replaceAll(".* |\\|1$", "");
                    PublicApi.Answer shown = api.get("secretariat", path);
                    assertThat(shown.status()).as(path).isEqualTo(200);
                    names.add(shown.json().path("name").asString());
                });
        assertThat(names).contains(Tombstones.LOST);
    }

    private static PublicApi.Answer answer(PublicApi api, Map<String, Object> draft, String key) {
        return api.post("secretariat", "/api/outcomes/imported-documents", draft, key, null);
    }

    private static String forum(PublicApi api) {
        return api.get(null, "/api/membership/forums")
                .json()
                .path("items")
                .path(0)
                .path("id")
                .asString();
    }

    /** Origin, size and root, for the cosignatures have their time. */
    private static List<String> head(PublicApi api) {
        return api.get(null, "/record/checkpoint").body().lines().limit(3).toList();
    }

    private static long size(PublicApi api) {
        return Long.parseLong(head(api).get(1));
    }

    /** Every event is in the log, and the log has nothing else to take. */
    private boolean settled(PublicApi api) {
        return size(api) >= ids(published.apply(data)).size();
    }

    private static Set<String> ids(List<Envelope> events) {
        Set<String> ids = new TreeSet<>();
        events.forEach(e -> ids.add(e.id()));
        return ids;
    }

    /** While it is held not even what was overdue is done. */
    private void nothingAtAll(Path on, List<Envelope> before, List<String> head) {
        PublicApi api = Plenary.api(on);
        assertThat(ids(published.apply(on))).isEqualTo(ids(before));
        assertThat(head(api)).isEqualTo(head);
        assertThat(api.get(null, "/mail/").body()).contains("Nothing was received yet");
    }

    /** Nothing came but what a timer did when its time came, nothing twice, and no letter; the log says the same. */
    private void nothingAgain(Path on, Map<String, String> stood, List<Envelope> before, List<String> head) {
        PublicApi api = Plenary.api(on);
        List<Envelope> now = published.apply(on);
        Set<String> known = ids(before);
        Set<String> news = ids(now);
        assertThat(news).containsAll(known);
        assertThat(now.size() - news.size()).as("repeated").isEqualTo(before.size() - known.size());
        assertThat(now)
                .filteredOn(e -> !known.contains(e.id()))
                .filteredOn(e -> !e.id().matches("accessday-.*@1")) // of a day that has ended meanwhile
                .allSatisfy(e -> assertThat(stood.keySet())
                        .as(e.id())
                        .anyMatch(name -> name.endsWith(" timers " + e.meta().correlation())));
        if (news.size() == known.size()) {
            assertThat(head(api)).isEqualTo(head);
            assertThat(api.get(null, "/mail/").body()).contains("Nothing was received yet");
        }
    }

    /** What a service shows and decides by; without what is only of a process, or of a reader. */
    private static boolean state(String collection) {
        return collection.matches("commits|parked|timers|view\\..*|copy\\..*");
    }

    private enum Loss {
        NONE,
        /** The databases of {@link #LOST}. */
        ALL_BUT_THE_LOG
    }

    /** All that the stopped instance stores, by database, collection and id; and then perhaps less of it. */
    private Map<String, String> documents(Loss loss) throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            for (String service : LOST) {
                MongoDatabase database = client.getDatabase("plenary_" + service);
                for (String name : database.listCollectionNames()) {
                    if (state(name)) {
                        database.getCollection(name).find().forEach(d -> {
                            if (name.equals("commits")) {
                                d.remove("pending");
                            }
                            all.put(database.getName() + " " + name + " " + d.get("_id"), d.toJson(AS_STORED));
                        });
                    }
                }
                if (loss == Loss.ALL_BUT_THE_LOG) {
                    database.drop();
                }
            }
        }
        return all;
    }

    /** Nothing but what a timer did meanwhile may have been added, and that only to what its commit says. */
    private static void sameState(Map<String, String> before, Map<String, String> after) {
        List<String> different = new ArrayList<>();
        before.forEach((name, was) -> {
            String collection = name.split(" ", 3)[1];
            if (collection.equals("timers")) {
                return; // those of the past go off once more, and find that nothing waits for them
            }
            String is = after.get(name);
            boolean movedOn = is != null && !collection.equals("commits") && version(is) > version(was);
            if (!movedOn && !was.equals(is)) {
                different.add(name + "\n was " + was + "\n is " + is);
            }
        });
        assertThat(different).isEmpty();
    }

    private static long version(String json) {
        return Document.parse(json).get("version", 0L);
    }
}
