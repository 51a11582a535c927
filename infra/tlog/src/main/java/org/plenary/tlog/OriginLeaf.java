package org.plenary.tlog;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The first entry of a log that continues another one: it names the other's last checkpoint, and whose decision it was.
 * Fixed for ever in {@code contracts/record/leaf.md}, "The first entry of a log that continues another".
 *
 * @param origin the new log's name
 * @param vkey the new log's verifier key: C2SP signed-note v1.0.0, "Verifier keys"; its name is the origin
 * @param previous the newest checkpoint of the old log that is known under its signature
 * @param kept entries of the old log that whoever keeps the record still has, from 0 to {@code previous.size}
 * @param order the event that decided it: {@code <forum stream>@<version>}
 * @param recordedAt when the new log began, ISO 8601 in UTC as in every leaf
 */
public record OriginLeaf(String origin, String vkey, Previous previous, long kept, String order, String recordedAt) {
    /** What stands in the member {@code schema}. */
    public static final String SCHEMA = "plenary-origin-v1";
    /** Bytes of an origin at most: C2SP tlog-cosignature v1.0.1 has no room for more. */
    public static final int ORIGIN_BYTES_MAX = 255;

    private static final Set<String> MEMBERS =
            Set.of("schema", "origin", "vkey", "previous", "kept", "order", "recordedAt");
    private static final Set<String> PREVIOUS = Set.of("origin", "vkey", "size", "root");
    private static final Pattern ORDER = Pattern.compile("[^@\\p{Cntrl}]{1,120}@[1-9]\\d{0,15}");
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.(?!000)\\d{3})?Z");

    /**
     * A checkpoint of the old log, and its key.
     *
     * @param size entries, from 0
     * @param root 32 bytes
     */
    public record Previous(String origin, String vkey, long size, byte[] root) {
        /** Throws IllegalArgumentException that names the member where one is not allowed. */
        public Previous {
            named(origin, vkey, "previous.");
            if (size < 0 || size > Leaf.NUMBER_MAX) {
                throw new IllegalArgumentException("previous.size is no number like " + size);
            }
            if (root.length != Hashing.BYTES) {
                throw new IllegalArgumentException("previous.root is a hash of " + Hashing.BYTES + " bytes");
            }
        }

        /** The checkpoint. */
        public Checkpoint checkpoint() {
            return new Checkpoint(origin, size, root);
        }

        /** The key. */
        public LogKey key() {
            return LogKey.parse(vkey);
        }
    }

    /** Throws IllegalArgumentException that names the member where one is not allowed. */
    public OriginLeaf {
        named(origin, vkey, "");
        if (origin.equals(previous.origin())) {
            throw new IllegalArgumentException("previous.origin is another log than origin");
        }
        if (kept < 0 || kept > previous.size()) {
            throw new IllegalArgumentException("kept is from 0 to previous.size: " + kept);
        }
        if (!ORDER.matcher(order).matches()) {
            throw new IllegalArgumentException("order is <forum stream>@<version>: " + order);
        }
        if (!isInstant(recordedAt)) {
            throw new IllegalArgumentException("recordedAt is ISO 8601 in UTC: " + recordedAt);
        }
    }

    /** The new log's key. */
    public LogKey key() {
        return LogKey.parse(vkey);
    }

    /** The entry: canonical JSON; throws IllegalArgumentException beyond {@link Leaf#BYTES_MAX}. */
    public byte[] bytes() {
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("origin", previous.origin());
        before.put("vkey", previous.vkey());
        before.put("size", previous.size());
        before.put("root", Padded64.encode(previous.root()));
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("schema", SCHEMA);
        leaf.put("origin", origin);
        leaf.put("vkey", vkey);
        leaf.put("previous", before);
        leaf.put("kept", kept);
        leaf.put("order", order);
        leaf.put("recordedAt", recordedAt);
        return Leaf.limited(Leaf.canonical(StrictJson.write(leaf)));
    }

    /**
     * Reads an entry; empty where it is of another kind. Throws IllegalArgumentException that says what is wrong where it
     * names itself one of this kind and is not exactly what {@link #bytes} gives.
     */
    public static Optional<OriginLeaf> parse(byte[] entry) {
        JsonNode json;
        try {
            json = StrictJson.tree(new String(entry, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!json.isObject() || !json.path("schema").asString("").equals(SCHEMA)) {
            return Optional.empty();
        }
        OriginLeaf leaf = read(json);
        if (!Arrays.equals(leaf.bytes(), entry)) {
            throw new IllegalArgumentException("the entry is not in its canonical form");
        }
        return Optional.of(leaf);
    }

    private static OriginLeaf read(JsonNode json) {
        members(json, MEMBERS, "");
        JsonNode before = json.path("previous");
        members(before, PREVIOUS, "previous.");
        Previous previous = new Previous(
                text(before, "origin", "previous."),
                text(before, "vkey", "previous."),
                number(before, "size", "previous."),
                root(text(before, "root", "previous.")));
        return new OriginLeaf(
                text(json, "origin", ""),
                text(json, "vkey", ""),
                previous,
                number(json, "kept", ""),
                text(json, "order", ""),
                text(json, "recordedAt", ""));
    }

    private static void members(JsonNode json, Set<String> names, String where) {
        if (!json.isObject() || !Set.copyOf(json.propertyNames()).equals(names)) {
            throw new IllegalArgumentException(
                    "exactly the members " + new TreeSet<>(names) + (where.isEmpty() ? "" : " in previous"));
        }
    }

    private static String text(JsonNode json, String name, String where) {
        if (!json.path(name).isString()) {
            throw new IllegalArgumentException(where + name + " is a text");
        }
        return json.path(name).asString();
    }

    private static long number(JsonNode json, String name, String where) {
        JsonNode number = json.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() > Leaf.NUMBER_MAX) {
            throw new IllegalArgumentException(where + name + " is a whole number up to " + Leaf.NUMBER_MAX);
        }
        return number.longValue();
    }

    private static byte[] root(String text) {
        try {
            return Padded64.hash(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("previous.root is no hash: " + e.getMessage(), e);
        }
    }

    /** One spelling of a key only, and under the name of its log. */
    private static void named(String origin, String vkey, String where) {
        if (origin.isEmpty() || origin.getBytes(StandardCharsets.UTF_8).length > ORIGIN_BYTES_MAX) {
            throw new IllegalArgumentException(where + "origin has 1 to " + ORIGIN_BYTES_MAX + " bytes");
        }
        LogKey key;
        try {
            key = LogKey.parse(vkey);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + "vkey is none: " + e.getMessage(), e);
        }
        if (!key.vkey().equals(vkey) || !key.name().equals(origin)) {
            throw new IllegalArgumentException(where + "vkey is not the key of " + origin);
        }
    }

    private static boolean isInstant(String text) {
        try {
            return INSTANT.matcher(text).matches()
                    && Instant.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
