package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A copy is whole or it is none, and only whole ones are put back. */
class BackupTest {
    private Path data;
    private Path backup;
    private Path empty;

    /** One for each log that the record began. */
    private static final List<String> LOG_KEYS = List.of("record-key", "record-key-2");

    @BeforeEach
    void anInstanceThatIsStopped(@TempDir Path dir) throws Exception {
        data = dir.resolve("data");
        backup = dir.resolve("disk/backup");
        empty = dir.resolve("empty");
        Files.createDirectories(data.resolve("store"));
        Files.createDirectories(data.resolve("broker/topic-0"));
        Files.writeString(data.resolve("store/store.mv"), "documents");
        Files.writeString(data.resolve("broker/topic-0/00000000000000000000.log"), "records");
        Files.writeString(data.resolve("broker/topic-0/empty"), "");
        Files.writeString(data.resolve("instance.properties"), "pid=1");
        new DataDirectory(data).secret("token-secret");
        for (String key : LOG_KEYS) {
            Files.writeString(data.resolve(key), key);
            Files.setPosixFilePermissions(data.resolve(key), PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static int run(String... args) {
        return new CommandLine(new Plenary()).execute(args);
    }

    private int backedUp() {
        return run("backup", "--data", data.toString(), "--to", backup.toString());
    }

    private int putBack() {
        return run("restore", "--from", backup.toString(), "--data", empty.toString());
    }

    @Test
    void everything_comes_back_as_it_was_with_who_may_read_it_and_without_what_says_that_it_runs() throws Exception {
        assertThat(backedUp()).isZero();
        assertThat(Files.readString(backup.resolve(VerifiedCopy.SUMS)))
                .contains("  broker/topic-0/00000000000000000000.log\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rwx------");
        Files.createDirectory(empty);
        assertThat(putBack()).isZero();
        assertThat(empty.resolve("store/store.mv")).hasContent("documents");
        assertThat(empty.resolve("broker/topic-0/empty")).isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(empty.resolve("token-secret"))))
                .isEqualTo("rw-------");
        for (String key : LOG_KEYS) {
            assertThat(empty.resolve(key)).hasContent(key);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(empty.resolve(key))))
                    .isEqualTo("rw-------");
        }
        assertThat(new DataDirectory(empty).secret("token-secret"))
                .isEqualTo(new DataDirectory(data).secret("token-secret"));
        assertThat(empty.resolve("instance.properties")).doesNotExist();
        assertThat(empty.resolve(VerifiedCopy.SUMS)).doesNotExist();
        assertThat(empty.resolve(HeldMark.FILE))
                .as("nothing ends by itself on it")
                .exists();
    }

    @Test
    void a_running_instance_is_not_copied() {
        try (DataDirectory running = new DataDirectory(data)) {
            assertThat(running.acquire()).isTrue();
            assertThat(backedUp()).isEqualTo(1);
        }
        assertThat(backup).doesNotExist();
    }

    @Test
    void nothing_is_written_over_and_nothing_into_the_instance_itself() throws Exception {
        assertThat(backedUp()).isZero();
        assertThat(backedUp()).as("there is one").isEqualTo(1);
        assertThat(run(
                        "backup",
                        "--data",
                        data.toString(),
                        "--to",
                        data.resolve("b").toString()))
                .isEqualTo(1);
        Files.createDirectory(empty);
        Files.writeString(empty.resolve("mine"), "");
        assertThat(putBack()).isEqualTo(1);
        assertThat(empty).isDirectoryContaining("glob:**/mine");
        assertThat(empty.resolve("store")).doesNotExist();
    }

    @Test
    void a_changed_a_missing_and_an_added_file_keep_a_backup_from_being_put_back() throws Exception {
        assertThat(backedUp()).isZero();
        Path store = backup.resolve("store/store.mv");
        Files.writeString(store, "dokuments");
        assertThat(putBack()).isEqualTo(1);
        Files.delete(store);
        assertThat(putBack()).isEqualTo(1);
        Files.writeString(store, "documents");
        Path added = Files.writeString(backup.resolve("added"), "");
        assertThat(putBack()).isEqualTo(1);
        Files.delete(added);
        Path sums = backup.resolve(VerifiedCopy.SUMS);
        String listed = Files.readString(sums);
        Files.writeString(sums, listed + "0".repeat(64) + "  ../../outside\n");
        assertThat(putBack()).isEqualTo(1);
        Files.delete(sums);
        assertThat(putBack()).as("cut off before its end").isEqualTo(1);
        assertThat(empty).doesNotExist();
        Files.writeString(sums, listed);
        assertThat(putBack()).isZero();
    }

    @Test
    void a_wrong_order_is_told_and_does_nothing() {
        assertThat(run("restore")).isEqualTo(2);
        assertThat(run("restore", "record")).as("its log comes from its tiles").isEqualTo(2);
        assertThat(run("restore", "meeting", "--from", backup.toString())).isEqualTo(2);
        assertThat(run("restore", "meeting", "agenda", "--without", "1/2")).isEqualTo(2);
        assertThat(run("restore", "meeting", "--without", "first")).isEqualTo(2);
        assertThat(run("restore", "meeting", "--data", empty.toString())).isEqualTo(1);
        assertThat(run("backup", "--data", empty.toString(), "--to", backup.toString()))
                .isEqualTo(1);
        assertThat(empty).doesNotExist();
    }
}
