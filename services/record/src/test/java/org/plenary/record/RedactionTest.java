package org.plenary.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.test.Surroundings;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.TlogProof;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The record as it runs: what opens a redacted event is gone from its store, and the event's proof is what it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedactionTest {
    private static final Instant AT = Instant.parse("2027-03-01T12:00:00.125Z");
    private static final String FORUM = "forum-0b9a7f0e-1c2d-5e3f-8a4b-5c6d7e8f9a0b";

    private final HttpClient http = HttpClient.newHttpClient();
    private Path dir;
    private Surroundings around;
    private ConfigurableApplicationContext record;
    private int port;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        around = new Surroundings("record", dir);
        startRecord();
    }

    private void startRecord() throws IOException {
        record = around.start(
                RecordApplication.class,
                "plenary.data=" + dir,
                "plenary.record.index-dir=" + dir.resolve("index"),
                "plenary.record.key-file=" + dir.resolve("record-key"));
        port = record.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @AfterAll
    void stop() throws Exception {
        record.close();
        around.close();
        http.close();
    }

    private void tell(String service, String stream, int version, String type, String data) throws Exception {
        Meta meta = new Meta(AT, "secretariat", null, FORUM, "forum", "c", null, null);
        Envelope event =
                new Envelope(service, stream, version, stream + "@" + version, type, AT, null, version, meta, data);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", around.broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(CloudEvents.record(event)).get();
        }
    }

    private void said(String stream, String words) throws Exception {
        tell("membership", stream, 1, "org.plenary.membership.DelegateRefused.v1", "{\"reason\":\"" + words + "\"}");
    }

    /** A redaction from its proposal to the second person's word. */
    private String redacted(String service, String stream) throws Exception {
        String redaction = "redaction-" + UUID.randomUUID();
        tell(service, redaction, 1, "org.plenary.kernel.RedactionProposed.v1", example("RedactionProposed", stream));
        tell(service, redaction, 2, "org.plenary.kernel.EventRedacted.v1", example("EventRedacted", stream));
        return redaction + "@2";
    }

    private static String example(String event, String stream) throws IOException {
        try (var in = RedactionTest.class.getResourceAsStream(
                "/contracts/events/kernel/examples/" + event + ".v1.opening.json")) {
            var data = (tools.jackson.databind.node.ObjectNode)
                    Json.tree(new String(Objects.requireNonNull(in).readAllBytes(), ISO_8859_1));
            return data.put("event", stream + "@1").toString();
        }
    }

    private HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode entry(String stream) {
        return Json.tree(get("/api/record/entries?version=1&stream=" + stream).body());
    }

    private JsonNode published(String stream) {
        await().atMost(60, SECONDS).until(() -> entry(stream).path("published").asBoolean(false));
        return entry(stream);
    }

    private JsonNode awaitTombstone(String stream) {
        await().atMost(60, SECONDS).until(() -> entry(stream).has("redacted"));
        return entry(stream).path("redacted");
    }

    /** Every document of every collection in which the words stand, by collection. */
    private List<Map.Entry<String, Document>> holding(String words) {
        MongoDatabase database = record.getBean(MongoDatabase.class);
        List<Map.Entry<String, Document>> found = new ArrayList<>();
        for (String name : database.listCollectionNames()) {
            for (Document d : database.getCollection(name).find()) {
                byte[] bytes = new byte
                        [new RawBsonDocument(d, new DocumentCodec())
                                .getByteBuffer()
                                .remaining()];
                new RawBsonDocument(d, new DocumentCodec()).getByteBuffer().get(bytes);
                if (new String(bytes, ISO_8859_1).contains(words)) {
                    found.add(Map.entry(name, d));
                }
            }
        }
        return found;
    }

    private boolean proved(String stream) {
        byte[] leaf = Leaf.canonical(entry(stream).path("leaf").toString());
        LogKey key = LogKey.parse(get("/record/vkey").body().strip());
        return TlogProof.parse(get("/record/proof/" + stream + "/1").body()).verifies(leaf, key);
    }

    @Test
    void what_opens_a_redacted_event_is_gone_and_its_leaf_and_proof_are_what_they_were() throws Exception {
        String stream = "accreditation-" + UUID.randomUUID();
        said(stream, "words of the first");
        JsonNode before = published(stream);
        assertThat(proved(stream)).isTrue();
        assertThat(holding("words of the first")).isNotEmpty();
        String redaction = redacted("membership", stream);
        JsonNode tombstone = awaitTombstone(stream);
        await().atMost(60, SECONDS).until(() -> holding("words of the first").isEmpty());
        assertThat(tombstone.toString())
                .as("why, when and by whom is for the redaction's own event to tell, to whom it is open")
                .isEqualTo("{\"redaction\":\"" + redaction + "\"}");
        JsonNode after = entry(stream);
        assertThat(after.path("leaf")).isEqualTo(before.path("leaf"));
        assertThat(after.path("leafIndex")).isEqualTo(before.path("leafIndex"));
        assertThat(proved(stream)).isTrue();

        said(stream, "words of the first");
        String later = "accreditation-" + UUID.randomUUID();
        said(later, "another");
        published(later);
        assertThat(holding("words of the first")).as("the event is heard again").isEmpty();
        assertThat(proved(stream)).isTrue();
    }

    @Test
    void a_redaction_that_is_heard_before_its_event_waits_for_it() throws Exception {
        String stream = "accreditation-" + UUID.randomUUID();
        redacted("membership", stream);
        await().atMost(60, SECONDS)
                .until(() ->
                        record.getBean(RedactedStore.class).find(stream + "@1").isPresent());
        said(stream, "words of the second");
        published(stream);
        await().atMost(60, SECONDS).until(() -> holding("words of the second").isEmpty());
        assertThat(proved(stream)).isTrue();
    }

    @Test
    void what_an_older_copy_of_the_store_brings_back_is_destroyed_at_the_next_start() throws Exception {
        String stream = "accreditation-" + UUID.randomUUID();
        said(stream, "words of the third");
        published(stream);
        List<Map.Entry<String, Document>> older = holding("words of the third");
        redacted("membership", stream);
        await().atMost(60, SECONDS).until(() -> holding("words of the third").isEmpty());
        await().atMost(60, SECONDS)
                .until(() -> record.getBean(RedactedStore.class).pending(1).isEmpty());
        MongoDatabase database = record.getBean(MongoDatabase.class);
        older.forEach(d -> database.getCollection(d.getKey())
                .replaceOne(new Document("_id", d.getValue().get("_id")), d.getValue()));
        assertThat(holding("words of the third")).isNotEmpty();
        record.close();
        startRecord();
        await().atMost(60, SECONDS).until(() -> holding("words of the third").isEmpty());
        assertThat(proved(stream)).isTrue();
    }

    @Test
    void a_redaction_by_another_service_keeps_the_true_one_from_nothing() throws Exception {
        String stream = "accreditation-" + UUID.randomUUID();
        redacted("meeting", stream);
        RedactedStore redactions = record.getBean(RedactedStore.class);
        await().atMost(60, SECONDS).until(() -> redactions.find(stream + "@1").isPresent());
        String own = redacted("membership", stream);
        String marker = own.substring(0, own.indexOf('@'));
        await().atMost(60, SECONDS).until(() -> entry(marker).has("leaf"));
        said(stream, "words of the fifth");
        published(stream);
        await().atMost(60, SECONDS).until(() -> holding("words of the fifth").isEmpty());
        assertThat(awaitTombstone(stream).path("redaction").asString()).isEqualTo(own);
        redacted("meeting", stream);
        String last = "accreditation-" + UUID.randomUUID();
        said(last, "another");
        published(last);
        await().atMost(60, SECONDS).until(() -> redactions.pending(1).isEmpty());
        assertThat(entry(stream).path("redacted").path("redaction").asString()).isEqualTo(own);
    }

    @Test
    void a_record_that_no_leaf_can_say_is_a_leaf_of_what_could_not_be_read() throws Exception {
        String odd = "accreditation-" + "a".repeat(120);
        tell("membership", odd, 1, "org.plenary.membership.DelegateRefused.v1", "{}");
        String type = "accreditation-" + UUID.randomUUID();
        tell("membership", type, 1, "org.plenary.membership." + "D".repeat(200) + ".v1", "{}");
        var leaves = record.getBean(MongoDatabase.class).getCollection("entries");
        await().atMost(60, SECONDS)
                .until(() -> leaves.countDocuments(new Document("key", new Document("$regex", "^unparsed\\|"))) >= 2);
        assertThat(holding(odd)).extracting(Map.Entry::getKey).doesNotContain("entries");
        String good = "accreditation-" + UUID.randomUUID();
        said(good, "another");
        published(good);
        assertThat(entry(type).has("leaf")).isFalse();
    }

    @Test
    void a_service_redacts_nothing_of_another_ones() throws Exception {
        String stream = "accreditation-" + UUID.randomUUID();
        said(stream, "words of the fourth");
        published(stream);
        String redaction = redacted("meeting", stream);
        await().atMost(60, SECONDS)
                .until(() ->
                        entry(redaction.substring(0, redaction.indexOf('@'))).has("leaf"));
        String own = "accreditation-" + UUID.randomUUID();
        said(own, "its own");
        redacted("membership", own);
        awaitTombstone(own);
        assertThat(entry(stream).has("redacted")).isFalse();
        assertThat(holding("words of the fourth")).isNotEmpty();
    }
}
