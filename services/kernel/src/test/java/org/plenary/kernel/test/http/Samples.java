package org.plenary.kernel.test.http;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Values that a schema of the contract accepts, its limits included. */
final class Samples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern STREAM = Pattern.compile("\\^?([a-z]+)-\\[");
    private static final int ITEMS_MAX = 3;
    private static final int TEXT_MAX = 60;
    private static final int PATTERN_TRIES = 20;
    private static final long FIRST_SECOND =
            Instant.parse("2020-01-01T00:00:00Z").getEpochSecond();
    private static final int SECONDS = 20 * 365 * 24 * 3600;

    private final Setting setting;
    private final JsonNode document;
    private final Random random;

    Samples(Setting setting, Random random) {
        this.setting = setting;
        this.document = setting.contract().document();
        this.random = random;
    }

    JsonNode of(JsonNode given) {
        JsonNode schema = resolved(given);
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asString("object")) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> JSON.numberNode(number(schema));
            case "number" -> JSON.numberNode(number(schema) + 0.5);
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.stringNode(text(schema));
        };
    }

    JsonNode resolved(JsonNode schema) {
        String ref = schema.path("$ref").asString("");
        return ref.isEmpty() ? schema : document.at(ref.substring(1));
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new java.util.ArrayList<>();
        schema.path("required").forEach(r -> required.add(r.asString()));
        schema.path("properties").properties().forEach(p -> {
            if (required.contains(p.getKey()) || random.nextBoolean()) {
                object.set(p.getKey(), of(p.getValue()));
            }
        });
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int most = Math.min(schema.path("maxItems").asInt(ITEMS_MAX), least + ITEMS_MAX);
        int size = least + random.nextInt(most - least + 1);
        for (int i = 0; i < size; i++) {
            array.add(of(schema.path("items")));
        }
        return array;
    }

    /** The limits themselves, and what lies between. */
    private long number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(least + 1_000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + Math.floorMod(random.nextLong(), most - least + 1);
        };
    }

    private String text(JsonNode schema) {
        String format = schema.path("format").asString("");
        if (format.equals("date-time")) {
            return Instant.ofEpochSecond(FIRST_SECOND + random.nextInt(SECONDS)).toString();
        }
        if (format.equals("date")) {
            return LocalDate.ofEpochDay(18_000 + random.nextInt(6_000)).toString();
        }
        String pattern = schema.path("pattern").asString("");
        if (!pattern.isEmpty()) {
            Matcher stream = STREAM.matcher(pattern);
            if (stream.lookingAt() && random.nextInt(4) > 0) {
                List<String> known = setting.streams(stream.group(1));
                if (!known.isEmpty()) {
                    return known.get(random.nextInt(known.size()));
                }
            }
            return matching(pattern);
        }
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(TEXT_MAX);
        int length = random.nextInt(8) == 0 ? most : least + random.nextInt(Math.min(TEXT_MAX, most - least) + 1);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private String matching(String pattern) {
        for (int i = 0; i < PATTERN_TRIES; i++) {
            String text = PatternSample.of(pattern, random);
            if (Pattern.compile(pattern).matcher(text).find()) {
                return text;
            }
        }
        return "";
    }
}
