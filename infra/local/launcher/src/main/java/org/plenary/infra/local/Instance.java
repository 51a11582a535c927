package org.plenary.infra.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.plenary.infra.embedded.EmbeddedBroker;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.command.Gate;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Everything in this process: store, broker, topics, mail, witnesses, then one Spring context a service, two at a time,
 * the portal last; stopped in reverse. Loopback only.
 */
public final class Instance implements AutoCloseable {
    /**
     * What to start.
     *
     * @param restored services whose store gets back from Kafka what it lacks
     * @param without records of their topic that are left out of that
     */
    public record Settings(
            Path data, int port, EmbeddedStore.Durability durability, List<String> restored, List<String> without) {
        /** As it stands. */
        public Settings(Path data, int port, EmbeddedStore.Durability durability) {
            this(data, port, durability, List.of(), List.of());
        }
    }

    /** A line for people about the start. */
    public interface Narrator {
        void say(String line);
    }

    static final List<String> SERVICES =
            List.of("membership", "meeting", "agenda", "outcomes", "circulation", "record");
    /** The part with the three witnesses. */
    static final String WITNESS = "witness";

    /** How long an instance whose parts run is waited for until its services take acts. */
    static final Duration OPEN_WITHIN = Duration.ofSeconds(60);

    private static final int AT_ONCE = 2;

    private final DataDirectory data;
    private final int port;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private final Map<String, ConfigurableApplicationContext> contexts = new LinkedHashMap<>();

    private Instance(DataDirectory data, int port) {
        this.data = data;
        this.port = port;
    }

    /**
     * Starts everything and returns when it answers.
     *
     * @throws IllegalStateException where the folder is another process's or the port is taken
     */
    public static Instance start(Settings settings, Narrator narrator) throws Exception {
        // logback.xml is this process's; contexts that start together would each set it up again, under the others
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        DataDirectory data = new DataDirectory(settings.data());
        if (!data.acquire()) {
            throw new IllegalStateException("another process runs on " + settings.data());
        }
        if (!Ports.free(settings.port())) {
            data.close();
            throw new IllegalStateException("port " + settings.port() + " is taken; choose another with --port");
        }
        data.forgetInstance(); // that of a process which was killed
        Instance instance = new Instance(data, settings.port());
        try {
            instance.startParts(settings, narrator);
            return instance;
        } catch (Exception e) {
            instance.close();
            throw e;
        }
    }

    private void startParts(Settings settings, Narrator narrator) throws Exception {
        Ports free = new Ports(data);
        for (String part : List.of("store", "broker", "controller", "signin", "smtp", "imap", WITNESS)) {
            ports.put(part, free.of(part));
        }
        SERVICES.forEach(s -> ports.put(s, free.of(s)));
        EmbeddedStore store = EmbeddedStore.open(data.path("store"), port("store"), settings.durability());
        parts.add(store);
        HeldMark.note(data, store.uri());
        EmbeddedBroker broker = EmbeddedBroker.start(data.path("broker"), port("broker"), port("controller"));
        parts.add(broker);
        broker.createTopics(Topics.all());
        MailServer mail = MailServer.start(port("smtp"), port("imap"));
        parts.add(mail);
        narrator.say("store and broker are up");
        parts.add(Witnesses.start(data, port(WITNESS), port));
        Wiring wiring = new Wiring(data, ports, port, store.uri(), broker.bootstrap());
        for (List<String> pair : List.of(
                List.of("membership", "signin"),
                List.of("meeting", "agenda"),
                List.of("outcomes", "record"),
                List.of("circulation", "portal"))) {
            startTogether(pair, wiring, mail, settings);
            narrator.say(String.join(" and ", pair) + " are up");
        }
        Properties instance = new Properties();
        instance.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        instance.setProperty("port", Integer.toString(port));
        ports.forEach((name, p) -> instance.setProperty("port." + name, Integer.toString(p)));
        data.write("instance.properties", instance);
    }

    /**
     * Waits until each service takes acts: its store was compared with Kafka, and it has heard who may do what.
     *
     * @return in words which services do not yet, where they do not within {@link #OPEN_WITHIN}; else empty
     */
    String awaitOpen() throws InterruptedException {
        Instant stop = Instant.now().plus(OPEN_WITHIN);
        List<String> shut = shut();
        while (!shut.isEmpty() && Instant.now().isBefore(stop)) {
            TimeUnit.MILLISECONDS.sleep(50);
            shut = shut();
        }
        return shut.isEmpty()
                ? ""
                : "When it was ready, these services took no acts yet: " + String.join(", ", shut)
                        + ". ./plenary status says more.";
    }

    private List<String> shut() {
        return contexts.entrySet().stream()
                .filter(service -> !open(service.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean open(ConfigurableApplicationContext service) {
        Gate gate = service.getBeanProvider(Gate.class).getIfAvailable();
        Freshness roles = service.getBeanProvider(Freshness.class).getIfAvailable();
        return (gate == null || gate.reason().isEmpty())
                && (roles == null || roles.stale(Instant.now()).isEmpty());
    }

    private int port(String part) {
        return java.util.Objects.requireNonNull(ports.get(part));
    }

    /** The public address. */
    public String address() {
        return "http://localhost:" + port;
    }

    private void startTogether(List<String> pair, Wiring wiring, MailServer mail, Settings settings) throws Exception {
        try (ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<ConfigurableApplicationContext>> starting = pair.stream()
                    .map(p -> starters.submit(() -> wiring.start(p, mail, restored(p, settings))))
                    .toList();
            for (int i = 0; i < pair.size(); i++) {
                ConfigurableApplicationContext started = starting.get(i).get();
                parts.add(started);
                contexts.put(pair.get(i), started);
            }
        }
    }

    private static Map<String, String> restored(String part, Settings settings) {
        return settings.restored().contains(part)
                ? Map.of(
                        "plenary.restore",
                        "from-kafka",
                        "plenary.restore-without",
                        String.join(",", settings.without()))
                : Map.of();
    }

    /** A part of a service that runs. */
    <T> T part(String service, Class<T> type) {
        return java.util.Objects.requireNonNull(contexts.get(service)).getBean(type);
    }

    /** The services as they run, by name. */
    Map<String, ConfigurableApplicationContext> contexts() {
        return contexts;
    }

    /** The instance's folder. */
    DataDirectory data() {
        return data;
    }

    /** The provider's own address, for tokens by the owner's secret. */
    String provider() {
        return "http://127.0.0.1:" + port("signin");
    }

    @Override
    public void close() {
        data.forgetInstance();
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("stopping " + part.getClass().getSimpleName() + ": " + e);
            }
        }
        parts.clear();
        data.close();
    }
}
