package org.plenary.infra.verifier.log;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/**
 * The tree that a checkpoint commits to, read from the top: the partial tiles must add up to the root, and each full
 * tile to its hash in the tile above it, so that what is false is named exactly. One tile a level is kept. Not for
 * several threads.
 */
final class AuthenticTree {
    private final Checkpoint head;
    private final Tiles tiles;
    private Mirror mirror = new Mirror(Optional.empty());
    private final Map<TilePath, byte[]> edge = new LinkedHashMap<>();
    private final Map<Integer, Map.Entry<Long, byte[]>> latest = new HashMap<>();
    private long tilesRead;

    /** Reads the partial tiles, at most one a level, and throws NotVerified where they do not give the root. */
    AuthenticTree(Checkpoint head, Tiles tiles) {
        this.head = head;
        this.tiles = tiles;
        for (int level = 0; hashes(level) > 0; level++) {
            int width = (int) (hashes(level) % TilePath.FULL);
            if (width > 0) {
                TilePath path = TilePath.hashes(level, hashes(level) / TilePath.FULL, width);
                edge.put(path, tiles.hashes(path));
            }
        }
        byte[] root = new Tree(head.size(), edge::get).root();
        if (!Arrays.equals(root, head.root())) {
            NotVerified other = new NotVerified(
                    Fault.ROOT_OTHER,
                    "the root " + hex(head.root()) + " from " + (edge.isEmpty() ? "an empty log" : edge.keySet()),
                    hex(root));
            edge.forEach((path, bytes) -> other.with(path.toString(), bytes));
            throw other;
        }
        tilesRead = edge.size();
    }

    /** Copies what was read and what will be: not before it is known that nothing was changed that the copy has already. */
    void copyTo(Mirror copy) {
        mirror = copy;
        edge.forEach((path, bytes) -> mirror.keep(path.toString(), bytes));
        latest.forEach((level, tile) ->
                mirror.keep(TilePath.hashes(level, tile.getKey(), TilePath.FULL).toString(), tile.getValue()));
    }

    private long hashes(int level) {
        return head.size() >> (8 * level);
    }

    /** A level's tile, as wide as it is at this size; throws NotVerified where it is not what the tree commits to. */
    byte[] tile(int level, long index) {
        if (index == hashes(level) / TilePath.FULL) {
            return Objects.requireNonNull(
                    edge.get(TilePath.hashes(level, index, (int) (hashes(level) % TilePath.FULL))));
        }
        Map.Entry<Long, byte[]> kept = latest.get(level);
        if (kept == null || kept.getKey() != index) {
            kept = Map.entry(index, full(TilePath.hashes(level, index, TilePath.FULL), rootOf(level, index)));
            latest.put(level, kept);
            tilesRead++;
        }
        return kept.getValue();
    }

    /** The hash that a full tile must have, from the tile above it. */
    byte[] rootOf(int level, long index) {
        byte[] above = tile(level + 1, index / TilePath.FULL);
        int at = (int) (index % TilePath.FULL) * Hashing.BYTES;
        return Arrays.copyOfRange(above, at, at + Hashing.BYTES);
    }

    /** A full tile with this root. For any thread. */
    byte[] full(TilePath path, byte[] root) {
        byte[] bytes = tiles.hashes(path);
        byte[] actual = Tiles.root(bytes);
        if (!Arrays.equals(actual, root)) {
            throw new NotVerified(
                            Fault.TILE_CHANGED,
                            path + " with the hash " + hex(root) + ", which the signed checkpoint commits to",
                            "the hash " + hex(actual))
                    .with(path.toString(), bytes);
        }
        mirror.keep(path.toString(), bytes);
        return bytes;
    }

    /** Throws NotVerified where an earlier head is not a beginning of this one. */
    void requireBegins(Checkpoint earlier) {
        Map<TilePath, byte[]> shown = new LinkedHashMap<>();
        Tree tree = new Tree(head.size(), path -> {
            byte[] bytes = tile(path.level(), path.index());
            shown.put(path, bytes);
            return bytes;
        });
        if (!Proofs.consistent(
                earlier.size(), earlier.root(), head.size(), head.root(), tree.consistency(earlier.size()))) {
            NotVerified other = new NotVerified(
                    Fault.INCONSISTENT,
                    "that the first " + earlier.size() + " entries still have the root " + hex(earlier.root()),
                    "that under the new checkpoint of " + head.size() + " entries they do not");
            shown.forEach((path, bytes) -> other.with(path.toString(), bytes));
            throw other;
        }
    }

    /** Tiles read so far, without those of level 0 that other threads read. */
    long tilesRead() {
        return tilesRead;
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
