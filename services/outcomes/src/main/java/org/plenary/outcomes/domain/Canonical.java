package org.plenary.outcomes.domain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.plenary.kernel.json.Json;

/**
 * The bytes that are consented to, signed and published: the text as JSON in the canonical form of RFC 8785, so that the
 * same text has one hash everywhere. What is not the text, such as its symbol or the keys, is not in it.
 */
public final class Canonical {
    private Canonical() {}

    /** The canonical bytes of a text. */
    public static byte[] bytes(
            String meetingStem,
            DocumentClass documentClass,
            String title,
            String language,
            List<Paragraph> paragraphs) {
        Map<String, Object> text = Map.of(
                "schema", "plenary-text-v1",
                "meeting", meetingStem,
                "documentClass", documentClass.name(),
                "title", title,
                "language", language,
                "paragraphs", paragraphs);
        try {
            return new JsonCanonicalizer(Json.write(text)).getEncodedUTF8();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** SHA-256 of the bytes in hexadecimal. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 of a text's UTF-8 bytes in hexadecimal. */
    public static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
