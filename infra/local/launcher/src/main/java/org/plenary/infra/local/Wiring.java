package org.plenary.infra.local;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.agenda.AgendaApplication;
import org.plenary.circulation.CirculationApplication;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.infra.local.signin.SignInApplication;
import org.plenary.meeting.MeetingApplication;
import org.plenary.membership.MembershipApplication;
import org.plenary.outcomes.OutcomesApplication;
import org.plenary.portal.PortalApplication;
import org.plenary.record.RecordApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What each part of an instance is told of the others, and how it is started: in one process or in many. */
final class Wiring {
    private static final Map<String, Class<?>> APPLICATIONS = Map.of(
            "membership", MembershipApplication.class,
            "meeting", MeetingApplication.class,
            "agenda", AgendaApplication.class,
            "outcomes", OutcomesApplication.class,
            "circulation", CirculationApplication.class,
            "record", RecordApplication.class,
            "portal", PortalApplication.class,
            "signin", SignInApplication.class);

    private final DataDirectory data;
    private final Map<String, Integer> ports;
    private final int portal;
    private final String store;
    private final String broker;

    /**
     * Of one instance.
     *
     * @param ports of the parts but the portal, by name
     * @param portal the public port
     * @param store the store's connection string
     * @param broker the broker's bootstrap address
     */
    Wiring(DataDirectory data, Map<String, Integer> ports, int portal, String store, String broker) {
        this.data = data;
        this.ports = ports;
        this.portal = portal;
        this.store = store;
        this.broker = broker;
    }

    private int port(String part) {
        return part.equals("portal") ? portal : Objects.requireNonNull(ports.get(part), part);
    }

    /** Starts a part in this process and returns when it answers. */
    ConfigurableApplicationContext start(String part, @Nullable MailServer mail) {
        return start(part, mail, Map.of());
    }

    /** The same with settings for this start. */
    ConfigurableApplicationContext start(String part, @Nullable MailServer mail, Map<String, String> once) {
        Map<String, String> own = new LinkedHashMap<>(once);
        own.put("server.port", Integer.toString(port(part)));
        own.put("PLENARY_INSTANCE", part + "-1");
        return run(part, mail, own);
    }

    /** Starts one of several instances of a service, which share its work. */
    ConfigurableApplicationContext start(String service, int instance) {
        return run(
                service,
                null,
                Map.of(
                        "server.port",
                        Integer.toString(port(service + "." + instance)),
                        "plenary.ownership",
                        "shared",
                        "plenary.relay-scan-interval",
                        "250ms",
                        "plenary.record.index-dir",
                        data.path("record-index-" + instance).toString(),
                        "PLENARY_INSTANCE",
                        service + "-" + instance));
    }

    private ConfigurableApplicationContext run(String part, @Nullable MailServer mail, Map<String, String> own) {
        Map<String, String> settings = common();
        settings.putAll(own);
        String[] args = settings.entrySet().stream()
                .map(e -> "--" + e.getKey() + "=" + e.getValue())
                .toArray(String[]::new);
        SpringApplicationBuilder builder = new SpringApplicationBuilder(
                        Objects.requireNonNull(APPLICATIONS.get(part), part))
                .properties("spring.config.name=" + part)
                .registerShutdownHook(false);
        if (part.equals("signin")) {
            builder.initializers(
                    context -> context.getBeanFactory().registerSingleton("mailServer", Objects.requireNonNull(mail)));
        }
        return builder.run(args);
    }

    private Map<String, String> common() {
        String signin = "http://127.0.0.1:" + port("signin");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("plenary.mongodb-uri", store);
        settings.put("plenary.kafka-brokers", broker);
        settings.put("plenary.ownership", "sole");
        settings.put("plenary.relay-scan-interval", "0");
        settings.put("plenary.store-indexes", "unique-keys");
        settings.put("plenary.held", HeldMark.stands(data) ? "timers-and-mail" : "nothing");
        settings.put("plenary.issuer", "http://localhost:" + portal + "/idp");
        settings.put("plenary.public-url", "http://localhost:" + portal);
        settings.put("plenary.idp-url", signin);
        settings.put("plenary.mail-url", signin + "/idp");
        settings.put("plenary.jwks-uri", signin + "/idp/oauth2/jwks");
        settings.put("plenary.token-uri", signin + "/idp/oauth2/token");
        settings.put("plenary.client-secret", data.secret("service-secret"));
        settings.put("plenary.service.client-secret", data.secret("service-secret"));
        settings.put("plenary.portal.client-secret", data.secret("portal-secret"));
        settings.put("plenary.demo-password", data.secret("demo-password"));
        settings.put("plenary.demo-totp", data.secret("demo-totp"));
        settings.put("plenary.demo-token-secret", data.secret("token-secret"));
        settings.put("plenary.demo-keys", data.path("demo-keys").toString());
        settings.put("plenary.mail.host", "127.0.0.1");
        settings.put("plenary.mail.port", Integer.toString(port("smtp")));
        settings.put("plenary.data", data.path("").toString());
        settings.put("plenary.record.origin", "localhost:" + portal + "/record");
        settings.put("plenary.record.url", "http://localhost:" + portal + "/record");
        settings.put("plenary.record.key-file", data.path("record-key").toString());
        settings.put("plenary.record.forum", System.getenv().getOrDefault("RECORD_FORUM", BaliProcess.FORUM));
        settings.put("plenary.record.index-dir", data.path("record-index").toString());
        settings.putAll(Witnesses.settings(data, port(Instance.WITNESS)));
        settings.put("plenary.witness-url", "http://127.0.0.1:" + port(Instance.WITNESS));
        Instance.SERVICES.forEach(s -> settings.put("plenary.siblings." + s, "http://127.0.0.1:" + port(s)));
        settings.put("spring.main.register-shutdown-hook", "false");
        settings.put("server.address", "127.0.0.1");
        return settings;
    }
}
