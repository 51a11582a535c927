package org.plenary.record.domain;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 key of a named signer: C2SP signed-note v1.0.0, "Signatures" and "Verifier keys".
 *
 * @param name the key's name, for a log its origin
 * @param raw the public key, 32 bytes
 */
public record LogKey(String name, byte[] raw) {
    private static final byte ED25519 = 1;
    private static final int RAW_BYTES = 32;
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** Throws IllegalArgumentException where the name or the key's length is not allowed. */
    public LogKey {
        if (!named(name)) {
            throw new IllegalArgumentException("a key's name has no spaces and no plus sign: " + name);
        }
        if (raw.length != RAW_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + raw.length);
        }
    }

    /** Whether a key may have this name: no Unicode space of any kind, no control character, no plus sign. */
    static boolean named(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c -> c == '+'
                                || c < 0x20
                                || c == 0x85
                                || Character.isWhitespace(c)
                                || Character.isSpaceChar(c));
    }

    /** The key of this name with the public half in its X.509 encoding; throws where it is of another algorithm. */
    public static LogKey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded.length != X509.length + RAW_BYTES || !Arrays.equals(X509, Arrays.copyOf(encoded, X509.length))) {
            throw new IllegalArgumentException("not a key of Ed25519 but of " + key.getAlgorithm());
        }
        return new LogKey(name, Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
    }

    /** Reads {@code name+hash+key}; throws IllegalArgumentException where it is none or the hash is not the key's. */
    public static LogKey parse(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        byte[] typed = parts.length == 3 ? Padded64.decode(parts[2]) : new byte[0];
        if (typed.length != RAW_BYTES + 1 || typed[0] != ED25519) {
            throw new IllegalArgumentException("not a verifier key of Ed25519");
        }
        LogKey key = new LogKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!HexFormat.of().formatHex(key.id()).equals(parts[1])) {
            throw new IllegalArgumentException("the key's id is not " + parts[1]);
        }
        return key;
    }

    /** The first four bytes of SHA-256 over name, newline, type and key. */
    public byte[] id() {
        return Arrays.copyOf(
                Hashing.sha256((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {ED25519}, raw), 4);
    }

    /** The text form that verifiers take. */
    public String vkey() {
        byte[] typed = new byte[RAW_BYTES + 1];
        typed[0] = ED25519;
        System.arraycopy(raw, 0, typed, 1, RAW_BYTES);
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + Padded64.encode(typed);
    }

    /** Whether the signature is this key's over the text. */
    public boolean verifies(String text, byte[] signature) {
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

    /** The private key in a PKCS #8 encoding. */
    public static PrivateKey privateKey(byte[] pkcs8) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    /** The signature of the private key over the text. */
    public static byte[] sign(PrivateKey key, String text) {
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
