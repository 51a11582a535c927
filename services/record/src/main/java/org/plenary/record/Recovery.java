package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Draft;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;
import tools.jackson.databind.JsonNode;

/**
 * Puts back what a restored backup lacks: the entries between its head and a checkpoint that the log signed later, from
 * bundles that reproduce that checkpoint's root. First all of it is hashed, and nothing written; then entries, tiles and
 * at last the head are, so that a crash in between begins again. What opened these entries is lost.
 */
final class Recovery {
    private final LogStore store;
    private final TreeWriter tree;

    Recovery(LogStore store, TreeWriter tree) {
        this.store = store;
        this.tree = tree;
    }

    /** The store's own files: tiles are durable before the head is, so they may reach further. */
    static Mirror own(LogStore store) {
        return new Mirror(path -> TilePath.parse(path).map(store::tile));
    }

    /**
     * Rebuilds the log up to the checkpoint.
     *
     * @return how many entries were put back
     * @throws IllegalStateException that says why this mirror cannot; the head has not moved then
     */
    long rebuild(Checkpoint target, Mirror from) {
        Head head = tree.head();
        long seen = Math.max(target.size(), from.size());
        Map<TilePath, byte[]> overlay = new HashMap<>();
        for (long at = head.size(); at < target.size(); ) {
            List<byte[]> leaves = part(from, at, target.size(), seen);
            List<byte[]> hashes = leaves.stream().map(Hashing::leaf).toList();
            overlay.putAll(Tree.grow(at, hashes, p -> read(overlay, p)));
            at += leaves.size();
        }
        if (!Arrays.equals(new Tree(target.size(), p -> read(overlay, p)).root(), target.root())) {
            throw new IllegalStateException("its entries do not make the tree of " + target.size() + " entries");
        }
        long put = entriesUnder(head, from, seen);
        if (target.size() <= head.size()) {
            return put;
        }
        for (long at = head.size(); at < target.size(); ) {
            List<byte[]> leaves = part(from, at, target.size(), seen);
            verify(overlay, at, leaves);
            put += put(at, leaves);
            store.write(tree.tiles(at, leaves));
            at += leaves.size();
        }
        if (!tree.holds(new Head(target.size(), Base64.getEncoder().encodeToString(target.root())))) {
            throw new IllegalStateException("it told other entries the second time");
        }
        tree.moved(head, new Head(target.size(), Base64.getEncoder().encodeToString(target.root())));
        return put;
    }

    /** Entries may lack whose hashes stand in the tiles: a store that is copied while it runs is of several times. */
    private long entriesUnder(Head head, Mirror from, long seen) {
        long put = 0;
        for (long at = tree.entries(head); at < head.size(); ) {
            List<byte[]> leaves = part(from, at, head.size(), seen);
            verify(Map.of(), at, leaves);
            put += put(at, leaves);
            at += leaves.size();
        }
        return put;
    }

    private byte[] read(Map<TilePath, byte[]> overlay, TilePath path) {
        byte[] bytes = overlay.get(path);
        return bytes != null ? bytes : Objects.requireNonNull(store.tile(path), path.toString());
    }

    /** The entries from an index to the end of its bundle, or of the log. */
    private static List<byte[]> part(Mirror from, long at, long size, long seen) {
        long bundle = at / TilePath.FULL;
        int width = (int) Math.min(TilePath.FULL, size - bundle * TilePath.FULL);
        try {
            return from.entries(bundle, width, seen).subList((int) (at % TilePath.FULL), width);
        } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
            throw new IllegalStateException("its bundle " + bundle + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is written is what was hashed, also where a mirror tells something else the second time. */
    private void verify(Map<TilePath, byte[]> overlay, long at, List<byte[]> leaves) {
        int first = (int) (at % TilePath.FULL);
        byte[] tile = read(overlay, TilePath.hashes(0, at / TilePath.FULL, first + leaves.size()));
        for (int i = 0; i < leaves.size(); i++) {
            int from = (first + i) * Hashing.BYTES;
            if (!Arrays.equals(Hashing.leaf(leaves.get(i)), Arrays.copyOfRange(tile, from, from + Hashing.BYTES))) {
                throw new IllegalStateException("it told another entry " + (at + i) + " the second time");
            }
        }
    }

    /** Entries that stand in the backup, but not under its head, stay with what opens them. */
    private long put(long at, List<byte[]> leaves) {
        int standing = standing(at, leaves);
        List<Draft> drafts = new ArrayList<>();
        for (byte[] leaf : leaves.subList(standing, leaves.size())) {
            drafts.add(new Draft(key(leaf), leaf, Optional.empty()));
        }
        if (!drafts.isEmpty() && store.insert(store.place(at + standing), drafts) != drafts.size()) {
            throw new IllegalStateException("this store has entries from " + at + " on at other places");
        }
        return drafts.size();
    }

    /** How many of these leaves stand already. */
    private int standing(long at, List<byte[]> leaves) {
        List<byte[]> standing = store.leaves(at, leaves.size());
        for (int i = 0; i < standing.size(); i++) {
            if (!Arrays.equals(standing.get(i), leaves.get(i))) {
                throw new IllegalStateException("this store has another entry " + (at + i));
            }
        }
        return standing.size();
    }

    /** The key that the sequencer gave the entry. */
    static String key(byte[] leaf) {
        JsonNode says = Json.tree(new String(leaf, StandardCharsets.UTF_8));
        return switch (says.path("schema").asString("")) {
            case "plenary-leaf-v1" -> says.path("id").asString();
            case "plenary-unparsed-v1" ->
                "unparsed|" + says.path("topic").asString() + "|"
                        + says.path("partition").asLong() + "|"
                        + says.path("offset").asLong();
            default -> throw new IllegalStateException("an entry of a kind that is not known here");
        };
    }
}
