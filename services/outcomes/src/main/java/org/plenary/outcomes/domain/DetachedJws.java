package org.plenary.outcomes.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.plenary.kernel.json.Json;

/**
 * A detached JWS in compact form: RFC 7515, appendix F, signed with Ed25519 by RFC 8037, section 3.1. Only
 * {@code alg=EdDSA} is taken, and no critical header.
 */
public final class DetachedJws {
    /** The fixed front of an Ed25519 key's X.509 encoding (RFC 8410, section 4); the 32 bytes of the key follow. */
    private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private DetachedJws() {}

    /**
     * Whether the signature is the key's over the payload.
     *
     * @param publicKey 32 bytes in base64
     * @param kid the key id that the header must name
     */
    public static boolean verifies(String jws, byte[] payload, String publicKey, String kid) {
        int gap = jws.indexOf("..");
        if (gap < 1 || jws.indexOf('.', gap + 2) >= 0) {
            return false;
        }
        String header = jws.substring(0, gap);
        try {
            Map<String, Object> claims = Json.object(
                            new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
                    .orElse(Map.of());
            boolean known = "EdDSA".equals(claims.get("alg"))
                    && kid.equals(claims.get("kid"))
                    && !claims.containsKey("crit")
                    && !claims.containsKey("b64");
            byte[] signature = Base64.getUrlDecoder().decode(jws.substring(gap + 2));
            return known && verifies(signature, signingInput(header, payload), key(publicKey));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What is signed: RFC 7515, section 5.1, step 8. */
    public static byte[] signingInput(String encodedHeader, byte[] payload) {
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
        return (encodedHeader + "." + encoded).getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean verifies(byte[] signature, byte[] input, PublicKey key) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key);
            ed25519.update(input);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static PublicKey key(String publicKey) {
        byte[] raw = Base64.getDecoder().decode(publicKey);
        byte[] encoded = java.util.Arrays.copyOf(X509_ED25519, X509_ED25519.length + raw.length);
        System.arraycopy(raw, 0, encoded, X509_ED25519.length, raw.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }
}
