package org.plenary.kernel.decide;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Ids that follow from what they name, so that a repetition makes the same ones (RFC 9562, section 5.5). */
public final class Ids {
    /** The namespace of everything that has no nearer one. */
    public static final UUID PLENARY = UUID.fromString("6f0f8d1e-4b0e-5a53-9d3b-6b8d4d6a7a11");

    private Ids() {}

    /** The UUIDv5 of a name within a namespace. */
    public static UUID v5(UUID namespace, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer in = ByteBuffer.allocate(16 + text.length)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .put(text);
        byte[] hash = digest("SHA-1", in.array());
        hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
        ByteBuffer out = ByteBuffer.wrap(hash);
        return new UUID(out.getLong(), out.getLong());
    }

    /** The UUIDv5 of a name in Plenary's own namespace. */
    public static UUID v5(String name) {
        return v5(PLENARY, name);
    }

    /** SHA-256 of the text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(digest("SHA-256", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
