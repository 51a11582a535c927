package org.plenary.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The definitions of RFC 6962, sections 2.1, 2.1.1 and 2.1.2, word for word over a list of leaves: MTH, PATH and PROOF.
 * It knows no tiles; the sums it has done are kept only so that a test ends.
 */
public final class SlowTree {
    private record Range(int start, int end) {}

    private final List<byte[]> leaves = new ArrayList<>();
    private final Map<Range, byte[]> known = new HashMap<>();

    /** A log with these leaf hashes. */
    public SlowTree(List<byte[]> leafHashes) {
        leaves.addAll(leafHashes);
    }

    /** A log whose n-th entry says its number. */
    public SlowTree(int size) {
        for (int i = 0; i < size; i++) {
            leaves.add(Hashing.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8)));
        }
    }

    List<byte[]> leaves(int start, int end) {
        return leaves.subList(start, end);
    }

    /** MTH(D[start:end]). */
    public byte[] mth(int start, int end) {
        if (start == end) {
            return Hashing.empty();
        }
        if (end - start == 1) {
            return leaves.get(start);
        }
        byte[] sum = known.get(new Range(start, end));
        if (sum == null) {
            int k = k(end - start);
            sum = Hashing.node(mth(start, start + k), mth(start + k, end));
            known.put(new Range(start, end), sum);
        }
        return sum;
    }

    /** The root of the first so many leaves. */
    public byte[] root(int size) {
        return mth(0, size);
    }

    /** PATH(m, D[start:end]). */
    List<byte[]> path(int m, int start, int end) {
        if (end - start == 1) {
            return List.of();
        }
        int k = k(end - start);
        return m < k
                ? plus(path(m, start, start + k), mth(start + k, end))
                : plus(path(m - k, start + k, end), mth(start, start + k));
    }

    /** PROOF(m, D[0:n]). */
    List<byte[]> proof(int m, int n) {
        return subproof(m, 0, n, true);
    }

    private List<byte[]> subproof(int m, int start, int end, boolean b) {
        if (m == end - start) {
            return b ? List.of() : List.of(mth(start, end));
        }
        int k = k(end - start);
        return m <= k
                ? plus(subproof(m, start, start + k, b), mth(start + k, end))
                : plus(subproof(m - k, start + k, end, false), mth(start, start + k));
    }

    /** The largest power of two smaller than n. */
    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> plus(List<byte[]> proof, byte[] hash) {
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(hash);
        return longer;
    }
}
