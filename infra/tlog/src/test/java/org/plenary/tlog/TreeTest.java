package org.plenary.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiles: which there are at a size, byte for byte against RFC 6962's definitions, and how few are read. */
class TreeTest {
    private static final int LARGEST = 70_000;
    private static final SlowTree SLOW = new SlowTree(LARGEST);

    @Test
    void check_values_of_the_specifications_hold() {
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(Hashing.leaf(new byte[0])))
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(hex.formatHex(Hashing.leaf("L123456".getBytes(UTF_8))))
                .isEqualTo("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
        assertThat(hex.formatHex(Hashing.node("N123".getBytes(UTF_8), "N456".getBytes(UTF_8))))
                .isEqualTo("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb");
        assertThat(hex.formatHex(Hashing.empty()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void the_empty_log_has_no_tiles_and_the_root_of_nothing() {
        assertThat(Tree.grow(0, List.of(), TreeTest::unread)).isEmpty();
        assertThat(Tree.grow(300, List.of(), TreeTest::unread)).isEmpty();
        assertThat(new Tree(0, TreeTest::unread).root()).isEqualTo(Hashing.empty());
    }

    private static byte[] unread(TilePath path) {
        throw new AssertionError("read " + path);
    }

    /** MTH(D[(n * 256 + i) * 256^l : (n * 256 + i + 1) * 256^l]) for each i: tlog-tiles, "Merkle Tree". */
    private static byte[] defined(TilePath path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int unit = 1 << (8 * path.level());
        for (int i = 0; i < path.width(); i++) {
            int start = (int) (path.index() * 256 + i) * unit;
            bytes.writeBytes(SLOW.mth(start, start + unit));
        }
        return bytes.toByteArray();
    }

    /** floor(s / 256^l) hashes at each level, in tiles of 256 and one of the rest where there is a rest. */
    private static List<TilePath> asked(int size) {
        List<TilePath> paths = new ArrayList<>();
        int level = 0;
        for (int hashes = size; hashes > 0; hashes /= 256, level++) {
            for (int n = 0; n < hashes / 256; n++) {
                paths.add(TilePath.hashes(level, n, 256));
            }
            if (hashes % 256 > 0) {
                paths.add(TilePath.hashes(level, hashes / 256, hashes % 256));
            }
        }
        return paths;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, LARGEST})
    void the_tiles_of_a_size_are_those_of_the_format_byte_for_byte_and_no_others(int size) {
        Map<TilePath, byte[]> tiles = GrownLog.to(SLOW, size, at -> size).tiles;
        assertThat(tiles.keySet()).containsExactlyInAnyOrderElementsOf(asked(size));
        tiles.forEach((path, bytes) -> assertThat(bytes).as(path.toString()).isEqualTo(defined(path)));
        assertThat(new Tree(size, p -> tiles.get(p)).root()).isEqualTo(SLOW.root(size));
    }

    @Test
    void the_sizes_that_the_format_names_have_the_tiles_that_it_names() {
        assertThat(GrownLog.to(SLOW, 256, at -> 256).tiles.keySet())
                .extracting(TilePath::toString)
                .containsExactlyInAnyOrder("tile/0/000", "tile/1/000.p/1");
        List<String> paths = GrownLog.to(SLOW, LARGEST, at -> LARGEST).tiles.keySet().stream()
                .map(TilePath::toString)
                .toList();
        assertThat(paths).filteredOn(p -> p.matches("tile/0/\\d{3}")).hasSize(273);
        assertThat(paths)
                .filteredOn(p -> !p.matches("tile/0/\\d{3}"))
                .containsExactlyInAnyOrder("tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1");
    }

    /** A reader may ask for any tile of any checkpoint that was ever published. */
    @Test
    void however_a_log_grew_each_size_on_the_way_has_its_tiles() {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            List<Integer> published = new ArrayList<>();
            GrownLog log = GrownLog.to(SLOW, 3_000, at -> {
                published.add(at);
                return 1 + random.nextInt(700);
            });
            published.add(3_000);
            for (int size : published) {
                assertThat(log.tiles)
                        .as("seed %d, size %d", seed, size)
                        .satisfies(t -> assertThat(t.keySet()).containsAll(asked(size)));
                assertThat(log.tree(size).root()).isEqualTo(SLOW.root(size));
            }
            log.tiles.forEach(
                    (path, bytes) -> assertThat(bytes).as(path.toString()).isEqualTo(defined(path)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, LARGEST})
    void a_large_tree_proves_what_the_definitions_say_and_reads_each_of_few_tiles_once(int size) {
        GrownLog log = GrownLog.to(SLOW, size, at -> size);
        for (int i : new int[] {0, 255, 256, 65_279, 65_534, size - 1}) {
            assertThat(log.tree(size).inclusion(i))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(SLOW.path(i, 0, size));
            assertThat(log.reads)
                    .as("%d in %d", i, size)
                    .doesNotHaveDuplicates()
                    .hasSizeLessThanOrEqualTo(6);
            log.reads.clear();
            assertThat(log.tree(size).consistency(i + 1))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(SLOW.proof(i + 1, size));
            assertThat(log.reads)
                    .as("%d to %d", i + 1, size)
                    .doesNotHaveDuplicates()
                    .hasSizeLessThanOrEqualTo(6);
            log.reads.clear();
        }
        log.tree(size).root();
        assertThat(log.reads).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void the_tiles_of_an_inclusion_proof_are_known_before_it_is_read() {
        Random random = new Random(3);
        for (int size : new int[] {1, 2, 255, 256, 257, 65_535, 65_536, 65_537, LARGEST}) {
            GrownLog log = GrownLog.to(SLOW, size, at -> size);
            for (int i = 0; i < 20; i++) {
                int index = i == 0 ? 0 : i == 1 ? size - 1 : random.nextInt(size);
                log.tree(size).inclusion(index);
                assertThat(Tree.inclusionTiles(index, size))
                        .as("%d in %d", index, size)
                        .containsAll(log.reads)
                        .isSubsetOf(log.tiles.keySet());
                log.reads.clear();
            }
        }
    }

    @Test
    void one_tree_gives_its_root_and_any_proof_in_any_order() {
        Random random = new Random(4);
        for (int size : new int[] {257, 10_000, 69_999, LARGEST}) {
            GrownLog grown = GrownLog.to(SLOW, size, at -> size);
            Tree tree = grown.tree(size);
            for (int i = 0; i < 30; i++) {
                int older = 1 + random.nextInt(size);
                assertThat(tree.consistency(older))
                        .as("%d to %d", older, size)
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(SLOW.proof(older, size));
                assertThat(tree.inclusion(older - 1))
                        .as("%d in %d", older - 1, size)
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(SLOW.path(older - 1, 0, size));
                assertThat(tree.root()).isEqualTo(SLOW.root(size));
            }
            assertThat(grown.reads).doesNotHaveDuplicates();
        }
    }

    @Test
    void growing_reads_only_the_open_tile_of_each_level_it_changes() {
        GrownLog log = GrownLog.to(SLOW, 69_887, at -> 69_887);
        Tree.grow(69_887, SLOW.leaves(69_887, 69_888), log::read);
        assertThat(log.reads).extracting(TilePath::toString).containsExactly("tile/0/272.p/255", "tile/1/001.p/16");
    }

    @Test
    void a_tile_that_is_cut_off_is_corruption_and_no_root() {
        GrownLog log = GrownLog.to(SLOW, 300, at -> 300);
        log.tiles.replaceAll((path, bytes) -> Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> log.tree(300).root()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Tree.grow(300, SLOW.leaves(300, 301), log::read))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tile/0/001.p/44");
    }
}
