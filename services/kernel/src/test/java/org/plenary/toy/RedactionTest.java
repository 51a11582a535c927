package org.plenary.toy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.redaction.Redaction;
import org.plenary.kernel.redaction.Tombstones;
import tools.jackson.databind.JsonNode;

/** Two people redact a body, with a real broker and the embedded store: then it is nowhere, and that it was is told. */
class RedactionTest extends ToyTest {
    private static final String SECRET = "Somchai Jaidee was here";
    private static final String REDACTIONS = "/api/toy/redactions";

    @BeforeAll
    void twoOfTheSecretariat() throws Exception {
        grant("one", "SECRETARIAT");
        grant("two", "SECRETARIAT");
        Authority authority = toy.getBean(Authority.class);
        await().atMost(60, SECONDS)
                .until(() -> authority.standing(FORUM, "two", Instant.now()).has("SECRETARIAT", null));
    }

    private HttpResponse<String> read(String path, @Nullable String subject) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
        return send(subject == null ? request : request.header("Authorization", "Bearer " + tokens.token(subject)));
    }

    private String noted(String jar, String key, String text) throws Exception {
        String body = "{\"text\":\"" + text + "\"}";
        HttpResponse<String> answer = post("/api/toy/jars/" + jar + "/put-note", body, key, null, "keeper");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body()).path("events").path(0).asString();
    }

    private static String content(Envelope event) {
        return event.tree().path("note").path("body").asString();
    }

    private String propose(String jar, String content) {
        HttpResponse<String> answer = proposed(jar, content, "It is about a person.", "one");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.tree(answer.body()).path("stream").asString();
    }

    private HttpResponse<String> proposed(String jar, String content, String reason, @Nullable String subject) {
        String body = "{\"stream\":\"%s\",\"content\":\"%s\",\"ground\":\"PERSONAL_DATA\",\"reason\":\"%s\"}"
                .formatted(jar, content, reason);
        return post(REDACTIONS, body, key(), null, subject);
    }

    private HttpResponse<String> confirm(String redaction, String hash, String subject) {
        return post(REDACTIONS + "/" + redaction + "/confirm", "{\"hash\":\"" + hash + "\"}", key(), null, subject);
    }

    private JsonNode shown(String redaction, @Nullable String subject) throws Exception {
        return Json.tree(read(REDACTIONS + "/" + redaction, subject).body());
    }

    private void awaitDestroyed(String redaction) {
        await().atMost(60, SECONDS)
                .until(() -> shown(redaction, "one").path("status").asString().equals("DESTROYED"));
    }

    /** Documents of all collections of all databases in which one of these stands, however it may be written. */
    private List<String> holding(List<byte[]> secrets) {
        List<String> found = new ArrayList<>();
        List<String> written = new ArrayList<>();
        for (byte[] secret : secrets) {
            written.add(new String(secret, java.nio.charset.StandardCharsets.ISO_8859_1));
            written.add(HexFormat.of().formatHex(secret));
            written.add(Base64.getEncoder().encodeToString(secret));
        }
        for (Document d : database().listCollections()) {
            String name = d.getString("name");
            for (RawBsonDocument one :
                    database().getCollection(name, RawBsonDocument.class).find()) {
                byte[] bytes = new byte[one.getByteBuffer().remaining()];
                one.getByteBuffer().get(bytes);
                String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
                written.stream().filter(text::contains).forEach(w -> found.add(name + ": " + w));
            }
        }
        return found;
    }

    @Test
    void a_body_goes_by_the_word_of_two_people_and_no_byte_of_it_or_its_salt_is_left() throws Exception {
        beat();
        String jar = open(3);
        String key = key();
        noted(jar, key, SECRET);
        String content = content(published(jar, 2).get(1));
        byte[] salt = java.util.Objects.requireNonNull(database()
                        .getCollection("bodies")
                        .find(new Document("_id", content))
                        .first())
                .get("salt", Binary.class)
                .getData();
        List<byte[]> secrets = List.of(SECRET.getBytes(UTF_8), salt);
        assertThat(holding(secrets)).isNotEmpty();

        assertThat(problem(proposed(jar, content, "Because Somchai asks for it.", "one")))
                .isEqualTo("/problems/reason-tells");
        assertThat(problem(proposed(jar, "5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e8f", "It is about a person.", "one")))
                .isEqualTo("/problems/nothing-to-redact");
        String redaction = propose(jar, content);
        assertThat(redaction).isEqualTo(Redaction.stream("toy", content));
        assertThat(problem(proposed(jar, content, "It is about a person.", "two")))
                .isEqualTo("/problems/redaction-under-way");
        String hash = shown(redaction, "two").path("hash").asString();
        assertThat(problem(confirm(redaction, hash, "one"))).isEqualTo("/problems/same-person");
        assertThat(problem(confirm(redaction, "0".repeat(64), "two"))).isEqualTo("/problems/redaction-other");
        assertThat(toy.getBean(Bodies.class).text(content)).hasValue(SECRET);

        assertThat(confirm(redaction, hash, "two").statusCode()).isEqualTo(200);
        assertThat(toy.getBean(Tombstones.class).of(content)).isPresent();
        awaitDestroyed(redaction);
        assertThat(holding(secrets)).isEmpty();
        assertThat(published(redaction, 3).stream().map(Envelope::type))
                .containsExactly(
                        "org.plenary.kernel.RedactionProposed.v1",
                        "org.plenary.kernel.EventRedacted.v1",
                        "org.plenary.kernel.BodyDestroyed.v1");

        noted(jar, key, SECRET);
        assertThat(holding(secrets)).as("the same command again").isEmpty();
        assertThat(problem(proposed(jar, content, "It is about a person.", "one")))
                .isEqualTo("/problems/already-redacted");
        JsonNode told = shown(redaction, null);
        assertThat(told.path("ground").asString()).isEqualTo("PERSONAL_DATA");
        assertThat(told.path("confirmed").path("offices").path(0).asString()).isEqualTo("SECRETARIAT");
        assertThat(told.path("confirmed").has("person")).isFalse();
        assertThat(shown(redaction, "keeper").path("confirmed").path("person").asString())
                .isEqualTo("two");
        assertThat(told.path("recordedAs").asString()).isEqualTo(redaction + "@2");
        HttpResponse<String> body = send(HttpRequest.newBuilder(uri("/internal/bodies/" + content))
                .header("Authorization", "Bearer " + tokens.service())
                .GET());
        assertThat(body.statusCode()).isEqualTo(410);
        assertThat(problem(body)).isEqualTo("/problems/redacted");
    }

    @Test
    void who_has_no_office_proposes_and_confirms_nothing() throws Exception {
        beat();
        String jar = open(3);
        noted(jar, key(), "Zainal Abidin");
        String content = content(published(jar, 2).get(1));
        assertThat(proposed(jar, content, "It is about a person.", "keeper").statusCode())
                .isEqualTo(404);
        assertThat(proposed(jar, content, "It is about a person.", null).statusCode())
                .isEqualTo(401);
        assertThat(proposed("jar-00000000-0000-4000-8000-000000000000", content, "It is about a person.", "one")
                        .statusCode())
                .isEqualTo(404);
        String redaction = propose(jar, content);
        String hash = shown(redaction, "one").path("hash").asString();
        assertThat(confirm(redaction, hash, "keeper").statusCode()).isEqualTo(403);
        String declined = "{\"hash\":\"" + hash + "\",\"reason\":\"It is not.\"}";
        assertThat(post(REDACTIONS + "/" + redaction + "/decline", declined, key(), null, "two")
                        .statusCode())
                .isEqualTo(200);
        assertThat(shown(redaction, "one").path("declined").path("reason").asString())
                .isEqualTo("It is not.");
        await().atMost(60, SECONDS)
                .until(() -> item(read(REDACTIONS + "?limit=200&standing=ENDED&forum=" + FORUM, "one"), redaction)
                        .path("status")
                        .asString()
                        .equals("DECLINED"));
        assertThat(propose(jar, content)).isEqualTo(redaction);
        assertThat(toy.getBean(Bodies.class).text(content)).isPresent();
    }

    /** Of the two offices only the co-chair's needs a code here, so that one act can be seen with and without. */
    @Override
    String secondFactorRoles() {
        return "CO_CHAIR";
    }

    @Test
    void a_password_alone_redacts_nothing() throws Exception {
        beat();
        grant("chair", "CO_CHAIR");
        Authority authority = toy.getBean(Authority.class);
        await().atMost(60, SECONDS)
                .until(() -> authority.standing(FORUM, "chair", Instant.now()).has("CO_CHAIR", null));
        String jar = open(3);
        noted(jar, key(), "Zum Beispiel");
        String redaction = propose(jar, content(published(jar, 2).get(1)));
        String hash = shown(redaction, "one").path("hash").asString();
        assertThat(problem(confirm(redaction, hash, "chair"))).isEqualTo("/problems/second-factor-required");
        String withCode = tokens.token("chair", c -> c.claim("amr", List.of("pwd", "otp")));
        HttpResponse<String> confirmed = send(HttpRequest.newBuilder(uri(REDACTIONS + "/" + redaction + "/confirm"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .header("Authorization", "Bearer " + withCode)
                .POST(HttpRequest.BodyPublishers.ofString("{\"hash\":\"" + hash + "\"}")));
        assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(200);
        assertThat(shown(redaction, "one")
                        .path("confirmed")
                        .path("offices")
                        .path(0)
                        .asString())
                .isEqualTo("CO_CHAIR");
    }

    @Test
    void who_is_recused_from_a_thing_does_not_decide_what_of_it_is_read() throws Exception {
        beat();
        grant("three", "SECRETARIAT");
        String jar = open(3);
        noted(jar, key(), "Zum Beispiel");
        String redaction = propose(jar, content(published(jar, 2).get(1)));
        String hash = shown(redaction, "one").path("hash").asString();
        toldOf("three", 3, "PersonRecused", "{\"thing\":\"" + jar + "\",\"from\":\"2020-01-01T00:00:00Z\"}");
        Authority authority = toy.getBean(Authority.class);
        await().atMost(60, SECONDS)
                .until(() -> authority
                        .standing(FORUM, "three", Instant.now())
                        .recusedFrom()
                        .contains(jar));
        assertThat(problem(confirm(redaction, hash, "three"))).isEqualTo("/problems/recused");
        assertThat(shown(redaction, "one").path("status").asString()).isEqualTo("PROPOSED");
    }

    @Test
    void what_an_older_copy_of_the_store_brings_back_is_destroyed_at_the_next_start() throws Exception {
        beat();
        String jar = open(3);
        noted(jar, key(), "Comes back");
        String content = content(published(jar, 2).get(1));
        Document older = java.util.Objects.requireNonNull(database()
                .getCollection("bodies")
                .find(new Document("_id", content))
                .first());
        String redaction = propose(jar, content);
        confirm(redaction, shown(redaction, "two").path("hash").asString(), "two");
        awaitDestroyed(redaction);
        database().getCollection("bodies").replaceOne(new Document("_id", content), older);
        assertThat(toy.getBean(Bodies.class).text(content)).isPresent();
        assertThat(toy.getBean(Tombstones.class).of(content))
                .as("told as redacted all the same")
                .isPresent();
        toy.close();
        startToy();
        await().atMost(60, SECONDS).until(() -> toy.getBean(Bodies.class).destroyed(content));
        assertThat(holding(List.of("Comes back".getBytes(UTF_8)))).isEmpty();
    }

    @Test
    void orders_that_cannot_be_carried_out_keep_no_other_waiting() throws Exception {
        beat();
        var list = database().getCollection("view.redactions");
        for (int i = 0; i < 300; i++) {
            list.insertOne(new Document("_id", "redaction-unheard-of-" + i)
                    .append("version", 1L)
                    .append("forum", FORUM)
                    .append("order", "unheard-of-" + i)
                    .append("standing", "ORDERED")
                    .append("content", "nothing-" + i));
        }
        try {
            String jar = open(3);
            noted(jar, key(), "Waits for nobody");
            String redaction = propose(jar, content(published(jar, 2).get(1)));
            confirm(redaction, shown(redaction, "two").path("hash").asString(), "two");
            awaitDestroyed(redaction);
        } finally {
            list.deleteMany(new Document("_id", new Document("$regex", "^redaction-unheard-of-")));
        }
    }

    @Test
    void while_the_store_may_be_an_older_copy_no_body_is_given_out() throws Exception {
        beat();
        String jar = open(3);
        noted(jar, key(), "Perhaps redacted since");
        String content = content(published(jar, 2).get(1));
        HttpRequest.Builder read = HttpRequest.newBuilder(uri("/internal/bodies/" + content))
                .header("Authorization", "Bearer " + tokens.service())
                .GET();
        assertThat(send(read).statusCode()).isEqualTo(200);
        Gate gate = toy.getBean(Gate.class);
        Bodies bodies = toy.getBean(Bodies.class);
        gate.close("The store is behind.");
        assertThatThrownBy(() -> bodies.text(content)).isInstanceOfSatisfying(Refused.class, r -> {
            assertThat(r.kind()).isEqualTo(Refused.Kind.NOT_READY);
            assertThat(r.numbers().containsKey(Refused.RETRY_AFTER_SECONDS)).isTrue();
        });
        assertThatThrownBy(() -> toy.getBean(FileBodies.class).bytes("any")).isInstanceOf(Refused.class);
        await().atMost(60, SECONDS).until(() -> send(read).statusCode() == 200);
    }

    @Test
    void the_opening_of_any_event_can_be_redacted_by_its_version() throws Exception {
        beat();
        String jar = open(3);
        String body =
                "{\"stream\":\"%s\",\"version\":%d,\"ground\":\"COURT_ORDER\",\"reason\":\"Ordered by a court.\"}";
        assertThat(problem(post(REDACTIONS, body.formatted(jar, 9), key(), null, "one")))
                .isEqualTo("/problems/nothing-to-redact");
        HttpResponse<String> both = post(
                REDACTIONS,
                body.replace("\"version\"", "\"content\":\"5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e8f\",\"version\"")
                        .formatted(jar, 1),
                key(),
                null,
                "one");
        assertThat(problem(both)).isEqualTo("/problems/event-names-another");
        assertThat(Json.tree(both.body()).at("/errors/0/pointer").asString()).isEqualTo("/version");
        HttpResponse<String> neither =
                post(REDACTIONS, body.replace("\"version\":%d,", "").formatted(jar), key(), null, "one");
        assertThat(neither.statusCode()).isEqualTo(400);
        HttpResponse<String> answer = post(REDACTIONS, body.formatted(jar, 1), key(), null, "one");
        String redaction = Json.tree(answer.body()).path("stream").asString();
        assertThat(redaction).isEqualTo(Redaction.stream("toy", jar + "@1"));
        assertThat(confirm(redaction, shown(redaction, "two").path("hash").asString(), "two")
                        .statusCode())
                .isEqualTo(200);
        await().atMost(60, SECONDS)
                .until(() -> item(read(REDACTIONS + "?limit=200&standing=REDACTED&forum=" + FORUM, "one"), redaction)
                        .path("status")
                        .asString()
                        .equals("CONFIRMED"));
    }
}
