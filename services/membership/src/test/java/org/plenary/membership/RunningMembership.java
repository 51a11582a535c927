package org.plenary.membership;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.test.Surroundings;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Membership as it runs, with a real broker and the embedded store, driven over HTTP; meeting is only what it says. */
final class RunningMembership implements AutoCloseable {
    static final String MEETING = "meeting-00000000-0000-4000-8000-000000000009";

    private static final List<String> PARTIES = List.of("au", "id", "nz", "th");
    private final Surroundings around;
    private final ConfigurableApplicationContext service;
    private final HttpClient http = HttpClient.newHttpClient();
    private int keys;
    private long meetingVersion;
    final String forum;

    RunningMembership(Path dir) throws Exception {
        around = new Surroundings("membership", dir);
        service = started();
        await().atMost(60, SECONDS)
                .until(() -> service.getBean(Gate.class).reason().isEmpty());
        forum = stream(post("operator", "/api/membership/forums", founding()));
        await().atMost(60, SECONDS)
                .until(() -> !get("th.focal", "/api/membership/me?forum=" + forum)
                        .body()
                        .contains("\"grants\":[]"));
        await().atMost(60, SECONDS)
                .until(() -> json(get(null, "/api/membership/parties?forum=" + forum))
                                .path("items")
                                .size()
                        == PARTIES.size());
    }

    private ConfigurableApplicationContext started() throws Exception {
        return around.start(MembershipApplication.class);
    }

    private static Map<String, Object> founding() {
        List<Map<String, Object>> parties = new ArrayList<>();
        List<Map<String, Object>> people = new ArrayList<>();
        for (String p : PARTIES) {
            parties.add(Map.of("party", p, "partyClass", "MEMBER_STATE", "name", p.toUpperCase(), "zone", "UTC"));
            people.add(person(p + ".head", p, "HEAD"));
            people.add(person(p + ".focal", p, "FOCAL_POINT"));
        }
        people.add(person("au.cochair", "au", "CO_CHAIR"));
        people.add(person("id.cochair", "id", "CO_CHAIR"));
        people.add(Map.of("subject", "secretariat", "grants", List.of(Map.of("role", "SECRETARIAT"))));
        people.add(Map.of("subject", "auditor", "grants", List.of(Map.of("role", "AUDITOR"))));
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Forum of this test");
        founding.put("symbolPrefix", "TT");
        founding.put("fictional", true);
        founding.put("framework", "1");
        founding.put("frameworkTitle", "Objectives");
        founding.put("objectives", List.of(Map.of("number", 1, "text", "Sharing")));
        founding.put(
                "bodies",
                List.of(Map.of(
                        "body",
                        "conference",
                        "name",
                        "Conference",
                        "keyholders",
                        List.of("au", "id"),
                        "members",
                        PARTIES)));
        founding.put("parties", parties);
        founding.put("people", people);
        founding.put("ruleCards", List.of());
        founding.put("signingKeys", List.of());
        return founding;
    }

    private static Map<String, Object> person(String subject, String unit, String role) {
        return Map.of("subject", subject, "unit", unit, "grants", List.of(Map.of("role", role)));
    }

    /** Meeting says the next thing of the one meeting. */
    void meetingSays(String event, Map<String, Object> data) throws Exception {
        meetingVersion++;
        Meta meta = new Meta(Instant.EPOCH, "au.cochair", null, forum, "public", "c", null, null);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", around.broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(CloudEvents.record(new Envelope(
                            "meeting",
                            MEETING,
                            meetingVersion,
                            MEETING + "@" + meetingVersion,
                            "org.plenary.meeting." + event + ".v1",
                            Instant.EPOCH,
                            null,
                            meetingVersion,
                            meta,
                            Json.write(data))))
                    .get();
        }
    }

    /** The meeting is proposed, as far as membership listens. */
    void meetingIsProposed() throws Exception {
        Map<String, Object> proposed = new LinkedHashMap<>();
        proposed.put("forum", forum);
        proposed.put("body", "conference");
        proposed.put("meetingType", "MINISTERIAL_CONFERENCE");
        proposed.put("zone", "UTC");
        proposed.put("keyholders", List.of("au", "id"));
        meetingSays("MeetingProposed", proposed);
        await().atMost(60, SECONDS)
                .until(() -> database().getCollection("copy.meeting.meeting").countDocuments() == 1);
    }

    MongoDatabase database() {
        return service.getBean(MongoDatabase.class);
    }

    int port() {
        return URI.create(uri("/").toString()).getPort();
    }

    String token(String subject) throws Exception {
        return around.tokens.token(subject);
    }

    synchronized String key() {
        keys++;
        return "test-key-" + keys;
    }

    HttpResponse<String> post(@Nullable String subject, String path, Map<String, ?> body) {
        return post(subject, path, body, null);
    }

    HttpResponse<String> post(@Nullable String subject, String path, Map<String, ?> body, @Nullable String ifMatch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return send(subject, request);
    }

    HttpResponse<String> get(@Nullable String subject, String path) {
        return send(subject, HttpRequest.newBuilder(uri(path)).GET());
    }

    HttpResponse<String> send(@Nullable String subject, HttpRequest.Builder request) {
        try {
            if (subject != null) {
                request.header("Authorization", "Bearer " + around.tokens.token(subject));
            }
            HttpRequest built = request.build();
            // 503: nothing was done, send it again; until its first heartbeat a service does not know what people may
            // do
            return await().pollDelay(Duration.ZERO)
                    .atMost(60, SECONDS)
                    .until(
                            () -> http.send(
                                    built,
                                    HttpResponse.BodyHandlers.ofString(java.nio.charset.StandardCharsets.ISO_8859_1)),
                            answer -> answer.statusCode() != 503);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return Json.tree(answer.body());
    }

    static String stream(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return json(answer).path("stream").asString();
    }

    static String problem(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(answer.body())
                .hasValue("application/problem+json");
        return json(answer).path("type").asString().replace("/problems/", "");
    }

    @Override
    public void close() throws Exception {
        service.close();
        around.close();
    }
}
