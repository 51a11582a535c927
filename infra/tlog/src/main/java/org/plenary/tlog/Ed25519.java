package org.plenary.tlog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) by the JDK, with public keys as the 32 bytes that stand at the end of their X.509 encoding. */
final class Ed25519 {
    static final int RAW_BYTES = 32;
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded.length != X509.length + RAW_BYTES || !Arrays.equals(X509, Arrays.copyOf(encoded, X509.length))) {
            throw new IllegalArgumentException("not a key of Ed25519 but of " + key.getAlgorithm());
        }
        return Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length);
    }

    static boolean verifies(byte[] raw, String text, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(X509, X509.length + RAW_BYTES);
            System.arraycopy(raw, 0, encoded, X509.length, RAW_BYTES);
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static byte[] sign(PrivateKey key, String text) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
