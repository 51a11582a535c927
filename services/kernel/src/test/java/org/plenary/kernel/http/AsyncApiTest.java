package org.plenary.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The AsyncAPI document against the official schema and against the topics and event schemas that there are. */
class AsyncApiTest {
    private static final JsonNode DOCUMENT = Contract.yaml("/contracts/asyncapi.yaml");

    private static String text(String path) throws Exception {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_official_schema_accepts_it() throws Exception {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Json.tree(text("/asyncapi/asyncapi-3.0.0.schema.json")));
        assertThat(schema.validate(DOCUMENT)).isEmpty();
        ObjectNode broken = (ObjectNode) DOCUMENT.deepCopy();
        broken.remove("info");
        assertThat(schema.validate(broken)).isNotEmpty();
    }

    @Test
    void every_message_has_its_schema_and_every_channel_its_topic() throws Exception {
        for (JsonNode message : DOCUMENT.path("components").path("messages")) {
            String path = message.path("payload")
                    .path("schema")
                    .path("$ref")
                    .asString()
                    .replaceFirst("^\\.", "/contracts");
            JsonNode schema = Json.tree(text(path));
            assertThat(message.path("title").asString())
                    .isEqualTo(schema.path("title").asString());
        }
        TreeSet<String> topics = new TreeSet<>();
        Contract.yaml("/contracts/topics.yaml")
                .path("topics")
                .forEach(t -> topics.add(t.path("name").asString()));
        TreeSet<String> addresses = new TreeSet<>();
        DOCUMENT.path("channels").forEach(c -> addresses.add(c.path("address").asString()));
        assertThat(addresses).isEqualTo(topics);
    }
}
