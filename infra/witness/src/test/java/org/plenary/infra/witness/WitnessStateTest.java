package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.tlog.LogKey;

/** A witness's memory: it outlives the process, and where it is not whole the witness does not start. */
class WitnessStateTest {
    private static final GrowingLog LOG = GrowingLog.of(GrowingLog.ORIGIN, 20);
    private static final String FILE = WitnessState.hash(GrowingLog.ORIGIN) + ".checkpoint";

    @TempDir
    Path dir;

    private Witness open(String key, String memory) {
        return Witness.open(
                dir.resolve(key),
                dir.resolve(memory),
                "w.example/" + key,
                KnownLogs.of(List.of(LOG.key())),
                InstantSource.system());
    }

    private int send(Witness witness, long old, long size) {
        return witness.add(LOG.submission(old, size).getBytes(UTF_8)).status();
    }

    private Path seven(String key, String memory) {
        try (Witness witness = open(key, memory)) {
            assertThat(send(witness, 0, 7)).isEqualTo(200);
        }
        return dir.resolve(memory).resolve(FILE);
    }

    private void stops(String memory, String because) {
        assertThatThrownBy(() -> open("key", memory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(because);
    }

    @Test
    void it_is_remembered_with_the_key_and_its_first_name() {
        seven("key", "memory");
        String vkey;
        try (Witness witness = open("key", "memory")) {
            vkey = witness.vkey();
            assertThat(send(witness, 0, 9)).isEqualTo(409);
            assertThat(send(witness, 7, 9)).isEqualTo(200);
        }
        try (Witness renamed = Witness.open(
                dir.resolve("key"),
                dir.resolve("memory"),
                "another.name",
                origin -> List.<LogKey>of(),
                InstantSource.system())) {
            assertThat(renamed.vkey()).isEqualTo(vkey).startsWith("w.example/key+");
            assertThat(renamed.latest(WitnessState.hash(GrowingLog.ORIGIN))).isPresent();
        }
    }

    @Test
    void only_its_owner_reads_the_key() throws Exception {
        seven("key", "memory");
        Path key = dir.resolve("key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        stops("memory", "others can read");
    }

    @Test
    void a_damaged_key_stops_it() throws Exception {
        seven("key", "memory");
        seven("other", "memory2");
        Path key = dir.resolve("key");
        List<String> own = Files.readAllLines(key);
        List<String> others = Files.readAllLines(dir.resolve("other"));
        for (List<String> lines : List.of(
                List.<String>of(),
                List.of(own.getFirst()),
                List.of(own.getFirst(), "AAAA"),
                List.of(own.getFirst(), others.get(1)),
                List.of(own.getFirst().replace("w.example", "x.example"), own.get(1)))) {
            Files.write(key, lines);
            stops("memory", "damaged");
        }
    }

    @Test
    void a_torn_memory_stops_it_and_never_counts_as_none() throws Exception {
        Path file = seven("key", "memory");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            stops("memory", "damaged");
        }
        Files.write(file, new byte[whole.length]);
        stops("memory", "damaged");
        Files.write(file, new byte[WitnessState.FILE_BYTES_MAX + 1]);
        stops("memory", "too long");
        Files.write(file, whole);
        open("key", "memory").close();
    }

    @Test
    void no_bit_of_its_memory_may_change() throws Exception {
        Path file = seven("key", "memory");
        byte[] whole = Files.readAllBytes(file);
        int text = new String(whole, UTF_8).indexOf("\n\n");
        for (int bit = 0; bit < text * 8; bit++) {
            byte[] changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, changed);
            stops("memory", "damaged");
        }
    }

    @Test
    void another_witnesss_memory_stops_it() throws Exception {
        Path own = seven("key", "memory");
        Path others = seven("other", "memory2");
        Files.write(own, Files.readAllBytes(others));
        stops("memory", "not cosigned by this key");
        stops("memory2", "is in use, and its memory is not at");
    }

    @Test
    void a_memory_under_another_logs_name_stops_it() throws Exception {
        Path file = seven("key", "memory");
        Files.copy(file, file.resolveSibling(WitnessState.hash("example.org/other") + ".checkpoint"));
        stops("memory", "of another log");
    }

    @Test
    void a_key_without_its_memory_and_a_memory_without_its_key_stop_it() throws Exception {
        seven("key", "memory");
        stops("elsewhere", "is in use, and its memory is not at");
        Files.delete(dir.resolve("key"));
        stops("memory", "whose key is not at");
    }

    /** Its end between naming the key and keeping it, and between a new file and its name. */
    @Test
    void what_an_end_in_the_middle_leaves_does_no_harm() throws Exception {
        Files.createDirectories(dir.resolve("memory"));
        Files.writeString(dir.resolve("memory").resolve("witness"), "a key that was never kept\n");
        Path file = seven("key", "memory");
        Files.writeString(file.resolveSibling(FILE + ".next"), "half");
        try (Witness witness = open("key", "memory")) {
            assertThat(send(witness, 7, 9)).isEqualTo(200);
        }
    }

    @Test
    void two_witnesses_never_share_a_memory() {
        try (Witness first = open("key", "memory")) {
            stops("memory", "another witness runs");
            assertThat(send(first, 0, 3)).isEqualTo(200);
        }
        open("key", "memory").close();
    }

    @Test
    void what_cannot_be_kept_is_not_cosigned() throws Exception {
        try (Witness witness = open("key", "memory")) {
            assertThat(send(witness, 0, 7)).isEqualTo(200);
            Path blocked = dir.resolve("memory").resolve(FILE + ".next");
            Files.createDirectory(blocked);
            assertThat(send(witness, 7, 9)).isEqualTo(503);
            Files.delete(blocked);
            assertThat(send(witness, 7, 9)).isEqualTo(200);
        }
    }
}
