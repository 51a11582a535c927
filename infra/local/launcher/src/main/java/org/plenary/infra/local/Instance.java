package org.plenary.infra.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.plenary.agenda.AgendaApplication;
import org.plenary.circulation.CirculationApplication;
import org.plenary.infra.embedded.EmbeddedBroker;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.infra.local.signin.SignInApplication;
import org.plenary.meeting.MeetingApplication;
import org.plenary.membership.MembershipApplication;
import org.plenary.outcomes.OutcomesApplication;
import org.plenary.portal.PortalApplication;
import org.plenary.record.RecordApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Everything in this process: store, broker, topics, mail, then one Spring context a service, two at a time, the portal
 * last; stopped in reverse. Loopback only.
 */
public final class Instance implements AutoCloseable {
    /** What to start. */
    public record Settings(Path data, int port, EmbeddedStore.Durability durability) {}

    /** A line for people about the start. */
    public interface Narrator {
        void say(String line);
    }

    static final List<String> SERVICES =
            List.of("membership", "meeting", "agenda", "outcomes", "circulation", "record");
    private static final int AT_ONCE = 2;

    private final DataDirectory data;
    private final int port;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<AutoCloseable> parts = new ArrayList<>();

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
        for (String part : List.of("store", "broker", "controller", "signin", "smtp", "imap")) {
            ports.put(part, free.of(part));
        }
        SERVICES.forEach(s -> ports.put(s, free.of(s)));
        EmbeddedStore store = EmbeddedStore.open(data.path("store"), port("store"), settings.durability());
        parts.add(store);
        EmbeddedBroker broker = EmbeddedBroker.start(data.path("broker"), port("broker"), port("controller"));
        parts.add(broker);
        broker.createTopics(Topics.all());
        MailServer mail = MailServer.start(port("smtp"), port("imap"));
        parts.add(mail);
        narrator.say("store and broker are up");
        Map<String, String> common = common(store, broker);
        for (List<Part> pair : List.of(
                List.of(part("membership", MembershipApplication.class), part("signin", SignInApplication.class)),
                List.of(part("meeting", MeetingApplication.class), part("agenda", AgendaApplication.class)),
                List.of(part("outcomes", OutcomesApplication.class), part("record", RecordApplication.class)),
                List.of(part("circulation", CirculationApplication.class), part("portal", PortalApplication.class)))) {
            startTogether(pair, common, mail);
            narrator.say(String.join(" and ", pair.stream().map(Part::name).toList()) + " are up");
        }
        Properties instance = new Properties();
        instance.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        instance.setProperty("port", Integer.toString(port));
        ports.forEach((name, p) -> instance.setProperty("port." + name, Integer.toString(p)));
        data.write("instance.properties", instance);
    }

    private record Part(String name, Class<?> application) {}

    private static Part part(String name, Class<?> application) {
        return new Part(name, application);
    }

    private int port(String part) {
        return part.equals("portal") ? port : java.util.Objects.requireNonNull(ports.get(part));
    }

    /** The public address. */
    public String address() {
        return "http://localhost:" + port;
    }

    private Map<String, String> common(EmbeddedStore store, EmbeddedBroker broker) {
        String signin = "http://127.0.0.1:" + port("signin");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("plenary.mongodb-uri", store.uri());
        settings.put("plenary.kafka-brokers", broker.bootstrap());
        settings.put("plenary.ownership", "sole");
        settings.put("plenary.relay-scan-interval", "0");
        settings.put("plenary.store-indexes", "unique-keys");
        settings.put("plenary.issuer", address() + "/idp");
        settings.put("plenary.public-url", address());
        settings.put("plenary.idp-url", signin);
        settings.put("plenary.mail-url", signin + "/idp");
        settings.put("plenary.jwks-uri", signin + "/idp/oauth2/jwks");
        settings.put("plenary.token-uri", signin + "/idp/oauth2/token");
        settings.put("plenary.client-secret", data.secret("service-secret"));
        settings.put("plenary.service.client-secret", data.secret("service-secret"));
        settings.put("plenary.portal.client-secret", data.secret("portal-secret"));
        settings.put("plenary.demo-password", data.secret("demo-password"));
        settings.put("plenary.demo-token-secret", data.secret("token-secret"));
        settings.put("plenary.demo-keys", data.path("demo-keys").toString());
        settings.put("plenary.mail.host", "127.0.0.1");
        settings.put("plenary.mail.port", Integer.toString(port("smtp")));
        settings.put("plenary.data", data.path("").toString());
        settings.put("plenary.record.origin", "localhost:" + port + "/record");
        settings.put("plenary.record.key-file", data.path("record-key").toString());
        SERVICES.forEach(s -> settings.put("plenary.siblings." + s, "http://127.0.0.1:" + port(s)));
        settings.put("spring.main.register-shutdown-hook", "false");
        settings.put("server.address", "127.0.0.1");
        return settings;
    }

    private void startTogether(List<Part> pair, Map<String, String> common, MailServer mail) throws Exception {
        try (ExecutorService starters = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<ConfigurableApplicationContext>> starting = pair.stream()
                    .map(p -> starters.submit(() -> context(p, common, mail)))
                    .toList();
            for (Future<ConfigurableApplicationContext> f : starting) {
                parts.add(f.get());
            }
        }
    }

    private ConfigurableApplicationContext context(Part part, Map<String, String> common, MailServer mail) {
        Map<String, String> settings = new LinkedHashMap<>(common);
        settings.put("server.port", Integer.toString(port(part.name())));
        String[] args = settings.entrySet().stream()
                .map(e -> "--" + e.getKey() + "=" + e.getValue())
                .toArray(String[]::new);
        SpringApplicationBuilder builder = new SpringApplicationBuilder(part.application())
                .properties("spring.config.name=" + part.name())
                .registerShutdownHook(false);
        if (part.name().equals("signin")) {
            builder.initializers(context -> context.getBeanFactory().registerSingleton("mailServer", mail));
        }
        return builder.run(args);
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
