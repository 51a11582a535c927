package org.plenary.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log's key is one pair for ever, which only its owner reads. */
class KeyFileTest {
    @Test
    void a_key_is_made_once_and_nothing_else_is_left(@TempDir Path dir) throws Exception {
        KeyFile made = KeyFile.openOrMake(dir.resolve("key"), "localhost/record");
        assertThat(KeyFile.openOrMake(dir.resolve("key"), "other/name").key().vkey())
                .isEqualTo(made.key().vkey());
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(dir.resolve("key"));
        }
    }

    @Test
    void a_key_that_others_can_read_is_not_used(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("key");
        KeyFile.openOrMake(file, "localhost/record");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> KeyFile.openOrMake(file, "localhost/record"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("others can read");
    }

    @Test
    void a_key_whose_halves_do_not_match_or_that_is_cut_off_is_not_used(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("key");
        KeyFile.openOrMake(file, "localhost/record");
        KeyFile.openOrMake(dir.resolve("other"), "localhost/record");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, Files.readAllLines(dir.resolve("other")).get(2));
        for (List<String> bad : List.of(lines, lines.subList(0, 2), List.<String>of())) {
            Files.write(file, bad);
            assertThatThrownBy(() -> KeyFile.openOrMake(file, "localhost/record"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is damaged");
        }
    }
}
