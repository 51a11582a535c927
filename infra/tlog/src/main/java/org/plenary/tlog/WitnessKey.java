package org.plenary.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A witness's key, and what it signs: C2SP tlog-cosignature v1.0.1. A cosignature says that at its time this was the
 * largest consistent tree of the log that the witness had seen.
 *
 * @param name the witness's name
 * @param type how it signs
 * @param raw the public key: 32 bytes for Ed25519, 1,312 for ML-DSA-44
 */
public record WitnessKey(String name, Type type, byte[] raw) {
    /** How a witness signs. */
    public enum Type {
        /** "Ed25519 signed message". */
        ED25519(4, Ed25519.RAW_BYTES, 64),
        /** "ML-DSA-44 signed message"; it can be verified where the JDK has ML-DSA, from version 24 on. */
        ML_DSA_44(6, 1_312, 2_420);

        private final byte code;
        private final int rawBytes;
        private final int signatureBytes;

        Type(int code, int rawBytes, int signatureBytes) {
            this.code = (byte) code;
            this.rawBytes = rawBytes;
            this.signatureBytes = signatureBytes;
        }
    }

    private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ML_DSA_X509 = HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    /** Throws IllegalArgumentException where the name or the key's length is not allowed. */
    public WitnessKey {
        if (!KeyName.allowed(name)) {
            throw new IllegalArgumentException("a key's name has no spaces and no plus sign: " + name);
        }
        if (raw.length != type.rawBytes) {
            throw new IllegalArgumentException("a key of " + type + " has not " + raw.length + " bytes");
        }
    }

    /** The Ed25519 key of this name with the public half in its X.509 encoding. */
    public static WitnessKey of(String name, PublicKey key) {
        return new WitnessKey(name, Type.ED25519, Ed25519.raw(key));
    }

    /** Reads a vkey of type 4 or 6; throws IllegalArgumentException where it is none. */
    public static WitnessKey parse(String vkey) {
        KeyName.Parsed parsed = KeyName.parse(vkey);
        for (Type t : Type.values()) {
            if (t.code == parsed.type()) {
                return new WitnessKey(parsed.name(), t, parsed.raw());
            }
        }
        throw new IllegalArgumentException("not a witness's key but one of type " + parsed.type());
    }

    /** The first four bytes of SHA-256 over name, newline, type and key. */
    public byte[] id() {
        return KeyName.id(name, type.code, raw);
    }

    /** The text form that policies hold. */
    public String vkey() {
        return KeyName.vkey(name, type.code, raw);
    }

    /**
     * The line with which an Ed25519 witness cosigns a checkpoint.
     *
     * @param body the checkpoint's text, with its final newline
     * @param at whole seconds count
     */
    public SignedNote.Line cosign(String body, PrivateKey secret, Instant at) {
        long seconds = at.getEpochSecond();
        byte[] signature = Ed25519.sign(secret, message(body, seconds));
        return new SignedNote.Line(
                name,
                id(),
                ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array());
    }

    /**
     * When this witness cosigned the note; empty where it did not. Lines of other keys are passed over; a false line of
     * this key makes all its lines count for nothing.
     */
    public Optional<Instant> cosigned(SignedNote note) {
        Optional<Instant> latest = Optional.empty();
        for (SignedNote.Line line : note.signatures()) {
            if (!line.name().equals(name) || !Arrays.equals(line.id(), id())) {
                continue;
            }
            if (line.signature().length != Long.BYTES + type.signatureBytes || !holds(note.text(), line.signature())) {
                return Optional.empty();
            }
            Instant at = Instant.ofEpochSecond(ByteBuffer.wrap(line.signature()).getLong());
            latest = latest.filter(l -> l.isAfter(at)).or(() -> Optional.of(at));
        }
        return latest;
    }

    private boolean holds(String body, byte[] timed) {
        long seconds = ByteBuffer.wrap(timed).getLong();
        byte[] signature = Arrays.copyOfRange(timed, Long.BYTES, timed.length);
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            return false;
        }
        return switch (type) {
            case ED25519 -> Ed25519.verifies(raw, message(body, seconds), signature);
            case ML_DSA_44 -> mlDsa(body, seconds, signature);
        };
    }

    private static String message(String body, long seconds) {
        return "cosignature/v1\ntime " + seconds + "\n" + body;
    }

    private boolean mlDsa(String body, long seconds, byte[] signature) {
        try {
            byte[] encoded = Arrays.copyOf(ML_DSA_X509, ML_DSA_X509.length + raw.length);
            System.arraycopy(raw, 0, encoded, ML_DSA_X509.length, raw.length);
            Signature verifier = Signature.getInstance("ML-DSA-44");
            verifier.initVerify(KeyFactory.getInstance("ML-DSA-44").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(struct(Checkpoint.parse(body), seconds));
            return verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] struct(Checkpoint head, long seconds) {
        byte[] cosigner = name.getBytes(StandardCharsets.UTF_8);
        byte[] origin = head.origin().getBytes(StandardCharsets.UTF_8);
        if (cosigner.length > 255 || origin.length > 255) {
            throw new IllegalArgumentException("a name beyond 255 bytes");
        }
        return ByteBuffer.allocate(
                        SUBTREE.length + 2 + cosigner.length + origin.length + 3 * Long.BYTES + Hashing.BYTES)
                .put(SUBTREE)
                .put((byte) cosigner.length)
                .put(cosigner)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(head.size())
                .put(head.root())
                .array();
    }
}
