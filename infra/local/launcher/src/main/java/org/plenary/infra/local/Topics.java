package org.plenary.infra.local;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.infra.embedded.EmbeddedBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The topics as {@code contracts/topics.yaml} lists them: {@code topics: [{name, partitions, config}]}. */
final class Topics {
    private Topics() {}

    static List<EmbeddedBroker.Topic> all() {
        try (InputStream in = Topics.class.getResourceAsStream("/contracts/topics.yaml")) {
            List<EmbeddedBroker.Topic> topics = new ArrayList<>();
            for (JsonNode t :
                    YAMLMapper.shared().readTree(Objects.requireNonNull(in)).path("topics")) {
                Map<String, String> config = new LinkedHashMap<>();
                t.path("config")
                        .properties()
                        .forEach(c -> config.put(c.getKey(), c.getValue().asString()));
                topics.add(new EmbeddedBroker.Topic(
                        t.path("name").asString(), t.path("partitions").asInt(), config));
            }
            return topics;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
