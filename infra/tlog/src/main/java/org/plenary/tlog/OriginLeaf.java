package org.plenary.tlog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The first entry of a log that goes on where another ended, because its key was lost or replaced, or its store cannot
 * be completed: {@code plenary-origin-v1} of {@code contracts/record/leaf.md}, fixed for ever.
 *
 * @param key the new log's name and key
 * @param previous the newest checkpoint of the old log that is known under its signature
 * @param kept entries of the old log that the record still has; fewer than its size only where a store was lost
 * @param order the event by which it was ordered, {@code <stream>@<version>}
 * @param recordedAt when that was, ISO 8601 in UTC
 */
public record OriginLeaf(LogKey key, Previous previous, long kept, String order, String recordedAt) {
    private static final String SCHEMA = "plenary-origin-v1";

    /**
     * A log's last checkpoint.
     *
     * @param key the log's name and key
     * @param size its entries
     * @param root its root, 32 bytes
     */
    public record Previous(LogKey key, long size, byte[] root) {}

    /** Throws IllegalArgumentException where this is no leaf: no root, more kept than there was, an inexact number. */
    public OriginLeaf {
        if (previous.root().length != Hashing.BYTES) {
            throw new IllegalArgumentException("a root has 32 bytes");
        }
        if (kept < 0 || kept > previous.size() || previous.size() > Leaf.NUMBER_MAX) {
            throw new IllegalArgumentException("of " + previous.size() + " entries none can keep " + kept);
        }
        if (key.name().equals(previous.key().name())) {
            throw new IllegalArgumentException("a log does not go on from itself");
        }
        if (!order.matches("[a-z0-9-]{1,120}@[1-9][0-9]{0,15}")) {
            throw new IllegalArgumentException("not an event's id: " + order);
        }
        if (!recordedAt.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{3})?Z")) {
            throw new IllegalArgumentException("not an instant as leaves have it: " + recordedAt);
        }
    }

    /** The entry: canonical JSON. */
    public byte[] bytes() {
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("origin", previous.key().name());
        from.put("vkey", previous.key().vkey());
        from.put("size", previous.size());
        from.put("root", Padded64.encode(previous.root()));
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("schema", SCHEMA);
        leaf.put("origin", key.name());
        leaf.put("vkey", key.vkey());
        leaf.put("previous", from);
        leaf.put("kept", kept);
        leaf.put("order", order);
        leaf.put("recordedAt", recordedAt);
        byte[] bytes = Leaf.canonical(StrictJson.write(leaf));
        if (bytes.length > Leaf.BYTES_MAX) {
            throw new IllegalArgumentException("a leaf of " + bytes.length + " bytes");
        }
        return bytes;
    }

    /**
     * Reads an entry; empty where it is of another kind.
     *
     * @throws IllegalArgumentException where it says that it is one and is not: another member, another spelling, a key
     *     that has another name than its origin
     */
    public static Optional<OriginLeaf> parse(byte[] entry) {
        JsonNode says;
        try {
            says = StrictJson.tree(new String(entry, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!says.path("schema").asString("").equals(SCHEMA)) {
            return Optional.empty();
        }
        JsonNode from = says.path("previous");
        OriginLeaf leaf = new OriginLeaf(
                LogKey.parse(says.path("vkey").asString("")),
                new Previous(
                        LogKey.parse(from.path("vkey").asString("")),
                        from.path("size").asLong(-1),
                        Padded64.hash(from.path("root").asString(""))),
                says.path("kept").asLong(-1),
                says.path("order").asString(""),
                says.path("recordedAt").asString(""));
        if (!Arrays.equals(leaf.bytes(), entry)) {
            throw new IllegalArgumentException("not as " + SCHEMA + " is written");
        }
        return Optional.of(leaf);
    }
}
