package org.plenary.membership.domain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.plenary.membership.domain.ForumChange.OfLog;

/**
 * Whether the record may be ordered to begin another log. Which log is the present one is the record's to know, which
 * passes over an order that is for another: so none that was mistaken stands in the way of the right one.
 */
final class LogOriginRules {
    private static final byte ED25519 = 1;
    private static final int KEY_BYTES = 33;
    private static final int ID_BYTES = 4;

    private LogOriginRules() {}

    static void judge(OfLog c, Forum forum, List<String> holders) {
        if (holders.size() < ForumChangeRules.KEYHOLDERS_MIN) {
            throw ForumRule.KEYHOLDERS_TOO_FEW.because(
                    "It takes two keys to begin another log, and the conference has fewer keyholders.",
                    Map.of("keyholders", holders, "keyholdersMin", ForumChangeRules.KEYHOLDERS_MIN));
        }
        if (c.origin().equals(c.log())) {
            throw ForumRule.LOG_ORIGIN_SAME.because(
                    "The new log has a name of its own, another than that of the log that ends.",
                    Map.of("origin", c.origin()));
        }
        if (forum.logOrigins().stream()
                .anyMatch(o -> o.log().equals(c.log())
                        && o.origin().equals(c.origin())
                        && o.vkey().equals(c.vkey()))) {
            throw ForumRule.LOG_ORIGIN_TAKEN.because("Exactly this was ordered already.", Map.of("origin", c.origin()));
        }
        judgeKey(c);
    }

    /** A key that was copied wrongly could never be used, and its order never be carried out. */
    private static void judgeKey(OfLog c) {
        String[] parts = c.vkey().split("\\+", 3);
        if (!parts[0].equals(c.origin())) {
            throw ForumRule.LOG_KEY_OF_ANOTHER_NAME.because(
                    "The verifier key begins with the name of the new log.",
                    Map.of("origin", c.origin(), "name", parts[0]));
        }
        if (parts.length != 3 || !parts[1].equals(id(parts[0], parts[2]))) {
            throw ForumRule.LOG_KEY_MISWRITTEN.because(
                    "This is not the verifier key of an Ed25519 key, or a part of it is missing or changed.",
                    Map.of("vkey", c.vkey()));
        }
    }

    /** The id of the key as C2SP signed-note v1.0.0, "Signatures", has it for Ed25519; empty where it is none. */
    private static String id(String name, String base64) {
        try {
            byte[] typed = Base64.getDecoder().decode(base64);
            if (typed.length != KEY_BYTES || typed[0] != ED25519) {
                return "";
            }
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(sha256.digest(typed), ID_BYTES));
        } catch (IllegalArgumentException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
