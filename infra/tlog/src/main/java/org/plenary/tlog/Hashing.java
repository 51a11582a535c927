package org.plenary.tlog;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of the tree: RFC 6962, section 2.1 (the same in RFC 9162), with SHA-256. */
public final class Hashing {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};
    /** Never used itself: to copy it takes a third less than to ask the JDK's providers for a new one. */
    private static final MessageDigest SHA_256 = digest();

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

    /** SHA-256 of the parts one after the other. */
    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
