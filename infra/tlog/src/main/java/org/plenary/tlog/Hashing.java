package org.plenary.tlog;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Hashes of the tree: RFC 6962, section 2.1 (the same in RFC 9162), with SHA-256. */
public final class Hashing {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};
    /** One a thread, used again: a proof takes hundreds, and what a new one brings along is most of its garbage. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hashing::digest);

    private Hashing() {}

    /** The hash of an entry as a leaf. */
    public static byte[] leaf(byte[] entry) {
        return sha256(LEAF, entry);
    }

    /** The hash of a node over its two children. */
    public static byte[] node(byte[] left, byte[] right) {
        return sha256(NODE, left, right);
    }

    /** The root of the empty tree. */
    public static byte[] empty() {
        return sha256();
    }

    /**
     * The root over neighbouring hashes of a tile.
     *
     * @param tile hashes one after the other
     * @param first which one is the first
     * @param count how many, a power of two
     */
    static byte[] subtree(byte[] tile, int first, int count) {
        byte[] hashes = Arrays.copyOfRange(tile, first * BYTES, (first + count) * BYTES);
        MessageDigest digest = SHA_256.get();
        digest.reset();
        try {
            for (int n = count; n > 1; n /= 2) {
                for (int i = 0; i < n / 2; i++) {
                    digest.update(NODE);
                    digest.update(hashes, 2 * i * BYTES, 2 * BYTES);
                    digest.digest(hashes, i * BYTES, BYTES);
                }
            }
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        return Arrays.copyOf(hashes, BYTES);
    }

    /** SHA-256 of the parts one after the other. */
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = SHA_256.get();
        digest.reset(); // one that a thread was stopped in
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
