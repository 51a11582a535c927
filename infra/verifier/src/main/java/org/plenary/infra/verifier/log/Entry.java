package org.plenary.infra.verifier.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.Leaf;
import org.plenary.tlog.LeafForm;
import org.plenary.tlog.OriginLeaf;
import tools.jackson.databind.JsonNode;

/**
 * An entry of the log as {@code contracts/record/leaf.md} fixes its form.
 *
 * @param text the entry
 * @param event what it says of an event; empty for a record that could not be read as one
 * @param origin what it says as the first entry of a log that continues another; empty for every other entry
 */
public record Entry(String text, Optional<Event> event, Optional<OriginLeaf> origin) {
    /**
     * What an entry says of an event.
     *
     * @param version its number in its stream, from 1
     */
    public record Event(
            String service, String stream, long version, String type, String recordedAt, String commitment) {}

    /** The fields in their canonical order. */
    private static final List<String> EVENT =
            List.of("commitment", "id", "recordedAt", "schema", "service", "stream", "type", "version");

    private static final List<String> UNPARSED = List.of("offset", "partition", "schema", "sha256", "topic");
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Reads an entry; throws NotVerified that names the rule where it is not of the form. */
    public static Entry read(byte[] bytes) {
        if (bytes.length > Leaf.BYTES_MAX) {
            throw malformed("at most " + Leaf.BYTES_MAX + " bytes", bytes.length + " bytes");
        }
        String text = utf8(bytes);
        JsonNode leaf = Json.read(text).orElseThrow(() -> malformed("a JSON object", "text that is none"));
        String schema = leaf.path("schema").asString("");
        if (schema.equals(OriginLeaf.SCHEMA)) {
            return new Entry(text, Optional.empty(), Optional.of(origin(bytes, text)));
        }
        boolean event = schema.equals("plenary-leaf-v1");
        if (!event && !schema.equals("plenary-unparsed-v1")) {
            throw new NotVerified(
                    Fault.ENTRY_UNKNOWN,
                    "the schema plenary-leaf-v1, plenary-unparsed-v1 or " + OriginLeaf.SCHEMA,
                    schema.isEmpty() ? "none" : "the schema " + schema);
        }
        List<String> fields = event ? EVENT : UNPARSED;
        if (leaf.size() != fields.size() || !leaf.propertyNames().containsAll(fields)) {
            throw malformed("the fields " + fields, "the fields " + leaf.propertyNames());
        }
        Entry entry = new Entry(text, event ? Optional.of(event(leaf)) : unparsed(leaf), Optional.empty());
        String canonical = canonical(leaf, fields);
        if (!canonical.equals(text)) {
            throw malformed("the canonical spelling " + canonical, text);
        }
        return entry;
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("text in UTF-8", "other bytes");
        }
    }

    /**
     * The canonical form (RFC 8785) of an object that has only text and whole numbers: what {@link Leaf#canonical}
     * gives, without reading the text again, since this is done for every entry of the log.
     */
    static String canonical(JsonNode leaf, List<String> fields) {
        StringBuilder json = new StringBuilder("{");
        for (String field : fields) {
            json.append(json.length() == 1 ? "" : ",").append('"').append(field).append("\":");
            JsonNode value = leaf.path(field);
            if (value.isString()) {
                quote(json, value.asString());
            } else {
                json.append(value.asLong());
            }
        }
        return json.append('}').toString();
    }

    /** RFC 8785, section 3.2.2.2. */
    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\f' -> json.append("\\f");
                case '\r' -> json.append("\\r");
                default -> {
                    if (c < 0x20) {
                        json.append("\\u00").append(HEX.toHexDigits((byte) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    private static Event event(JsonNode leaf) {
        String service = text(leaf, "service", Leaf.BYTES_MAX);
        String stream = text(leaf, "stream", Leaf.BYTES_MAX);
        long version = number(leaf, "version", 1);
        String id = text(leaf, "id", Leaf.BYTES_MAX);
        String type = text(leaf, "type", Leaf.BYTES_MAX);
        String recordedAt = text(leaf, "recordedAt", Leaf.BYTES_MAX);
        LeafForm.broken(service, stream, version, id, type, recordedAt)
                .ifPresent(b -> require(false, leaf, b.field(), b.rule()));
        String commitment = text(leaf, "commitment", 64);
        require(HASH.matcher(commitment).matches(), leaf, "commitment", "64 hexadecimal digits");
        return new Event(service, stream, version, type, recordedAt, commitment);
    }

    private static Optional<Event> unparsed(JsonNode leaf) {
        text(leaf, "topic", 249);
        number(leaf, "partition", 0);
        number(leaf, "offset", 0);
        require(HASH.matcher(text(leaf, "sha256", 64)).matches(), leaf, "sha256", "64 hexadecimal digits");
        return Optional.empty();
    }

    private static OriginLeaf origin(byte[] bytes, String text) {
        try {
            return OriginLeaf.parse(bytes).orElseThrow(() -> malformed("a first entry", text));
        } catch (IllegalArgumentException e) {
            throw malformed(
                    "the form of the first entry of a log that continues another", text + "\n(" + e.getMessage() + ")");
        }
    }

    private static String text(JsonNode leaf, String field, int max) {
        JsonNode value = leaf.path(field);
        boolean fits = value.isString()
                && value.asString().codePointCount(0, value.asString().length()) <= max;
        require(fits, leaf, field, "text of at most " + max + " characters");
        return value.asString();
    }

    private static long number(JsonNode leaf, String field, long min) {
        JsonNode value = leaf.path(field);
        boolean fits = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.asLong() >= min
                && value.asLong() <= Leaf.NUMBER_MAX;
        require(fits, leaf, field, "a whole number from " + min);
        return value.asLong();
    }

    private static void require(boolean holds, JsonNode leaf, String field, String rule) {
        if (!holds) {
            throw malformed("as " + field + " " + rule, leaf.path(field).toString());
        }
    }

    private static NotVerified malformed(String expected, String found) {
        return new NotVerified(Fault.ENTRY_MALFORMED, expected, found);
    }
}
