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
import java.util.function.Predicate;
import org.bson.Document;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.infra.local.Plenary;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.feed.Envelope;
import picocli.CommandLine;

/**
 * What an operator drills on an instance that people worked on: the databases of all services but the record's are lost
 * at once and rebuilt from Kafka; and all of it is put back from a backup on an empty machine.
 */
final class RestoreDrill {
    /** Whose state is their events. */
    static final List<String> LOST = List.of("membership", "meeting", "agenda", "outcomes", "circulation");

    /** What a service shows and decides by; without what is only of a process, or of a reader. */
    private static final Predicate<String> STATE = name -> name.matches("commits|parked|view\\..*|copy\\..*");

    private static final Predicate<String> ALL = name -> !name.matches("leases|system\\..*");

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

    private void up(Path on) {
        assertThat(run("up", "--detach", "--data", on.toString(), "--port", Integer.toString(port)))
                .isZero();
    }

    /** Leaves the instance running that was rebuilt from Kafka. */
    void play() throws Exception {
        PublicApi api = Plenary.api(data);
        Map<String, Object> draft = Map.of("forum", forum(api), "title", "Fictional drill", "sources", List.of());
        String path = "/api/outcomes/imported-documents";
        String answered =
                api.post("secretariat", path, draft, "drill-key-1", null).body();
        await().atMost(60, TimeUnit.SECONDS).until(() -> settled(api));
        List<String> head = head(api);
        List<Envelope> events = published.apply(data);
        assertThat(Plenary.stop(data)).isTrue();
        Map<String, Document> before = documents(data, ALL);
        Path backup = data.resolveSibling("backup");
        assertThat(run("backup", "--data", data.toString(), "--to", backup.toString()))
                .isZero();

        lose();
        List<String> restore = new ArrayList<>(List.of("restore", "--data", data.toString()));
        restore.addAll(List.of("--port", Integer.toString(port)));
        restore.addAll(LOST);
        assertThat(run(restore.toArray(String[]::new)))
                .as("put back, and the census finds no difference")
                .isZero();
        sameState(before, documents(data, STATE));

        Path empty = data.resolveSibling("empty-machine");
        assertThat(run("restore", "--from", backup.toString(), "--data", empty.toString()))
                .isZero();
        assertThat(documents(empty, ALL)).isEqualTo(before);
        up(empty);
        assertThat(answer(Plenary.api(empty), path, draft)).isEqualTo(answered);
        nothingAgain(empty, events, head);
        assertThat(Plenary.stop(empty)).isTrue();

        up(data);
        assertThat(answer(Plenary.api(data), path, draft))
                .as("its first answer")
                .isEqualTo(answered);
        nothingAgain(data, events, head);
        PublicApi again = Plenary.api(data);
        withoutTheirNames(again, before);
        String next = "Fictional, after the drill";
        Map<String, Object> more = Map.of("forum", forum(again), "title", next, "sources", List.of());
        assertThat(again.post("secretariat", path, more, "drill-key-2", null).status())
                .isEqualTo(201);
    }

    /** A text that only a backup has is said to be gone; what it belongs to is there. */
    private static void withoutTheirNames(PublicApi api, Map<String, Document> before) {
        String accreditation = before.keySet().stream()
                .filter(name -> name.matches("plenary_membership commits accreditation-.*\\|1"))
                .map(name -> name.replaceAll(".* |\\|1$", ""))
                .findFirst()
                .orElseThrow();
        PublicApi.Answer shown = api.get("secretariat", "/api/membership/accreditations/" + accreditation);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().path("name").asString()).isEqualTo("(removed)");
    }

    private static String answer(PublicApi api, String path, Map<String, Object> draft) {
        return api.post("secretariat", path, draft, "drill-key-1", null).body();
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

    /** Nothing came but what a timer did when its time came, nothing twice, and no letter; the log says the same. */
    private void nothingAgain(Path on, List<Envelope> before, List<String> head) {
        PublicApi api = Plenary.api(on);
        List<Envelope> now = published.apply(on);
        Set<String> known = ids(before);
        Set<String> news = ids(now);
        assertThat(news).containsAll(known);
        assertThat(now.size() - news.size()).as("repeated").isEqualTo(before.size() - known.size());
        assertThat(now)
                .filteredOn(e -> !known.contains(e.id()))
                .allSatisfy(e -> assertThat(e.meta().actor()).startsWith("system:"));
        if (news.size() == known.size()) {
            assertThat(head(api)).isEqualTo(head);
            assertThat(api.get(null, "/mail/").body()).contains("Nothing was received yet");
        }
    }

    private void lose() throws Exception {
        try (EmbeddedStore store = EmbeddedStore.open(data.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            LOST.forEach(s -> client.getDatabase("plenary_" + s).drop());
        }
    }

    private static Map<String, Document> documents(Path of, Predicate<String> collections) throws Exception {
        Map<String, Document> all = new TreeMap<>();
        try (EmbeddedStore store = EmbeddedStore.open(of.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(store.uri())) {
            for (String database : client.listDatabaseNames()) {
                MongoDatabase service = client.getDatabase(database);
                for (String name : service.listCollectionNames()) {
                    if (collections.test(name)) {
                        service.getCollection(name)
                                .find()
                                .forEach(d -> all.put(database + " " + name + " " + d.get("_id"), d));
                    }
                }
            }
        }
        return all;
    }

    /** Nothing but what a timer did meanwhile may have been added, and that only to what its commit says. */
    private static void sameState(Map<String, Document> before, Map<String, Document> after) {
        List<String> different = new ArrayList<>();
        before.forEach((name, was) -> {
            String[] parts = name.split(" ", 3);
            if (!LOST.contains(parts[0].replace("plenary_", "")) || !STATE.test(parts[1])) {
                return;
            }
            Document is = after.get(name);
            boolean movedOn = is != null
                    && !parts[1].equals("commits")
                    && was.containsKey("version")
                    && is.getLong("version") > was.getLong("version");
            if (!movedOn && !same(was, is)) {
                different.add(name + "\n was " + was + "\n is " + is);
            }
        });
        assertThat(different).isEmpty();
    }

    private static boolean same(Document was, Document is) {
        if (is == null) {
            return false;
        }
        Document published = new Document(was);
        published.remove("pending");
        is.remove("pending");
        return published.equals(is);
    }
}
