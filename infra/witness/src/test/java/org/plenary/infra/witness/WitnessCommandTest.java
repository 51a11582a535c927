package org.plenary.infra.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The witness as an office runs it: a process, its files, one line to give to others. */
class WitnessCommandTest {
    private static final GrowingLog LOG = GrowingLog.of(GrowingLog.ORIGIN, 9);

    @TempDir
    Path dir;

    @BeforeEach
    void logs() throws Exception {
        Files.writeString(dir.resolve("logs"), "# ours\nlog " + LOG.key().vkey() + "\n");
    }

    private String[] arguments(String name, String listen) {
        return new String[] {
            "--name",
            name,
            "--key",
            dir.resolve("key").toString(),
            "--state",
            dir.resolve("memory").toString(),
            "--logs",
            dir.resolve("logs").toString(),
            "--listen",
            listen
        };
    }

    private Process start(String name) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WitnessCommand.class.getName()));
        command.addAll(List.of(arguments(name, "127.0.0.1:0")));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void it_says_its_key_cosigns_and_remembers_when_it_is_started_again() throws Exception {
        String first = "";
        for (int round = 0; round < 2; round++) {
            Process process = start("w.example/au");
            try (BufferedReader out = process.inputReader()) {
                String vkey = out.readLine();
                assertThat(vkey).startsWith("w.example/au+");
                String port = out.readLine().replaceAll("\\D*(\\d+).*", "$1");
                HttpResponse<String> answer = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/add-checkpoint"))
                                        .POST(HttpRequest.BodyPublishers.ofString(LOG.submission(0, 7)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(round == 0 ? 200 : 409);
                assertThat(vkey).isEqualTo(round == 0 ? vkey : first);
                first = vkey;
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
        Process renamed = start("w.example/id");
        assertThat(new String(renamed.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("a key keeps its name");
        assertThat(renamed.waitFor()).isEqualTo(1);
    }

    private int submitted(String body) throws Exception {
        Process process = start("w.example/au");
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            String port = out.readLine().replaceAll("\\D*(\\d+).*", "$1");
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/add-checkpoint"))
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    void a_log_that_continues_another_is_told_by_a_second_line_and_the_first_ones_memory_stays() throws Exception {
        GrowingLog next = GrowingLog.of(GrowingLog.ORIGIN + "/log2", 3);
        assertThat(submitted(LOG.submission(0, 7))).isEqualTo(200);
        assertThat(submitted(next.submission(0, 3))).isEqualTo(404);
        Files.writeString(
                dir.resolve("logs"),
                "log " + LOG.key().vkey() + "\nlog " + next.key().vkey() + "\n");
        assertThat(submitted(next.submission(0, 3))).isEqualTo(200);
        assertThat(submitted(next.submission(0, 3))).isEqualTo(409);
        assertThat(submitted(LOG.submission(0, 7))).isEqualTo(409);
        assertThat(submitted(next.stranger(3).submission(3, 3))).isEqualTo(403);
    }

    @Test
    void what_is_wrong_is_said_in_words_and_by_the_exit_code() throws Exception {
        assertThat(new CommandLine(new WitnessCommand()).execute("--name", "x")).isEqualTo(2);
        assertThat(new CommandLine(new WitnessCommand()).execute(arguments("w", "8090")))
                .isEqualTo(2);
        assertThat(new CommandLine(new WitnessCommand()).execute(arguments("w", "localhost:x")))
                .isEqualTo(2);
        assertThat(new CommandLine(new WitnessCommand()).execute(arguments("a b", "127.0.0.1:0")))
                .isEqualTo(1);
        Files.writeString(dir.resolve("logs"), "log nothing\n");
        assertThat(new CommandLine(new WitnessCommand()).execute(arguments("w", "127.0.0.1:0")))
                .isEqualTo(1);
        Files.delete(dir.resolve("logs"));
        assertThat(new CommandLine(new WitnessCommand()).execute(arguments("w", "127.0.0.1:0")))
                .isEqualTo(1);
    }

    @Test
    void a_whole_policy_names_the_logs_as_well() throws Exception {
        Path file = dir.resolve("logs");
        Files.writeString(file, "log " + LOG.key().vkey() + " https://example.org\n\n \tquorum none\n");
        assertThat(KnownLogs.read(file).of(GrowingLog.ORIGIN)).hasSize(1);
        assertThat(KnownLogs.read(file).of("another")).isEmpty();
        Files.writeString(file, "quorum none\n");
        assertThatThrownBy(() -> KnownLogs.read(file)).hasMessageContaining("no log is named");
    }
}
