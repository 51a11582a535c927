package org.plenary.kernel.test.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Heartbeat;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.test.Surroundings;
import org.plenary.kernel.test.Tokens;
import org.springframework.context.ConfigurableApplicationContext;

/** A service as it runs, with a real broker and the embedded store, and nobody else there. */
public final class RunningService implements AutoCloseable {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final String name;
    private final Path dir;
    private final Surroundings around;
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
        around = new Surroundings(name, dir);
        context = around.start(
                application,
                "plenary.operators=" + String.join(",", operators),
                // what single services ask for besides
                "plenary.data=" + dir,
                "plenary.record.key-file=" + dir.resolve("record-key"),
                "plenary.record.forum=" + Setting.FORUM,
                "plenary.record.index-dir=" + dir.resolve("record-index"),
                "plenary.mail.host=127.0.0.1",
                "plenary.mail.port=1");
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        await().atMost(60, SECONDS).until(() -> bean(Gate.class).reason().isEmpty());
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

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    Tokens tokens() {
        return around.tokens;
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
        return bearers.computeIfAbsent(subject, around.tokens::token);
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
        around.close();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
