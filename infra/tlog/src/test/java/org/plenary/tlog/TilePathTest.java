package org.plenary.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TilePathTest {
    @Test
    void paths_are_spelt_as_the_format_says() {
        assertThat(TilePath.hashes(0, 1_234_067, 256)).hasToString("tile/0/x001/x234/067");
        assertThat(TilePath.hashes(63, 0, 1)).hasToString("tile/63/000.p/1");
        assertThat(TilePath.hashes(1, 999, 255)).hasToString("tile/1/999.p/255");
        assertThat(TilePath.hashes(1, 1_000, 255)).hasToString("tile/1/x001/000.p/255");
        assertThat(TilePath.entries(5, 7)).hasToString("tile/entries/005.p/7");
    }

    @Test
    void every_path_is_read_back() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            long index = random.nextLong(1L << random.nextInt(1, 59));
            TilePath path = new TilePath(random.nextInt(-1, 64), index, random.nextInt(1, 257));
            assertThat(TilePath.parse(path.toString())).contains(path);
        }
    }

    @Test
    void another_spelling_is_no_path() {
        for (String bad : List.of(
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "/tile/0/005",
                "tile/0/5",
                "tile/0/0005",
                "tile/00/005",
                "tile/64/005",
                "tile/-1/005",
                "tile/+1/005",
                "tile/ 1/005",
                "tile/0/x000/005",
                "tile/0/001/005",
                "tile/0/x005",
                "tile/0/x001/x005",
                "tile/0/005.p/0",
                "tile/0/005.p/256",
                "tile/0/005.p/01",
                "tile/0/005.p/999",
                "tile/0/005.p/",
                "tile/0/005.p",
                "tile/0/005.p/1/2",
                "tile/0/../005",
                "tile/0/005/",
                "tile/0/005\n",
                "tile/entries/5",
                "tile/data/005",
                "tile/8/0/000",
                "tile/0/٠٠٥",
                "TILE/0/005",
                "tile/0/" + "x001/".repeat(7) + "000",
                "tile/0/" + "x001/".repeat(10_000) + "000")) {
            assertThat(TilePath.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void one_wrong_character_is_never_the_same_path() {
        List<String> same = new ArrayList<>();
        String path = "tile/0/x001/x234/067.p/12";
        for (int at = 0; at < path.length(); at++) {
            for (char c = 0x20; c < 0x7f; c++) {
                String other = path.substring(0, at) + c + path.substring(at + 1);
                if (!other.equals(path) && TilePath.parse(other).equals(TilePath.parse(path))) {
                    same.add(other);
                }
            }
        }
        assertThat(same).isEmpty();
    }

    @Test
    void limits_are_those_of_the_format() {
        for (int[] bad : new int[][] {{-2, 0, 1}, {64, 0, 1}, {0, -1, 1}, {0, 0, 0}, {0, 0, 257}}) {
            assertThatThrownBy(() -> new TilePath(bad[0], bad[1], bad[2])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_tile_needs_the_entries_below_all_its_hashes() {
        assertThat(TilePath.entries(1, 1).entriesNeeded()).isEqualTo(257);
        assertThat(TilePath.hashes(0, 1, 1).entriesNeeded()).isEqualTo(257);
        assertThat(TilePath.hashes(1, 0, 1).entriesNeeded()).isEqualTo(256);
        assertThat(TilePath.hashes(1, 1, 17).entriesNeeded()).isEqualTo(273L * 256);
        assertThatThrownBy(() -> TilePath.hashes(63, 0, 1).entriesNeeded()).isInstanceOf(ArithmeticException.class);
    }
}
