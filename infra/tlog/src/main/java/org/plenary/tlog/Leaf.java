package org.plenary.tlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * An event as an entry of the log: what anyone may see, and a salted commitment to the rest. The fields are fixed for
 * ever in {@code contracts/record/leaf.md}; canonical JSON (RFC 8785).
 */
public final class Leaf {
    /** Bytes of a leaf at most. */
    public static final int BYTES_MAX = 4 * 1024;
    /** Bytes of a salt. */
    public static final int SALT_BYTES = 32;

    /** The largest whole number that canonical JSON keeps exactly: RFC 7493, section 2.2. */
    public static final long NUMBER_MAX = (1L << 53) - 1;

    private static final byte[] DOMAIN = "record-v1\0".getBytes(StandardCharsets.US_ASCII);

    private Leaf() {}

    /**
     * The commitment: SHA-256("record-v1\0" || salt || JCS(rest)), in hexadecimal.
     *
     * @param salt 32 random bytes, kept beside the log
     * @param rest a JSON object in any spelling
     */
    public static String commitment(byte[] salt, String rest) {
        return commitmentOfCanonical(salt, canonicalText(rest));
    }

    /**
     * The commitment to what is canonical already, by who made it so.
     *
     * @param rest a JSON object as RFC 8785 spells it
     */
    public static String commitmentOfCanonical(byte[] salt, String rest) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
        return HexFormat.of().formatHex(Hashing.sha256(DOMAIN, salt, utf8(rest)));
    }

    /** The leaf of an event; throws IllegalArgumentException beyond 4 KiB. */
    public static byte[] of(
            String service, String stream, long version, String id, String type, String recordedAt, String commitment) {
        if (!plain(service, stream, id, type, recordedAt, commitment)) {
            return escaped(service, stream, version, id, type, recordedAt, commitment);
        }
        String plain = "{\"commitment\":\"" + commitment + "\",\"id\":\"" + id + "\",\"recordedAt\":\"" + recordedAt
                + "\",\"schema\":\"plenary-leaf-v1\",\"service\":\"" + service + "\",\"stream\":\"" + stream
                + "\",\"type\":\"" + type + "\",\"version\":" + exact(version) + "}";
        return limited(plain.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] escaped(
            String service, String stream, long version, String id, String type, String recordedAt, String commitment) {
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("schema", "plenary-leaf-v1");
        leaf.put("service", service);
        leaf.put("stream", stream);
        leaf.put("version", exact(version));
        leaf.put("id", id);
        leaf.put("type", type);
        leaf.put("recordedAt", recordedAt);
        leaf.put("commitment", commitment);
        return limited(canonical(StrictJson.write(leaf)));
    }

    /** Whether canonical JSON has these texts as they are between their quotes: RFC 8785, section 3.2.2.2. */
    private static boolean plain(String... texts) {
        for (String text : texts) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c < 0x20 || c >= 0x7f || c == '"' || c == '\\') {
                    return false;
                }
            }
        }
        return true;
    }

    /** The leaf of a record that could not be read: an audit log does not drop it. */
    public static byte[] unparsed(String topic, long partition, long offset, byte[] value) {
        Map<String, Object> leaf = new LinkedHashMap<>();
        leaf.put("schema", "plenary-unparsed-v1");
        leaf.put("topic", topic);
        leaf.put("partition", exact(partition));
        leaf.put("offset", exact(offset));
        leaf.put("sha256", HexFormat.of().formatHex(Hashing.sha256(value)));
        return limited(canonical(StrictJson.write(leaf)));
    }

    /**
     * Canonical JSON, RFC 8785; throws IllegalArgumentException where the text is no JSON object or array, names a
     * member twice, or holds half of a surrogate pair (section 3.2.2.2), which would otherwise become a question mark
     * and let two texts have one hash.
     */
    public static byte[] canonical(String json) {
        return utf8(canonicalText(json));
    }

    /** As {@link #canonical}, where bytes are not yet asked for: half of a surrogate pair is not found out. */
    public static String canonicalText(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException("not canonical JSON: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("not canonical JSON: nested too deep", e);
        }
    }

    /** A text as canonical JSON has it, its quotes included; throws IllegalArgumentException as {@link #canonical}. */
    public static String quoted(String text) {
        if (plain(text)) {
            return '"' + text + '"';
        }
        String listed = canonicalText(StrictJson.write(List.of(text)));
        return listed.substring(1, listed.length() - 1);
    }

    private static byte[] utf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw new IllegalArgumentException("not canonical JSON: half of a surrogate pair");
        }
        return bytes;
    }

    static long exact(long number) {
        if (number < 0 || number > NUMBER_MAX) {
            throw new IllegalArgumentException("a leaf says no number like " + number);
        }
        return number;
    }

    static byte[] limited(byte[] leaf) {
        if (leaf.length > BYTES_MAX) {
            throw new IllegalArgumentException("a leaf of " + leaf.length + " bytes");
        }
        return leaf;
    }
}
