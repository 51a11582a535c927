package org.plenary.tlog;

import java.util.Base64;

/**
 * Base64 as the C2SP formats have it: RFC 4648, section 4, with its padding and one spelling only. The JDK's decoder
 * also takes text without padding or with stray bits at the end, so that one signature could be written in many ways.
 */
final class Padded64 {
    private Padded64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Throws IllegalArgumentException where the text is not what {@link #encode} gives. */
    static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException("not padded base64");
        }
        return bytes;
    }

    /** The same for a hash: exactly 32 bytes. */
    static byte[] hash(String text) {
        byte[] bytes = decode(text);
        if (bytes.length != Hashing.BYTES) {
            throw new IllegalArgumentException("a hash of " + bytes.length + " bytes");
        }
        return bytes;
    }
}
