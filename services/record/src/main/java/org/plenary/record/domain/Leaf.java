package org.plenary.record.domain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.plenary.kernel.json.Json;

/**
 * An event as an entry of the log: what anyone may see, and a salted commitment to the rest. The fields are fixed for
 * ever in {@code contracts/record/leaf.md}; canonical JSON (RFC 8785).
 */
public final class Leaf {
    /** Bytes of a leaf at most. */
    public static final int BYTES_MAX = 4 * 1024;
    /** Bytes of a salt. */
    public static final int SALT_BYTES = 32;

    private static final byte[] DOMAIN = "record-v1\0".getBytes(StandardCharsets.US_ASCII);

    private Leaf() {}

    /** The commitment: SHA-256("record-v1\0" || salt || JCS(rest)), in hexadecimal. */
    public static String commitment(byte[] salt, String rest) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        return HexFormat.of().formatHex(Hashing.sha256(DOMAIN, salt, canonical(rest)));
    }

    /** The leaf of an event. */
    public static byte[] of(
            String service, String stream, long version, String id, String type, String recordedAt, String commitment) {
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("schema", "plenary-leaf-v1");
        leaf.put("service", service);
        leaf.put("stream", stream);
        leaf.put("version", version);
        leaf.put("id", id);
        leaf.put("type", type);
        leaf.put("recordedAt", recordedAt);
        leaf.put("commitment", commitment);
        return limited(canonical(Json.write(leaf)));
    }

    /** The leaf of a record that could not be read: an audit log does not drop it. */
    public static byte[] unparsed(String topic, long partition, long offset, byte[] value) {
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("schema", "plenary-unparsed-v1");
        leaf.put("topic", topic);
        leaf.put("partition", partition);
        leaf.put("offset", offset);
        leaf.put("sha256", HexFormat.of().formatHex(Hashing.sha256(value)));
        return limited(canonical(Json.write(leaf)));
    }

    /** RFC 8785. */
    public static byte[] canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] limited(byte[] leaf) {
        if (leaf.length > BYTES_MAX) {
            throw new IllegalArgumentException("a leaf of " + leaf.length + " bytes");
        }
        return leaf;
    }
}
