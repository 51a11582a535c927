package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CodeCommandTest {
    private static int code(String... args) {
        return new CommandLine(new Plenary()).execute(args);
    }

    @Test
    void a_code_is_six_digits_from_a_secret_that_only_the_owner_reads(@TempDir Path data) throws Exception {
        new DataDirectory(data).secret("demo-totp");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("demo-totp"))))
                .isEqualTo("rw-------");
        assertThat(Plenary.code(data, "au.cochair")).matches("[0-9]{6}");
        assertThat(code("code", "au.cochair", "--data", data.toString())).isZero();
    }

    @Test
    void who_is_no_demonstration_user_and_a_folder_where_nothing_was_started_are_failures_and_make_nothing(
            @TempDir Path data) {
        assertThat(code("code", "au.cochair", "--data", data.toString())).isEqualTo(1);
        assertThat(data).isEmptyDirectory();
        new DataDirectory(data).secret("demo-totp");
        assertThat(code("code", "th.focal", "--data", data.toString()))
                .as("whoever may be given an office has a code")
                .isZero();
        assertThat(code("code", "nobody", "--data", data.toString())).isEqualTo(1);
        assertThat(code("code", "--data", data.toString())).isEqualTo(2);
    }
}
