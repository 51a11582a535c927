package org.plenary.kernel.json;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapping of events, commands and states: strict in what it reads, absent instead of null. */
public final class Json {
    /** Unknown members, wrong scalar types and duplicate members are errors; instants are ISO 8601 text in UTC. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .changeDefaultPropertyInclusion(
                    v -> v.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** The value as compact JSON text. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The text as a value of the type. */
    public static <T> T read(String text, Class<T> type) {
        return MAPPER.readValue(text, type);
    }

    /** The text as a tree. */
    public static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    /** The text as an object's members, for code that knows no JSON library; empty where it is none. */
    public static Optional<Map<String, Object>> object(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isObject()
                    ? Optional.of(MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {}))
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The value's members behind the id of its stream: what most reads answer. */
    public static ObjectNode withId(String stream, Object value) {
        ObjectNode shown = MAPPER.createObjectNode().put("id", stream);
        shown.setAll((ObjectNode) MAPPER.valueToTree(value));
        return shown;
    }

    /** The instant as all of Plenary keeps it: whole milliseconds. */
    public static Instant millis(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
