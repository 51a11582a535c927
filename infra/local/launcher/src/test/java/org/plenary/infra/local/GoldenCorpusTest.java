package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore.Durability;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.EventCodec;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.view.Fold;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.View;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * The golden corpus: histories with an event of every version ever released, which every decider, view and copy must
 * take for ever. The services are the real ones, so a new view or subscription is held to it without a word here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenCorpusTest {
    /** A history as {@code GET /internal/streams/<id>} told it, and where it leads. */
    private record History(String file, String status, List<Envelope> events) {}

    private final Map<String, String> files = new TreeMap<>();
    private final List<History> histories = new ArrayList<>();
    private Instance instance;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        readFiles();
        files.forEach((name, text) -> {
            if (name.contains("/histories/")) {
                JsonNode node = Json.tree(text);
                List<Envelope> events = new ArrayList<>();
                node.path("events").forEach(e -> events.add(Json.MAPPER.treeToValue(e, Envelope.class)));
                histories.add(new History(name, node.path("status").asString(), events));
            }
        });
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        instance = Instance.start(new Instance.Settings(dir.resolve("data"), port, Durability.PROCESS), line -> {});
        assertThat(instance.awaitOpen()).isEmpty();
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    private void readFiles() throws Exception {
        URI uri = Objects.requireNonNull(GoldenCorpusTest.class.getResource("/contracts/events"))
                .toURI();
        if (uri.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                readFiles(jar.getPath("/contracts/events"));
            }
        } else {
            readFiles(Path.of(uri));
        }
    }

    private void readFiles(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(p -> p.toString().endsWith(".json") || p.endsWith("RELEASED"))
                    .toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
    }

    @Test
    void nothing_that_was_released_was_changed_or_lost() {
        Map<String, String> released = new TreeMap<>();
        Objects.requireNonNull(files.get("RELEASED")).lines().forEach(l -> {
            String[] cells = l.split("  ", 2);
            released.put(cells[1], cells[0]);
        });
        Map<String, String> standing = new TreeMap<>();
        files.forEach((name, text) -> {
            if (!name.equals("RELEASED")) {
                standing.put(name, Ids.sha256(text));
            }
        });
        assertThat(standing)
                .as("a committed file is never edited; a new one gets its line in contracts/events/RELEASED")
                .isEqualTo(released);
    }

    @Test
    void every_event_ever_released_stands_in_a_history_and_its_schema_takes_it() {
        TreeSet<String> schemas = new TreeSet<>();
        files.keySet().stream()
                .filter(f -> f.matches("[a-z]+/[A-Za-z0-9]+\\.v\\d+\\.json"))
                .forEach(f -> schemas.add("/contracts/events/" + f));
        TreeSet<String> told = new TreeSet<>();
        for (History h : histories) {
            for (Envelope e : h.events()) {
                String path = CloudEvents.schema(e.type());
                told.add(path);
                String schema = Objects.requireNonNull(files.get(path.substring("/contracts/events/".length())), path);
                assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                                .getSchema(Json.tree(schema))
                                .validate(e.data(), InputFormat.JSON))
                        .as(h.file() + " " + e.id())
                        .isEmpty();
            }
        }
        assertThat(told).isEqualTo(schemas);
    }

    @Test
    void every_history_decodes_and_folds_to_where_it_led() {
        Map<String, String> led = new LinkedHashMap<>();
        Map<String, String> leads = new LinkedHashMap<>();
        for (History h : histories) {
            leads.put(h.file(), h.status());
            led.put(h.file(), folded(h, aggregate(h)));
        }
        assertThat(led).isEqualTo(leads);
    }

    private Aggregate<?, ?, ?, ?> aggregate(History h) {
        Envelope first = h.events().getFirst();
        return context(first.service()).getBeansOfType(Aggregate.class).values().stream()
                .map(a -> (Aggregate<?, ?, ?, ?>) a)
                .filter(a -> a.name().equals(first.aggregate()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no aggregate takes " + h.file()));
    }

    private static <S, E> String folded(History h, Aggregate<?, S, E, ?> aggregate) {
        EventCodec<E> codec =
                new EventCodec<>(aggregate.namespace(h.events().getFirst().service()), aggregate.events());
        S state = aggregate.decider().initial();
        for (Envelope e : h.events()) {
            state = aggregate.decider().evolve(state, codec.event(e.type(), e.data()));
            assertThat(Json.read(Json.write(state), aggregate.states()))
                    .as(e.id())
                    .isEqualTo(state);
        }
        return aggregate.scope(null, state).status();
    }

    @Test
    void every_view_and_every_copy_takes_every_history() {
        int taken = 0;
        for (History h : histories) {
            Envelope first = h.events().getFirst();
            for (OwnViews.Definition d : context(first.service())
                    .getBeansOfType(OwnViews.Definition.class)
                    .values()) {
                if (d.aggregate().equals(first.aggregate())) {
                    take(h, "view " + d.name(), d.fold());
                    taken++;
                }
            }
            for (String service : Instance.SERVICES) {
                for (Subscription s :
                        context(service).getBean(Feed.class).subscriptions().values()) {
                    boolean heard = s.aggregate().equals(Subscription.ALL)
                            || s.aggregate().equals(first.aggregate());
                    if (s.service().equals(first.service()) && heard) {
                        take(h, service + " " + s.collection(), s.fold());
                        taken++;
                    }
                }
            }
        }
        assertThat(taken).as("views and copies").isGreaterThan(2 * histories.size());
    }

    private static void take(History h, String where, Fold fold) {
        View view = new View(new InMemoryDocuments(), fold);
        for (Envelope e : h.events()) {
            try {
                assertThat(view.apply(e)).as(where + " " + e.id()).isEqualTo(View.Effect.APPLIED);
            } catch (RuntimeException x) {
                throw new AssertionError(where + " cannot take " + h.file() + " " + e.id(), x);
            }
        }
    }

    private ConfigurableApplicationContext context(String service) {
        return Objects.requireNonNull(instance.contexts().get(service), service);
    }
}
