package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.test.Surroundings;
import org.springframework.context.ConfigurableApplicationContext;

/** The record as it runs, with a real broker and the embedded store; the other services are only what they say. */
final class RunningRecord implements AutoCloseable {
    static final String FORUM = "forum-00000000-0000-4000-8000-000000000001";
    static final String OTHER_FORUM = "forum-00000000-0000-4000-8000-000000000002";

    private final Surroundings around;
    private final HttpServer owner;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Path dir;
    private final List<String> more;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Long> versions = new HashMap<>();
    private ConfigurableApplicationContext service;
    /** What the owners of texts give out, by path. */
    final Map<String, byte[]> texts = new ConcurrentHashMap<>();
    /** With which token each was asked for, by path. */
    final Map<String, String> askedAs = new ConcurrentHashMap<>();

    /** @param more settings, each {@code name=value} */
    RunningRecord(Path dir, String... more) throws Exception {
        this.dir = dir;
        this.more = List.of(more);
        around = new Surroundings("record", dir);
        owner = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        owner.createContext("/", x -> {
            String path = x.getRequestURI().getPath();
            askedAs.put(path, String.valueOf(x.getRequestHeaders().getFirst("Authorization")));
            byte[] text = texts.get(path);
            x.sendResponseHeaders(text == null ? 404 : 200, text == null ? -1 : text.length);
            if (text != null) {
                x.getResponseBody().write(text);
            }
            x.close();
        });
        owner.start();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", around.broker.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        service = started();
        awaitOpenable();
    }

    private ConfigurableApplicationContext started() throws Exception {
        String texts = "http://127.0.0.1:" + owner.getAddress().getPort();
        List<String> settings = new ArrayList<>(List.of(
                "plenary.siblings.outcomes=" + texts,
                "plenary.siblings.agenda=" + texts,
                "plenary.record.key-file=" + dir.resolve("record-key"),
                "plenary.record.index-dir=" + index(),
                "plenary.data=" + dir));
        settings.addAll(more);
        ConfigurableApplicationContext context = around.start(RecordApplication.class, settings.toArray(String[]::new));
        await().atMost(60, SECONDS)
                .until(() -> context.getBean(Gate.class).reason().isEmpty());
        return context;
    }

    /** Where the index's files are. */
    Path index() {
        return dir.resolve("index");
    }

    void stop() {
        service.close();
    }

    void startAgain() throws Exception {
        begin();
        awaitOpenable();
    }

    /** Starts it again, and does not wait until it opens events to anybody. */
    void begin() throws Exception {
        service = started();
    }

    private void awaitOpenable() {
        Openable openable = service.getBean(Openable.class);
        await().atMost(60, SECONDS).ignoreExceptionsInstanceOf(Refused.class).until(() -> {
            openable.require();
            return true;
        });
    }

    /** Whose act an event is, and who may read it. */
    record By(String actor, @Nullable String onBehalfOf, String forum, String audience) {
        By(String actor, String audience) {
            this(actor, null, FORUM, audience);
        }
    }

    /** A service says the next thing of a stream, by the name of the event or its whole type; the event's id. */
    String says(String serviceName, String stream, String event, By by, Map<String, ?> data) {
        Meta meta = new Meta(
                Instant.parse("2027-01-20T03:00:00Z"),
                by.actor(),
                by.onBehalfOf(),
                by.forum(),
                by.audience(),
                "c",
                null,
                null);
        return says(serviceName, stream, event, meta, Instant.parse("2027-01-20T03:00:01Z"), null, data);
    }

    /** The same, with all its times. */
    String says(
            String serviceName,
            String stream,
            String event,
            Meta meta,
            Instant recordedAt,
            @Nullable Instant validFrom,
            Map<String, ?> data) {
        long version = versions.merge(stream, 1L, Long::sum);
        try {
            producer.send(CloudEvents.record(new Envelope(
                            serviceName,
                            stream,
                            version,
                            stream + "@" + version,
                            event.startsWith("org.") ? event : "org.plenary." + serviceName + "." + event + ".v1",
                            recordedAt,
                            validFrom,
                            version,
                            meta,
                            Json.write(data))))
                    .get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return stream + "@" + version;
    }

    /** A person of a forum with one role, in one body only where one is named. */
    void person(String forum, String subject, @Nullable String unit, String role, @Nullable String body) {
        String stream = Authority.stream(forum, subject);
        By by = new By("operator", null, forum, unit == null ? "person:" + subject : "unit:" + unit);
        Map<String, Object> registered = new LinkedHashMap<>(Map.of("forum", forum, "subject", subject));
        if (unit != null) {
            registered.put("unit", unit);
        }
        says("membership", stream, "PersonRegistered", by, registered);
        Map<String, Object> granted =
                new LinkedHashMap<>(Map.of("grant", "grant-" + subject, "role", role, "from", "2020-01-01T00:00:00Z"));
        if (body != null) {
            granted.put("body", body);
        }
        says("membership", stream, "RoleGranted", by, granted);
    }

    /** Waits until the event is under a published checkpoint. */
    void recorded(String id) {
        String path = "/record/proof/" + id.replace('@', '/');
        await().atMost(60, SECONDS).until(() -> get(null, path).statusCode() == 200);
    }

    String base() {
        return "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    HttpResponse<byte[]> get(@Nullable String subject, String path) {
        return send(subject, path, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The same, as text. */
    HttpResponse<String> answer(@Nullable String subject, String path) {
        return send(subject, path, HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(@Nullable String subject, String path, HttpResponse.BodyHandler<T> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path));
        if (subject != null) {
            request.header("Authorization", "Bearer " + around.tokens.token(subject));
        }
        try {
            return http.send(request.build(), body);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String text(@Nullable String subject, String path) {
        return new String(get(subject, path).body(), StandardCharsets.UTF_8);
    }

    /** Where its store is, also while the record is stopped. */
    String storeUri() {
        return around.store.uri();
    }

    MongoDatabase database() {
        return service.getBean(MongoDatabase.class);
    }

    <T> T bean(Class<T> type) {
        return service.getBean(type);
    }

    @Override
    public void close() throws Exception {
        producer.close();
        service.close();
        owner.stop(0);
        around.close();
    }
}
