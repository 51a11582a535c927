package org.plenary.tlog;

import java.util.Arrays;
import java.util.List;

/**
 * Verification of proofs, from the numbers and hashes alone: RFC 9162, sections 2.1.3.2 and 2.1.4.2. Whatever is not a
 * proof is answered with false, also where numbers are negative or a hash has not 32 bytes.
 */
public final class Proofs {
    private Proofs() {}

    /** Whether the leaf hash stands at the index of the tree with this size and root. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root) {
        if (index < 0 || index >= size || !hashes(proof) || !hashes(List.of(leafHash, root))) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] r = leafHash;
        for (byte[] p : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = Hashing.node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = Hashing.node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(r, root);
    }

    /**
     * Whether the older tree is a prefix of the newer one. Any tree is consistent with the empty one by an empty proof,
     * as C2SP tlog-witness asks; libraries that follow RFC 9162 to the letter refuse the older size 0.
     */
    public static boolean consistent(long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> proof) {
        if (older < 0 || older > newer || (older == 0 && !Arrays.equals(olderRoot, Hashing.empty()))) {
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && Arrays.equals(olderRoot, newerRoot);
        }
        if (older == 0) {
            return proof.isEmpty();
        }
        if (proof.isEmpty() || !hashes(proof) || !hashes(List.of(olderRoot, newerRoot))) {
            return false;
        }
        boolean power = Long.bitCount(older) == 1;
        long fn = older - 1;
        long sn = newer - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = power ? olderRoot : proof.getFirst();
        byte[] sr = fr;
        for (byte[] c : proof.subList(power ? 0 : 1, proof.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = Hashing.node(c, fr);
                sr = Hashing.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = Hashing.node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(fr, olderRoot) && Arrays.equals(sr, newerRoot);
    }

    /** Other lengths would let one string of bytes be read as two different nodes. */
    private static boolean hashes(List<byte[]> all) {
        return all.stream().allMatch(h -> h.length == Hashing.BYTES);
    }
}
