package org.plenary.tlog;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * An Ed25519 key of a named signer: C2SP signed-note v1.0.0, "Signatures" and "Verifier keys".
 *
 * @param name the key's name, for a log its origin
 * @param raw the public key, 32 bytes
 */
public record LogKey(String name, byte[] raw) {
    private static final byte ED25519 = 1;

    /** Throws IllegalArgumentException where the name or the key's length is not allowed. */
    public LogKey {
        if (!KeyName.allowed(name)) {
            throw new IllegalArgumentException("a key's name has no spaces and no plus sign: " + name);
        }
        if (raw.length != Ed25519.RAW_BYTES) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + raw.length);
        }
    }

    /** The key of this name with the public half in its X.509 encoding; throws where it is of another algorithm. */
    public static LogKey of(String name, PublicKey key) {
        return new LogKey(name, Ed25519.raw(key));
    }

    /** Reads {@code name+hash+key}; throws IllegalArgumentException where it is none or the hash is not the key's. */
    public static LogKey parse(String vkey) {
        KeyName.Parsed parsed = KeyName.parse(vkey);
        if (parsed.type() != ED25519 || parsed.raw().length != Ed25519.RAW_BYTES) {
            throw new IllegalArgumentException("not a verifier key of Ed25519");
        }
        return new LogKey(parsed.name(), parsed.raw());
    }

    /** The first four bytes of SHA-256 over name, newline, type and key. */
    public byte[] id() {
        return KeyName.id(name, ED25519, raw);
    }

    /** The text form that verifiers take. */
    public String vkey() {
        return KeyName.vkey(name, ED25519, raw);
    }

    /** Whether the signature is this key's over the text. */
    public boolean verifies(String text, byte[] signature) {
        return Ed25519.verifies(raw, text, signature);
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
        return Ed25519.sign(key, text);
    }
}
