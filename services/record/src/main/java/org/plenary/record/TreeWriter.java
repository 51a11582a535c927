package org.plenary.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/**
 * Brings sequenced entries into the tree: tiles are durable first; then the root is computed again from them and checked
 * against the head, since whoever can change tiles must not be able to change what is signed; then the head moves on.
 */
final class TreeWriter {
    /** Where the tree stands. */
    static final String HEAD = "head";

    static final Head EMPTY = new Head(0, Base64.getEncoder().encodeToString(Hashing.empty()));
    /** Entries of one step at most. */
    static final int BATCH_MAX = 4_096;
    /** For how long steps follow on each other before what they made is published. */
    private static final long GROW_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(500);

    private final LogStore store;

    TreeWriter(LogStore store) {
        this.store = store;
    }

    Head head() {
        return store.head(HEAD, EMPTY);
    }

    static byte[] root(Head head) {
        return Base64.getDecoder().decode(head.value());
    }

    /** The tree of a size of which the tiles are stored. */
    Tree tree(long size) {
        return new Tree(size, this::stored);
    }

    private byte[] stored(TilePath path) {
        return Objects.requireNonNull(store.tile(path), path.toString());
    }

    /** Takes in what is sequenced, and returns the head after it; where that takes long, not yet all of it. */
    Head grow() {
        long until = System.nanoTime() + GROW_NANOS_MAX;
        Head head = head();
        while (store.has(head.size())) {
            // a step that is not the last ends with a full tile, so that no open one is written twice
            int ask = BATCH_MAX - (int) (head.size() % TilePath.FULL);
            List<byte[]> leaves = store.leaves(head.size(), ask);
            head = integrate(head, leaves);
            if (leaves.size() < ask || System.nanoTime() > until) {
                return head;
            }
        }
        return head;
    }

    /** Checked before, so that nothing wrong is kept, and after, so that what is kept is what is signed. */
    private Head integrate(Head head, List<byte[]> leaves) {
        long size = head.size() + leaves.size();
        Map<TilePath, byte[]> written = tiles(head.size(), leaves);
        consistent(head, new Tree(size, p -> Objects.requireNonNullElseGet(written.get(p), () -> stored(p))));
        store.write(written);
        byte[] root = consistent(head, tree(size));
        return moved(head, new Head(size, Base64.getEncoder().encodeToString(root)));
    }

    private static byte[] consistent(Head head, Tree tree) {
        byte[] root = tree.root();
        if (!Proofs.consistent(head.size(), root(head), tree.size(), root, tree.consistency(head.size()))) {
            throw new IllegalStateException(
                    "a tree of " + tree.size() + " is not consistent with the head of " + head.size());
        }
        return root;
    }

    /** Moves the head by compare-and-set; throws where another publisher was faster. */
    Head moved(Head from, Head to) {
        if (!store.advance(HEAD, from, to)) {
            throw new IllegalStateException("another publisher moved the head beyond " + from.size());
        }
        return to;
    }

    /** The tiles and bundles that are new when the log grows from a size by these leaves. */
    Map<TilePath, byte[]> tiles(long from, List<byte[]> leaves) {
        List<byte[]> hashes = leaves.stream().map(Hashing::leaf).toList();
        Map<TilePath, byte[]> written = new HashMap<>(Tree.grow(from, hashes, this::stored));
        written.putAll(bundles(from, leaves));
        return written;
    }

    /** The entry bundles that these entries complete or begin, each whole. */
    private Map<TilePath, byte[]> bundles(long from, List<byte[]> leaves) {
        Map<Long, List<byte[]>> byTile = new TreeMap<>();
        long tile = from / TilePath.FULL;
        int kept = (int) (from % TilePath.FULL);
        if (kept > 0) {
            byte[] begun = stored(TilePath.entries(tile, kept));
            byTile.put(tile, new ArrayList<>(EntryBundle.decode(begun)));
        }
        for (int i = 0; i < leaves.size(); i++) {
            byTile.computeIfAbsent((from + i) / TilePath.FULL, t -> new ArrayList<>())
                    .add(leaves.get(i));
        }
        Map<TilePath, byte[]> bundles = new HashMap<>();
        byTile.forEach((t, own) -> bundles.put(TilePath.entries(t, own.size()), EntryBundle.encode(own)));
        return bundles;
    }

    /** How many of the entries under this head stand; all of them where its last one does. */
    long entries(Head head) {
        boolean whole = head.size() == 0 || store.has(head.size() - 1);
        return whole ? head.size() : store.entries();
    }

    /** Whether the stored tiles have the head's root; who changed one is found out before anything is signed. */
    boolean holds(Head head) {
        return Arrays.equals(tree(head.size()).root(), root(head));
    }

    /** Whether what a checkpoint says is a beginning of the tree under this head. */
    boolean begins(Head head, Checkpoint earlier) {
        return Proofs.consistent(
                earlier.size(),
                earlier.root(),
                head.size(),
                root(head),
                tree(head.size()).consistency(earlier.size()));
    }
}
