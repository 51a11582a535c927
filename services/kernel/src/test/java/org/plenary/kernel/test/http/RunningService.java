package org.plenary.kernel.test.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.embedded.EmbeddedBroker;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Heartbeat;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.test.Tokens;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service as it runs, with a real broker and the embedded store, and nobody else there. */
public final class RunningService implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final Path dir;
    private final EmbeddedStore store;
    private final EmbeddedBroker broker;
    private final Tokens tokens = new Tokens();
    private final Map<String, String> bearers = new ConcurrentHashMap<>();
    private final ConfigurableApplicationContext context;
    private final int port;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();

    private RunningService(Class<?> application, String name, Set<String> operators) throws Exception {
        this.name = name;
        dir = Files.createTempDirectory("plenary-" + name);
        store = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0, 0);
        broker.createTopics(topics(name));
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        context = new SpringApplicationBuilder(application)
                .properties("spring.config.name=" + name)
                .registerShutdownHook(false)
                .run(settings(operators).entrySet().stream()
                        .map(e -> "--" + e.getKey() + "=" + e.getValue())
                        .toArray(String[]::new));
        await().atMost(30, SECONDS).until(() -> bean(Gate.class).reason().isEmpty());
        // Who may do what is known as of now, as membership's heartbeat would say.
        heart.scheduleAtFixedRate(
                () -> bean(Freshness.class).heard(new Heartbeat(Instant.now(), List.of()), p -> 0, false),
                0,
                1,
                SECONDS);
    }

    /** Starts it; these subjects are operators. */
    static RunningService start(Class<?> application, String name, Set<String> operators) {
        try {
            return new RunningService(application, name, operators);
        } catch (Exception e) {
            throw new IllegalStateException(name + " does not start", e);
        }
    }

    /** Its own topics, and those that it hears. */
    private static List<EmbeddedBroker.Topic> topics(String service) {
        String heard = Contract.yaml("/" + service + ".yml")
                .at("/spring/cloud/stream/bindings/feed-in-0/destination")
                .asString();
        List<String> needed = new ArrayList<>(Arrays.asList(heard.split(",", -1)));
        needed.addAll(List.of(
                "plenary." + service + ".events", "plenary." + service + ".parked", "plenary.membership.heartbeat"));
        List<EmbeddedBroker.Topic> topics = new ArrayList<>();
        for (JsonNode t : Contract.yaml("/contracts/topics.yaml").path("topics")) {
            if (!needed.contains(t.path("name").asString())) {
                continue;
            }
            Map<String, String> config = new LinkedHashMap<>();
            t.path("config")
                    .properties()
                    .forEach(c -> config.put(c.getKey(), c.getValue().asString()));
            topics.add(new EmbeddedBroker.Topic(
                    t.path("name").asString(), t.path("partitions").asInt(), config));
        }
        return topics;
    }

    private Map<String, String> settings(Set<String> operators) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.port", Integer.toString(port));
        settings.put("plenary.siblings." + name, "http://127.0.0.1:" + port);
        settings.put("plenary.token-uri", tokens.tokenUri());
        settings.put("plenary.client-secret", Tokens.SERVICE_SECRET);
        settings.put("plenary.mongodb-uri", store.uri());
        settings.put("plenary.kafka-brokers", broker.bootstrap());
        settings.put("plenary.issuer", Tokens.ISSUER);
        settings.put("plenary.jwks-uri", tokens.jwks());
        settings.put("plenary.store-indexes", "unique-keys");
        settings.put("plenary.ownership", "sole");
        settings.put("plenary.relay-scan-interval", "0");
        settings.put("plenary.operators", String.join(",", operators));
        // A sign-in with one factor is enough here: who may what is not how he signed in.
        settings.put("plenary.second-factor-roles", "");
        // What single services ask for besides.
        settings.put("plenary.data", dir.toString());
        settings.put("plenary.public-url", "http://localhost:" + port);
        settings.put("plenary.record.key-file", dir.resolve("record-key").toString());
        settings.put("plenary.record.forum", Setting.FORUM);
        settings.put("plenary.record.index-dir", dir.resolve("record-index").toString());
        settings.put("plenary.mail.host", "127.0.0.1");
        settings.put("plenary.mail.port", "1");
        return settings;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    Tokens tokens() {
        return tokens;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    MongoDatabase database() {
        return bean(MongoDatabase.class);
    }

    List<Aggregate<?, ?, ?, ?>> aggregates() {
        List<Aggregate<?, ?, ?, ?>> all = new ArrayList<>();
        context.getBeansOfType(Aggregate.class).values().forEach(all::add);
        all.sort(Comparator.comparing(Aggregate::name));
        return all;
    }

    /** A request to the path and query, with the person's token where one is named. */
    HttpRequest.Builder request(String target, @Nullable String subject) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .timeout(ANSWER_WITHIN);
        if (subject != null) {
            request.header("Authorization", "Bearer " + bearer(subject));
        }
        return request;
    }

    String bearer(String subject) {
        return bearers.computeIfAbsent(subject, tokens::token);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        heart.shutdownNow();
        http.close();
        context.close();
        tokens.close();
        broker.close();
        store.close();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
