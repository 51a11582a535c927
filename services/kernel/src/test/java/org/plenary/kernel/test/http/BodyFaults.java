package org.plenary.kernel.test.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done to a body that was right: as JSON, as text, as bytes. */
final class BodyFaults {
    /** JSON texts to stand where a value stood; the value itself is in none of them. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\" \"",
            "[]",
            "{}",
            "0",
            "-1",
            "0.5",
            "-0.0",
            "2147483648",
            "9223372036854775808",
            "1e308",
            "1e400",
            "1e999999999",
            "1E-999999999",
            "1" + "0".repeat(900),
            "1" + "0".repeat(2_000),
            "\"1\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\\u0000\"",
            "\"\\u202egnitirw\"",
            "\"\\u0007\\u001b[31m\"",
            "\"a\\r\\nBcc: all@example.org\"",
            "\"\\uffff\\ufeff\"",
            "\"e\\u0301\\u0301\\u0301\"",
            "\"\uD83C\uDFDB\"",
            "{\"$ne\":null}",
            "{\"$gt\":\"\"}",
            "{\"$where\":\"sleep(1000)\"}",
            "\"$where\"",
            "\"../../../etc/passwd\"",
            "\"<script>alert(1)</script>\"",
            "\"${jndi:ldap://127.0.0.1/a}\"",
            "\"' OR '1'='1\"",
            "\"2026-02-30T25:61:61Z\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"P999999D\"",
            "\"PT99999999H9999M\"",
            "\"Nowhere/Else\"",
            "\"item-00000000-0000-4000-8000-000000000000\"",
            "\"forum-\"",
            "\"" + "x".repeat(3_000) + "\"",
            "[" + "1,".repeat(5_000) + "1]",
            "[".repeat(400) + "]".repeat(400),
            "[".repeat(5_000) + "]".repeat(5_000),
            "{\"a\":".repeat(600) + "1" + "}".repeat(600));

    /** What becomes of a whole body. */
    private static final List<Function<String, byte[]>> WHOLE = List.of(
            b -> new byte[0],
            b -> bytes("null"),
            b -> bytes("[" + b + "]"),
            b -> bytes(b + b),
            b -> bytes(b.substring(0, b.length() / 2)),
            b -> bytes("\uFEFF" + b),
            b -> b.getBytes(StandardCharsets.UTF_16),
            b -> (b.substring(0, b.length() - 1) + "\u00ff" + b.substring(b.length() - 1))
                    .getBytes(StandardCharsets.ISO_8859_1),
            b -> bytes(b.replace("\"", "'")),
            b -> bytes("/* */" + b),
            b -> bytes(b.replaceFirst("\\{", "{\"unknown\":1,")),
            b -> bytes(b.replaceFirst("\\{\"([a-zA-Z]+)\"", "{\"$1\":1,\"$1\"")),
            b -> bytes(b.replaceFirst("\\{", "{\"__proto__\":{},\"\":0,")),
            b -> bytes(" ".repeat(70_000) + b),
            b -> bytes(b.replaceFirst("\\}$", ",\"big\":\"" + "x".repeat(600_000) + "\"}")),
            b -> new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2},
            b -> bytes("a=b&c=d"));

    private BodyFaults() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Another body, by one fault. */
    static byte[] damaged(JsonNode right, Random random) {
        if (random.nextInt(3) == 0) {
            return WHOLE.get(random.nextInt(WHOLE.size())).apply(right.toString());
        }
        JsonNode tree = right.deepCopy();
        List<JsonNode> parents = new ArrayList<>();
        collect(tree, parents);
        if (parents.isEmpty()) {
            return WHOLE.get(random.nextInt(WHOLE.size())).apply(right.toString());
        }
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        String mark = "the place of " + random.nextLong();
        if (parent instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                object.remove(name);
                return bytes(tree.toString());
            }
            object.put(name, mark);
        } else {
            ((ArrayNode) parent).set(random.nextInt(parent.size()), mark);
        }
        String value = VALUES.get(random.nextInt(VALUES.size()));
        return bytes(tree.toString().replace("\"" + mark + "\"", value));
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainer() && !node.isEmpty()) {
            parents.add(node);
        }
        node.forEach(child -> collect(child, parents));
    }
}
