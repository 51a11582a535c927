package org.plenary.kernel.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plenary.infra.embedded.EmbeddedBroker;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.http.Contract;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * What one service needs around it in a test: a store, a broker with the topics that it hears and fills, and whoever
 * gives out tokens. The service is started as often as a test likes.
 */
public final class Surroundings implements AutoCloseable {
    private static final int PARTITIONS = 12;

    public final EmbeddedStore store;
    public final EmbeddedBroker broker;
    public final Tokens tokens;
    private final String service;

    /**
     * Of a service.
     *
     * @param dir where store and broker keep what they have
     */
    public Surroundings(String service, Path dir) throws Exception {
        this.service = service;
        store = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0, 0);
        tokens = new Tokens();
        Set<String> topics = new LinkedHashSet<>(List.of(Contract.yaml("/" + service + ".yml")
                .at("/spring/cloud/stream/bindings/feed-in-0/destination")
                .asString()
                .split(",", -1)));
        topics.addAll(List.of(events(service), "plenary." + service + ".parked", "plenary.membership.heartbeat"));
        broker.createTopics(topics.stream().map(Surroundings::topic).toList());
    }

    /** As the contract has it; else, for a service of tests alone, one that forgets nothing. */
    private static EmbeddedBroker.Topic topic(String name) {
        for (JsonNode t : Contract.yaml("/contracts/topics.yaml").path("topics")) {
            if (t.path("name").asString().equals(name)) {
                Map<String, String> config = new LinkedHashMap<>();
                t.path("config")
                        .properties()
                        .forEach(c -> config.put(c.getKey(), c.getValue().asString()));
                return new EmbeddedBroker.Topic(name, t.path("partitions").asInt(), config);
            }
        }
        return new EmbeddedBroker.Topic(name, name.endsWith(".events") ? PARTITIONS : 1, Map.of("retention.ms", "-1"));
    }

    private static String events(String service) {
        return "plenary." + service + ".events";
    }

    /**
     * Starts the service on a free port.
     *
     * @param settings {@code name=value}, before those that are usual here
     */
    public ConfigurableApplicationContext start(Class<?> application, String... settings) throws IOException {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        Map<String, String> all = new LinkedHashMap<>();
        all.put("server.port", Integer.toString(port));
        all.put("plenary.siblings." + service, "http://127.0.0.1:" + port);
        all.put("plenary.public-url", "http://localhost:" + port);
        all.put("plenary.token-uri", tokens.tokenUri());
        all.put("plenary.client-secret", Tokens.SERVICE_SECRET);
        all.put("plenary.mongodb-uri", store.uri());
        all.put("plenary.kafka-brokers", broker.bootstrap());
        all.put("plenary.issuer", Tokens.ISSUER);
        all.put("plenary.jwks-uri", tokens.jwks());
        all.put("plenary.store-indexes", "unique-keys");
        all.put("plenary.ownership", "sole");
        all.put("plenary.relay-scan-interval", "0");
        all.put("plenary.second-factor-roles", "");
        for (String s : settings) {
            all.put(s.substring(0, s.indexOf('=')), s.substring(s.indexOf('=') + 1));
        }
        return new SpringApplicationBuilder(application)
                .properties("spring.config.name=" + service)
                .registerShutdownHook(false)
                .run(all.entrySet().stream()
                        .map(e -> "--" + e.getKey() + "=" + e.getValue())
                        .toArray(String[]::new));
    }

    @Override
    public void close() throws Exception {
        tokens.close();
        broker.close();
        store.close();
    }
}
