package org.plenary.infra.verifier.office;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.WrongUsage;
import org.plenary.tlog.LogKey;
import tools.jackson.databind.JsonNode;

/**
 * A detached JWS in compact form, {@code header..signature}: RFC 7515, appendix F, with Ed25519 by RFC 8037, section
 * 3.1. Only {@code alg} EdDSA is taken, and no critical header.
 */
final class DetachedSignature {
    static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private static final int RAW_BYTES = 32;

    private DetachedSignature() {}

    static String header(String kid) {
        return BASE64URL.encodeToString(
                ("{\"alg\":\"EdDSA\",\"kid\":\"" + kid + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    /** What is signed: RFC 7515, section 5.1, step 8. */
    static byte[] signingInput(String header, byte[] payload) {
        return (header + "." + BASE64URL.encodeToString(payload)).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Throws NotVerified where the signature is not the key's over the bytes.
     *
     * @param publicKey 32 bytes in base64, as the register has it
     * @param kid the id that the header must name
     */
    static void verify(String jws, byte[] payload, String publicKey, String kid) {
        String[] parts = jws.strip().split("\\.", -1);
        if (parts.length != 3 || parts[0].isEmpty() || !parts[1].isEmpty()) {
            throw no("a detached JWS, header..signature", "other text");
        }
        JsonNode header = Json.read(new String(decoded(parts[0]), StandardCharsets.UTF_8))
                .orElseThrow(() -> no("a header that is JSON", "other text"));
        if (!header.path("alg").asString("").equals("EdDSA") || header.has("crit") || header.has("b64")) {
            throw no("the algorithm EdDSA and no critical header", header.toString());
        }
        if (!header.path("kid").asString("").equals(kid)) {
            throw no("the key " + kid, header.path("kid").asString("none named"));
        }
        if (!verifies(signingInput(parts[0], payload), decoded(parts[2]), raw(publicKey))) {
            throw no("a signature by " + kid + " (" + publicKey + ") over this text", "one that is not");
        }
    }

    private static boolean verifies(byte[] input, byte[] signature, byte[] raw) {
        // The input is ASCII, so text and bytes are the same.
        return new LogKey("office", raw).verifies(new String(input, StandardCharsets.US_ASCII), signature);
    }

    private static byte[] raw(String publicKey) {
        try {
            byte[] raw = Base64.getDecoder().decode(publicKey);
            if (raw.length == RAW_BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException e) {
            // falls through: no base64
        }
        throw new WrongUsage("a public key is 32 bytes in base64, as the register shows it");
    }

    private static byte[] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw no("base64url in the signature", "other text");
        }
    }

    private static NotVerified no(String expected, String found) {
        return new NotVerified(Fault.SIGNATURE_FALSE, expected, found);
    }
}
