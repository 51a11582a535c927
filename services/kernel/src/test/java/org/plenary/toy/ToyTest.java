package org.plenary.toy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedBroker;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Heartbeat;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.test.Surroundings;
import org.plenary.kernel.test.Tokens;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service with one aggregate, a real broker and the embedded store, driven over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ToyTest {
    static final String FORUM = "forum-00000000-0000-0000-0000-000000000001";

    private Surroundings around;
    EmbeddedStore store;
    EmbeddedBroker broker;
    Tokens tokens;
    ConfigurableApplicationContext toy;
    private final HttpClient http = HttpClient.newHttpClient();
    private int keys;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        around = new Surroundings("toy", dir);
        store = around.store;
        broker = around.broker;
        tokens = around.tokens;
        startToy();
        grant("keeper", "KEEPER");
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Authority.class)
                        .standing(FORUM, "keeper", Instant.now())
                        .has("KEEPER", null));
        await().atMost(60, SECONDS).until(() -> toy.getBean(Gate.class).reason().isEmpty());
    }

    void startToy() throws Exception {
        toy = started("sole");
    }

    ConfigurableApplicationContext started(String ownership, String... more) throws Exception {
        List<String> settings = new ArrayList<>(
                List.of("plenary.ownership=" + ownership, "plenary.second-factor-roles=" + secondFactorRoles()));
        settings.addAll(List.of(more));
        return around.start(ToyApplication.class, settings.toArray(String[]::new));
    }

    /** Who binds nobody by a password alone; a test class says whom. */
    String secondFactorRoles() {
        return "";
    }

    /** Authority comes from membership's events: two of a person's stream, as membership's relay would send them. */
    void grant(String subject, String role) throws Exception {
        toldOf(
                subject,
                1,
                "PersonRegistered",
                "{\"forum\":\"" + FORUM + "\",\"subject\":\"" + subject + "\",\"unit\":\"au\"}");
        toldOf(
                subject,
                2,
                "RoleGranted",
                "{\"grant\":\"g1\",\"role\":\"" + role + "\",\"from\":\"2020-01-01T00:00:00Z\"}");
    }

    /** One event of a person's stream. */
    void toldOf(String subject, int version, String name, String data) throws Exception {
        String stream = Authority.stream(FORUM, subject);
        Meta meta = new Meta(Instant.EPOCH, "operator", null, FORUM, "forum", "c", null, null);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(CloudEvents.record(new Envelope(
                            "membership",
                            stream,
                            version,
                            stream + "@" + version,
                            "org.plenary.membership." + name + ".v1",
                            Instant.EPOCH,
                            null,
                            version,
                            meta,
                            data)))
                    .get();
        }
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    void stop() throws Exception {
        toy.close();
        around.close();
    }

    String open(int room) throws Exception {
        String body = "{\"forum\":\"" + FORUM + "\",\"room\":" + room + ",\"closesInMillis\":900000}";
        HttpResponse<String> answer = post("/api/toy/jars", body, key(), null, "keeper");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.tree(answer.body()).path("stream").asString();
    }

    HttpResponse<String> addCoin(String jar, int worth, String key) {
        return post("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":" + worth + "}", key, null, "keeper");
    }

    synchronized String key() {
        keys++;
        return "test-key-" + keys;
    }

    JsonNode state(String jar) {
        return Json.tree(get("/api/toy/jars/" + jar).body());
    }

    static JsonNode item(HttpResponse<String> page, String id) {
        for (JsonNode item : Json.tree(page.body()).path("items")) {
            if (item.path("id").asString().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("no " + id + " in " + page.body());
    }

    static String problem(HttpResponse<String> answer) {
        return Json.tree(answer.body()).path("type").asString();
    }

    MongoDatabase database() {
        return toy.getBean(MongoDatabase.class);
    }

    /** Membership's heartbeats, until one is heard: what binds waits for it. */
    void beat() {
        Freshness freshness = toy.getBean(Freshness.class);
        Instant began = Json.millis(Instant.now());
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            await().pollInterval(1, SECONDS).atMost(60, SECONDS).until(() -> {
                Heartbeat beat = new Heartbeat(Instant.now(), Collections.nCopies(12, 0L));
                producer.send(new ProducerRecord<>(Heartbeat.topic("membership"), 0, null, beat.bytes()))
                        .get();
                return !freshness.asOf().isBefore(began);
            });
        }
    }

    List<Envelope> published(String stream, int atLeast) {
        List<Envelope> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap(), "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int p = 0; p < 12; p++) {
                all.add(new TopicPartition("plenary.toy.events", p));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            await().atMost(60, SECONDS).until(() -> {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                    if (new String(r.key(), UTF_8).equals(stream)) {
                        found.add(CloudEvents.envelope(r.headers(), r.value()));
                    }
                }
                return found.size() >= atLeast;
            });
        }
        return found;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    HttpResponse<String> post(
            String path, String body, @Nullable String key, @Nullable String ifMatch, @Nullable String subject) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        try {
            if (subject != null) {
                request.header("Authorization", "Bearer " + tokens.token(subject));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return send(request);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return uri(toy, path);
    }

    URI uri(ConfigurableApplicationContext instance, String path) {
        return URI.create("http://127.0.0.1:" + instance.getEnvironment().getProperty("local.server.port") + path);
    }
}
