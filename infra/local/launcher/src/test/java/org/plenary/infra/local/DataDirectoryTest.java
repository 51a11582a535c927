package org.plenary.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose parts ask at the same time. */
class DataDirectoryTest {
    private static final int PARTS = 8;
    private static final int SECRETS = 200;

    @Test
    void parts_that_ask_together_get_the_same_secret(@TempDir Path dir) throws Exception {
        CyclicBarrier together = new CyclicBarrier(PARTS);
        try (var parts = Executors.newFixedThreadPool(PARTS)) {
            List<Future<List<String>>> asked = IntStream.range(0, PARTS)
                    .mapToObj(p -> parts.submit(() -> secrets(new DataDirectory(dir), together)))
                    .toList();
            List<String> first = asked.getFirst().get();
            for (Future<List<String>> part : asked) {
                assertThat(part.get()).isEqualTo(first);
            }
            assertThat(first).doesNotHaveDuplicates();
        }
        try (var files = Files.list(dir)) {
            assertThat(files.toList())
                    .hasSize(SECRETS)
                    .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                            .isEqualTo("rw-------"));
        }
    }

    private static List<String> secrets(DataDirectory data, CyclicBarrier together) throws Exception {
        List<String> secrets = new java.util.ArrayList<>();
        for (int i = 0; i < SECRETS; i++) {
            together.await(30, TimeUnit.SECONDS);
            secrets.add(data.secret("secret-" + i));
        }
        return secrets;
    }
}
