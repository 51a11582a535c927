package org.plenary.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.Tree;

/** Each benchmark does its work, with few of everything; how fast, no test asks. */
class BenchTest {
    private static void figuresOf(List<Figure> figures, String name, int runs, String barred) {
        assertThat(figures).allSatisfy(f -> {
            assertThat(f.benchmark()).isEqualTo(name);
            assertThat(f.runs()).hasSize(runs);
            if (!f.what().contains("CPU")) { // of which so little work takes less than can be counted
                assertThat(f.runs()).allMatch(r -> Double.isFinite(r) && r > 0);
                assertThat(f.min()).isLessThanOrEqualTo(f.median());
                assertThat(f.median()).isLessThanOrEqualTo(f.max());
            }
        });
        assertThat(figures)
                .filteredOn(f -> f.bar() != null)
                .isNotEmpty()
                .extracting(Figure::unit)
                .containsOnly(barred);
    }

    @Test
    void leaves_are_hashed_and_tiled() {
        figuresOf(Tiling.measure(Scale.TINY), Tiling.NAME, Scale.TINY.rounds(), "leaves/s");
        List<byte[]> leaves = Synthetic.leaves(7, 300);
        assertThat(leaves).allMatch(l -> l.length > 300 && l.length < 450);
        Tiling.Made made = Tiling.tile(leaves, 300, 17);
        assertThat(made.root()).isEqualTo(mth(leaves.stream().map(Hashing::leaf).toList()));
    }

    private static byte[] mth(List<byte[]> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int middle = Integer.highestOneBit(hashes.size() - 1);
        return Hashing.node(mth(hashes.subList(0, middle)), mth(hashes.subList(middle, hashes.size())));
    }

    @Test
    void a_synthetic_log_is_the_log_of_its_entries_and_grows_as_any(@TempDir Path dir) throws Exception {
        try (SyntheticLog log = SyntheticLog.build(dir, 70_000)) {
            List<byte[]> all = java.util.stream.LongStream.range(0, 70_000)
                    .mapToObj(n -> Hashing.leaf(Synthetic.entry(n)))
                    .collect(java.util.stream.Collectors.toCollection(java.util.ArrayList::new));
            Tree tree = new Tree(log.size(), log::tile);
            assertThat(HexFormat.of().formatHex(tree.root()))
                    .isEqualTo(HexFormat.of().formatHex(mth(all)));
            assertThat(log.bytes()).isEqualTo(32L * (70_000 + 273 + 1));
            List<byte[]> more = Synthetic.leaves(1, 500);
            more.forEach(l -> all.add(Hashing.leaf(l)));
            assertThat(Growth.append(log, more, 500, 500, tree.root())).isEqualTo(mth(all));
        }
        assertThat(new String(Synthetic.entry(12), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("synthetic entry 12");
    }

    @Test
    void what_a_leaf_costs_is_compared_between_a_small_log_and_a_large_one(@TempDir Path dir) throws Exception {
        figuresOf(Growth.measure(Scale.TINY, dir), Growth.NAME, Scale.TINY.rounds(), "ratio");
    }

    @Test
    void proofs_are_served_and_hold(@TempDir Path dir) throws Exception {
        figuresOf(Proof.measure(Scale.TINY, dir), Proof.NAME, Scale.TINY.rounds(), "ms");
    }

    @Test
    void events_are_sequenced_beside_raw_inserts(@TempDir Path dir) throws Exception {
        figuresOf(Sequencing.measure(Scale.TINY, dir), Sequencing.NAME, Scale.TINY.rounds(), "ratio");
    }

    @Test
    void a_slowly_growing_log_keeps_one_document_a_tile(@TempDir Path dir) throws Exception {
        List<Figure> figures = Size.measure(Scale.TINY, dir);
        figuresOf(figures, Size.NAME, 4, "B/leaf");
        int leaves = Scale.TINY.slow() * 5;
        int full = leaves / 256;
        assertThat(figures.getFirst().runs().getLast()).isEqualTo(32.0 * (leaves + full) / leaves);
        assertThat(figures.getLast().runs().getLast()).isEqualTo(2.0 * (full + 1) + 1);
    }

    @Test
    void a_figure_says_what_was_measured_and_how_it_lies_to_its_bar() {
        Figure figure = new Figure("b", "w", "ms", List.of(9.0, 1.0, 4.0), Bar.atMost(5));
        assertThat(figure.asObject())
                .containsAllEntriesOf(Map.of(
                        "min",
                        1.0,
                        "median",
                        4.0,
                        "max",
                        9.0,
                        "runs",
                        3,
                        "held",
                        true,
                        "runsHeld",
                        2L,
                        "bar",
                        "<= 5.00"));
        assertThat(figure.asLine()).contains("held (2 of 3 runs)");
        assertThat(new Figure("b", "w", "x", List.of(0.4), Bar.atLeast(0.5)).asLine())
                .contains("MISSED");
        assertThat(new Figure("b", "w", "x", List.of(1.0, 2.0), null).median()).isEqualTo(1.5);
        assertThatThrownBy(() -> new Figure("b", "w", "x", List.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_quantile_is_the_value_that_so_many_do_not_exceed() {
        Runs runs = new Runs();
        for (int i = 100; i > 0; i--) {
            runs.add(i);
        }
        assertThat(List.of(runs.quantile(0.5), runs.quantile(0.99), runs.quantile(1)))
                .containsExactly(50.0, 99.0, 100.0);
        assertThat(runs.count()).isEqualTo(100);
    }
}
