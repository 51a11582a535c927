package org.plenary.record.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree against a second implementation that is slow and obvious: RFC 6962's definitions, word for word. */
class TreeTest {
    private static byte[] entry(int i) {
        return ("entry " + i).getBytes(UTF_8);
    }

    private static List<byte[]> leaves(int n) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            hashes.add(Hashing.leaf(entry(i)));
        }
        return hashes;
    }

    /** MTH of RFC 6962, section 2.1. */
    private static byte[] slowRoot(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Hashing.empty();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return Hashing.node(slowRoot(leaves.subList(0, k)), slowRoot(leaves.subList(k, leaves.size())));
    }

    /** A log that grew by random steps; its tiles as they were written. */
    private static Map<TilePath, byte[]> grown(int size, long seed) {
        Random random = new Random(seed);
        List<byte[]> all = leaves(size);
        Map<TilePath, byte[]> tiles = new HashMap<>();
        int at = 0;
        while (at < size) {
            int step = Math.min(size - at, 1 + random.nextInt(seed == 0 ? size : 90));
            tiles.putAll(Tree.grow(at, all.subList(at, at + step), p -> Objects.requireNonNull(tiles.get(p), p.toString())));
            at += step;
        }
        return tiles;
    }

    private static Tree tree(int size, Map<TilePath, byte[]> tiles) {
        return new Tree(size, p -> Objects.requireNonNull(tiles.get(p), p.toString()));
    }

    @Test
    void check_values_of_the_specifications_hold() {
        assertThat(HexFormat.of().formatHex(Hashing.leaf(new byte[0])))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(HexFormat.of().formatHex(Hashing.leaf("L123456".getBytes(UTF_8))))
                .isEqualTo("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
        assertThat(HexFormat.of().formatHex(Hashing.node("N123".getBytes(UTF_8), "N456".getBytes(UTF_8))))
                .isEqualTo("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
        assertThat(HexFormat.of().formatHex(Hashing.empty())).startsWith("e3b0c442").endsWith("b855");
    }

    @Test
    void every_size_to_300_has_the_root_and_proofs_of_the_slow_tree() {
        for (int size = 1; size <= 300; size++) {
            List<byte[]> leaves = leaves(size);
            Tree tree = tree(size, grown(size, size));
            byte[] root = slowRoot(leaves);
            assertThat(tree.root()).as("root at %d", size).isEqualTo(root);
            for (int i = 0; i < size; i += Math.max(1, size / 17)) {
                List<byte[]> proof = tree.inclusion(i);
                assertThat(Proofs.includes(leaves.get(i), i, size, proof, root)).as("%d in %d", i, size).isTrue();
                assertThat(Proofs.includes(leaves.get((i + 1) % size), i, size, proof, root)).isEqualTo(size == 1);
                assertThat(Proofs.includes(leaves.get(i), i, size, mutated(proof), root)).isEqualTo(proof.isEmpty());
            }
            for (int older = 0; older <= size; older += Math.max(1, size / 13)) {
                byte[] olderRoot = slowRoot(leaves.subList(0, older));
                List<byte[]> proof = tree.consistency(older);
                assertThat(Proofs.consistent(older, olderRoot, size, root, proof)).as("%d to %d", older, size).isTrue();
                byte[] forged = olderRoot.clone();
                forged[0] ^= 1;
                assertThat(Proofs.consistent(older, forged, size, root, proof)).isFalse();
                assertThat(Proofs.consistent(older, olderRoot, size, root, mutated(proof))).isEqualTo(proof.isEmpty());
            }
        }
    }

    private static List<byte[]> mutated(List<byte[]> proof) {
        if (proof.isEmpty()) {
            return proof;
        }
        List<byte[]> other = new ArrayList<>(proof);
        byte[] flipped = other.getLast().clone();
        flipped[31] ^= 1;
        other.set(other.size() - 1, flipped);
        return other;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000})
    void the_tiles_of_a_size_are_those_that_the_format_asks_for(int size) {
        Map<TilePath, byte[]> tiles = grown(size, 0);
        long hashes = size;
        for (int level = 0; hashes > 0; level++, hashes >>= 8) {
            for (long n = 0; n < hashes / 256; n++) {
                assertThat(tiles.get(TilePath.hashes(level, n, 256))).as("full %d/%d", level, n).hasSize(8192);
            }
            int rest = (int) (hashes % 256);
            if (rest > 0) {
                assertThat(tiles.get(TilePath.hashes(level, hashes / 256, rest))).hasSize(32 * rest);
            }
        }
        assertThat(tiles.values()).noneMatch(t -> t.length == 0);
        assertThat(tree(size, tiles).root()).isEqualTo(slowRoot(leaves(size)));
    }

    @Test
    void size_256_is_one_full_tile_and_one_hash_above() {
        Map<TilePath, byte[]> tiles = Tree.grow(0, leaves(256), p -> new byte[0]);
        assertThat(tiles.keySet()).extracting(TilePath::toString).containsExactlyInAnyOrder("tile/0/000", "tile/1/000.p/1");
    }

    @Test
    void paths_have_one_spelling() {
        assertThat(TilePath.hashes(0, 1234067, 256)).hasToString("tile/0/x001/x234/067");
        assertThat(TilePath.entries(5, 7)).hasToString("tile/entries/005.p/7");
        for (String path : List.of("tile/0/x001/x234/067", "tile/63/000", "tile/entries/005.p/7", "tile/2/001.p/255")) {
            assertThat(TilePath.parse(path)).get().hasToString(path);
        }
        for (String path : List.of("tile/0/5", "tile/00/005", "tile/64/005", "tile/0/x000/005", "tile/0/005.p/0",
                "tile/0/005.p/256", "tile/0/005.p/01", "tile/-1/005", "tile/0/../005", "tile/0/005/")) {
            assertThat(TilePath.parse(path)).as(path).isEmpty();
        }
    }

    @Test
    void a_bundle_is_lengths_and_bytes_and_nothing_else() {
        byte[] bundle = EntryBundle.encode(List.of("a".getBytes(UTF_8), new byte[0], new byte[300]));
        assertThat(bundle).startsWith(0, 1, 'a', 0, 0, 1, 44);
        assertThat(EntryBundle.decode(bundle)).hasSize(3);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> EntryBundle.decode(new byte[] {0, 2, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
