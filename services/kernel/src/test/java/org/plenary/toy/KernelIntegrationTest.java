package org.plenary.toy;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.FeedContainer;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.http.ReadController;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.Rebuilt;
import tools.jackson.databind.JsonNode;

/** The kernel's promises, kept over HTTP with a real broker and the embedded store. */
class KernelIntegrationTest extends ToyTest {
    @Test
    void a_command_is_stored_published_in_order_and_seen_in_the_view() throws Exception {
        String jar = open(100);
        for (int i = 1; i <= 20; i++) {
            assertThat(addCoin(jar, i % 10 + 1, key()).statusCode()).isEqualTo(200);
        }
        String page = "/api/toy/jars?limit=200&forum=" + FORUM + "&atLeast=" + jar + ":21";
        showsAtLeast(page, jar, 20);
        List<Envelope> published = published(jar, 21);
        assertThat(published).extracting(Envelope::version).isSorted().doesNotHaveDuplicates();
        assertThat(published.getFirst().id()).isEqualTo(jar + "@1");
        assertThat(published.getLast().meta().actor()).isEqualTo("keeper");
        await().atMost(60, SECONDS)
                .until(() -> database()
                                .getCollection("commits")
                                .countDocuments(
                                        com.mongodb.client.model.Filters.and(eq("stream", jar), eq("pending", true)))
                        == 0);
    }

    /** An answer that did not wait to the end has what was asked for; one that did may come before it. */
    private void showsAtLeast(String page, String jar, int coins) {
        long patience = ReadController.AT_LEAST_WAIT.dividedBy(2).toNanos();
        await().pollDelay(Duration.ZERO).atMost(60, SECONDS).until(() -> {
            long asked = System.nanoTime();
            int shown = item(get(page), jar).path("coins").asInt();
            boolean waited = System.nanoTime() - asked > patience;
            assertThat(shown == coins || waited).as("coins: " + shown).isTrue();
            return shown == coins;
        });
    }

    @Test
    void a_repeated_command_has_one_effect_and_the_same_answer() throws Exception {
        String createKey = key();
        String body = "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesInMillis\":900000}";
        HttpResponse<String> first = post("/api/toy/jars", body, createKey, null, "keeper");
        HttpResponse<String> second = post("/api/toy/jars", body, createKey, null, "keeper");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(second.body()).isEqualTo(first.body());
        String jar = Json.tree(first.body()).path("stream").asString();
        String coinKey = key();
        HttpResponse<String> coin = addCoin(jar, 7, coinKey);
        addCoin(jar, 8, key());
        HttpResponse<String> again = addCoin(jar, 7, coinKey);
        assertThat(again.body()).isEqualTo(coin.body());
        assertThat(again.headers().firstValue("ETag")).isEqualTo(coin.headers().firstValue("ETag"));
        assertThat(state(jar).path("coins").asInt()).isEqualTo(2);
    }

    @Test
    void the_same_key_with_another_body_is_refused() throws Exception {
        String jar = open(5);
        String key = key();
        addCoin(jar, 1, key);
        // The first answer stands in the stream even though a full jar would refuse: the key is looked up before 409.
        HttpResponse<String> other = addCoin(jar, 2, key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(problem(other)).isEqualTo("/problems/key-reused");
        assertThat(state(jar).path("coins").asInt()).isEqualTo(1);
    }

    @Test
    void the_same_key_on_behalf_of_another_party_is_refused() throws Exception {
        String jar = open(5);
        String key = key();
        assertThat(addCoinFor("au", jar, key).statusCode()).isEqualTo(200);
        assertThat(addCoinFor("au", jar, key).statusCode()).isEqualTo(200);
        assertThat(problem(addCoinFor("id", jar, key))).isEqualTo("/problems/key-reused");
    }

    @Test
    void an_act_on_behalf_names_both_and_is_judged_by_the_policy_table() throws Exception {
        String jar = open(5);
        assertThat(addCoinFor("au", jar, key()).statusCode()).isEqualTo(200);
        Meta both = published(jar, 2).get(1).meta();
        assertThat(both.actor()).isEqualTo("keeper");
        assertThat(both.onBehalfOf()).isEqualTo("au");
        HttpResponse<String> nobody = addCoinFor("atlantis", jar, key());
        assertThat(nobody.statusCode()).isEqualTo(403);
        assertThat(problem(nobody)).isEqualTo("/problems/on-behalf-not-allowed");
        String jarBody = "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesInMillis\":900000}";
        HttpResponse<String> noRow = onBehalf("au", "/api/toy/jars", jarBody, key());
        assertThat(noRow.statusCode()).isEqualTo(403);
        assertThat(problem(noRow)).isEqualTo("/problems/on-behalf-not-allowed");
        assertThat(state(jar).path("coins").asInt()).isEqualTo(1);
    }

    @Test
    void a_recused_person_does_not_act_on_that_thing_and_does_on_others() throws Exception {
        String jar = open(5);
        String other = open(5);
        grant("second", "KEEPER");
        toldOf("second", 3, "PersonRecused", "{\"thing\":\"" + jar + "\",\"from\":\"2020-01-01T00:00:00Z\"}");
        await().atMost(60, SECONDS)
                .until(() -> !authority()
                        .standing(FORUM, "second", Instant.now())
                        .recusedFrom()
                        .isEmpty());
        HttpResponse<String> recused =
                post("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", key(), null, "second");
        assertThat(recused.statusCode()).isEqualTo(403);
        assertThat(problem(recused)).isEqualTo("/problems/recused");
        assertThat(post("/api/toy/jars/" + other + "/add-coin", "{\"worth\":1}", key(), null, "second")
                        .statusCode())
                .isEqualTo(200);
        assertThat(addCoin(jar, 1, key()).statusCode()).isEqualTo(200);
        toldOf("second", 4, "RecusalEnded", "{\"thing\":\"" + jar + "\",\"until\":\"2020-01-02T00:00:00Z\"}");
        await().atMost(60, SECONDS)
                .until(() -> authority()
                        .standing(FORUM, "second", Instant.now())
                        .recusedFrom()
                        .isEmpty());
        assertThat(post("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", key(), null, "second")
                        .statusCode())
                .isEqualTo(200);
    }

    private Authority authority() {
        return toy.getBean(Authority.class);
    }

    private HttpResponse<String> addCoinFor(String party, String jar, String key) {
        return onBehalf(party, "/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", key);
    }

    private HttpResponse<String> onBehalf(String party, String path, String body, String key) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("On-Behalf-Of", party)
                .header("Authorization", "Bearer " + tokens.token("keeper"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void a_repetition_after_the_state_moved_on_gets_its_first_answer_not_a_rejection() throws Exception {
        String jar = open(1);
        String key = key();
        HttpResponse<String> first = addCoin(jar, 1, key);
        assertThat(addCoin(jar, 1, key()).statusCode()).isEqualTo(409);
        assertThat(addCoin(jar, 1, key).body()).isEqualTo(first.body());
    }

    @Test
    void a_stale_if_match_is_412_and_a_rule_is_409_with_its_numbers() throws Exception {
        String jar = open(1);
        HttpResponse<String> stale =
                post("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", key(), "\"9\"", "keeper");
        assertThat(stale.statusCode()).isEqualTo(412);
        addCoin(jar, 1, key());
        HttpResponse<String> full = addCoin(jar, 1, key());
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(problem(full)).isEqualTo("/problems/jar-full");
        assertThat(Json.tree(full.body()).path("room").asInt()).isEqualTo(1);
        assertThat(full.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void bad_input_names_field_and_rule_and_stores_nothing() throws Exception {
        String jar = open(5);
        Map<String, String> wrong = new TreeMap<>();
        wrong.put("{}", "/worth required");
        wrong.put("{\"worth\":\"1\"}", "/worth type");
        wrong.put("{\"worth\":0}", "/worth minimum");
        wrong.put("{\"worth\":1,\"extra\":true}", "/extra additionalProperties");
        wrong.put("{\"worth\":1,\"worth\":2}", " json");
        wrong.put("{\"worth\":", " json");
        wrong.forEach((body, expected) -> {
            HttpResponse<String> answer = post("/api/toy/jars/" + jar + "/add-coin", body, key(), null, "keeper");
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            JsonNode error = Json.tree(answer.body()).path("errors").path(0);
            assertThat(error.path("pointer").asString() + " "
                            + error.path("rule").asString())
                    .as(body)
                    .isEqualTo(expected);
        });
        HttpResponse<String> large = post(
                "/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1" + " ".repeat(300) + "}", key(), null, "keeper");
        assertThat(large.statusCode()).isEqualTo(413);
        HttpResponse<String> noKey = post("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", null, null, "keeper");
        assertThat(noKey.statusCode()).isEqualTo(400);
        assertThat(problem(noKey)).isEqualTo("/problems/idempotency-key-required");
        assertThat(state(jar).path("coins").asInt()).isZero();
    }

    @Test
    void only_whom_membership_names_may_act() throws Exception {
        String body = "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesInMillis\":900000}";
        assertThat(post("/api/toy/jars", body, key(), null, null).statusCode()).isEqualTo(401);
        assertThat(post("/api/toy/jars", body, key(), null, "stranger").statusCode())
                .isEqualTo(403);
        assertThat(get("/internal/streams/" + open(1) + "?from=1").statusCode()).isEqualTo(401);
        assertThat(addCoin("jar-none", 1, key()).statusCode()).isEqualTo(404);
    }

    @Test
    void a_timer_fires_once_and_closes_the_jar() throws Exception {
        String body = "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesInMillis\":1}";
        String jar = Json.tree(
                        post("/api/toy/jars", body, key(), null, "keeper").body())
                .path("stream")
                .asString();
        await().atMost(60, SECONDS)
                .until(() -> state(jar).path("status").asString().equals("CLOSED"));
        await().atMost(60, SECONDS)
                .until(() -> database().getCollection("timers").countDocuments(eq("stream", jar)) == 0);
        assertThat(published(jar, 2)).extracting(Envelope::name).containsExactly("JarOpened", "JarClosed");
    }

    @Test
    void a_reaction_runs_once_though_the_event_comes_twice() throws Exception {
        String jar = open(5);
        addCoin(jar, 100, key());
        await().atMost(60, SECONDS).until(() -> state(jar).path("rings").asInt() == 1);
        Envelope coin = published(jar, 3).get(1);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(CloudEvents.record(coin)).get();
            producer.send(CloudEvents.record(coin)).get();
        }
        addCoin(jar, 100, key());
        await().atMost(60, SECONDS).until(() -> state(jar).path("rings").asInt() == 2);
    }

    @Test
    void an_undecodable_record_and_a_poisonous_event_stop_nobody_else() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(
                            "plenary.toy.events", "x".getBytes(UTF_8), "not an event".getBytes(UTF_8)))
                    .get();
            producer.send(new ProducerRecord<>("plenary.toy.events", "x".getBytes(UTF_8), null))
                    .get();
        }
        String poisoned = open(5);
        addCoin(poisoned, 13, key());
        addCoin(poisoned, 100, key());
        String healthy = open(5);
        addCoin(healthy, 100, key());
        await().atMost(60, SECONDS).until(() -> state(healthy).path("rings").asInt() == 1);
        Parked parked = toy.getBean(Parked.class);
        await().atMost(60, SECONDS).until(() -> parked.contains(poisoned));
        assertThat(parked.contains(healthy)).isFalse();
        assertThat(state(poisoned).path("rings").asInt()).isZero();
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(
                                database().getCollection("parked").find().into(new ArrayList<Document>()))
                        .filteredOn(d -> d.getString("_id").startsWith("unreadable|"))
                        .as("a text and a record without a value")
                        .hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void a_batch_that_cannot_be_taken_is_tried_until_it_can_and_skips_nothing() throws Exception {
        AtomicInteger refusals = toy.getBean(AtomicInteger.class);
        Parked parked = toy.getBean(Parked.class);
        long before = parked.of(Parked.Kind.UNREADABLE, 999).size();
        refusals.set(12);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(
                                "plenary.toy.events", 7, "x".getBytes(UTF_8), ("no " + i).getBytes(UTF_8)))
                        .get();
            }
        }
        await().atMost(60, SECONDS).until(() -> refusals.get() == 0);
        await().atMost(60, SECONDS)
                .until(() -> parked.of(Parked.Kind.UNREADABLE, 999).size() == before + 3);
        assertThat(toy.getBean(FeedContainer.class).running()).isTrue();
    }

    @Test
    void a_rebuilt_view_equals_the_live_one() throws Exception {
        String jar = open(50);
        for (int i = 0; i < 5; i++) {
            addCoin(jar, 1, key());
        }
        get("/api/toy/jars?forum=" + FORUM + "&atLeast=" + jar + ":6");
        OwnViews views = toy.getBean(OwnViews.class);
        await().atMost(60, SECONDS).untilAsserted(() -> {
            Map<String, Document> live = new TreeMap<>();
            views.view("jars").documents().all().forEach(d -> live.put(d.getString("_id"), d));
            Rebuilt rebuilt = views.rebuild("jars", fresh("jars"));
            assertThat(rebuilt.compare()).isEqualTo(new Rebuilt.Report(live.size(), List.of(), List.of()));
            Map<String, Document> fresh = new TreeMap<>();
            rebuilt.fresh().all().forEach(d -> fresh.put(d.getString("_id"), d));
            assertThat(fresh).isEqualTo(live);
        });
    }

    private Documents fresh(String name) {
        Documents documents = toy.getBean(Documents.Space.class).of("rebuild.test." + name);
        documents.drop();
        return documents;
    }

    @Test
    void a_gap_is_filled_over_http_from_the_service_that_owns_the_stream() throws Exception {
        String jar = "jar-" + java.util.UUID.randomUUID();
        Meta meta = new Meta(Instant.EPOCH, "keeper", null, FORUM, "public", "c", null, null);
        List<StoredEvent> events = new ArrayList<>();
        List<String> data = List.of(
                "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesAt\":\"2030-01-01T00:00:00Z\"}",
                "{\"worth\":100,\"by\":\"keeper\"}",
                "{\"worth\":1,\"by\":\"keeper\"}");
        for (int v = 1; v <= 3; v++) {
            String type = "org.plenary.toy." + (v == 1 ? "JarOpened" : "CoinAdded") + ".v1";
            events.add(new StoredEvent(v, jar + "@" + v, type, Instant.EPOCH, null, data.get(v - 1)));
        }
        Commit commit = new Commit(jar + "|1", jar, 1, 3, null, jar + "|k", "h", events, meta);
        EventStore commits = toy.getBean(EventStore.class);
        commits.append(commit);
        commits.published(List.of(commit.id()));
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(CloudEvents.record(Envelope.of("toy", commit, events.get(2))))
                    .get();
        }
        await().atMost(60, SECONDS).until(() -> state(jar).path("rings").asInt() == 1);
    }

    @Test
    void a_damaged_own_view_is_made_again_from_the_commits_and_stops_nobody() throws Exception {
        String jar = open(9);
        addCoin(jar, 1, key());
        await().atMost(60, SECONDS)
                .until(() -> database()
                                .getCollection("view.jars")
                                .deleteOne(eq("_id", jar))
                                .getDeletedCount()
                        == 1);
        addCoin(jar, 1, key());
        String page = "/api/toy/jars?limit=200&forum=" + FORUM + "&atLeast=" + jar + ":3";
        showsAtLeast(page, jar, 2);
    }

    @Test
    void pages_follow_each_other_without_loss() throws Exception {
        List<String> opened = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            opened.add(open(1));
        }
        await().atMost(60, SECONDS)
                .until(() -> database().getCollection("view.jars").countDocuments(in("_id", opened)) == opened.size());
        List<String> seen = new ArrayList<>();
        String path = "/api/toy/jars?limit=3&forum=" + FORUM;
        while (path != null) {
            HttpResponse<String> page = get(path);
            Json.tree(page.body())
                    .path("items")
                    .forEach(i -> seen.add(i.path("id").asString()));
            path = page.headers()
                    .firstValue("Link")
                    .map(l -> l.substring(1, l.indexOf('>')))
                    .orElse(null);
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(opened);
        assertThat(get("/api/toy/jars?limit=201&forum=" + FORUM).statusCode()).isEqualTo(400);
        assertThat(get("/api/toy/jars").statusCode()).isEqualTo(400);
    }

    @Test
    void the_relay_leads_and_nothing_waits() {
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Relay.class).status().leading()
                        && toy.getBean(Relay.class).status().waiting() == 0);
    }
}
