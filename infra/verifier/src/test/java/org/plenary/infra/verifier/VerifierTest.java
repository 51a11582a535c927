package org.plenary.infra.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The command as an outsider calls it: its words, its exit codes, and what it leaves behind. */
class VerifierTest {
    private static final SignedLog LOG = new SignedLog(300, 600);

    @TempDir
    Path dir;

    private String out = "";
    private String err = "";

    private int run(String... args) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream failed = new ByteArrayOutputStream();
        int code = Verifier.run(
                new PrintStream(said, true, UTF_8),
                new PrintStream(failed, true, UTF_8),
                InstantSource.fixed(SignedLog.SEEN.plusSeconds(60)),
                dir.resolve("home"),
                args);
        out = said.toString(UTF_8);
        err = failed.toString(UTF_8);
        return code;
    }

    private Path served(String name, Map<String, byte[]> resources) throws IOException {
        Path at = dir.resolve(name);
        for (Map.Entry<String, byte[]> resource : resources.entrySet()) {
            Path file = at.resolve(resource.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, resource.getValue());
        }
        return at;
    }

    @Test
    void a_record_that_holds_is_said_in_words_and_ends_with_0() throws IOException {
        Path log = served("log", LOG.resources(600));
        assertThat(run("verify", log.toString())).isZero();
        assertThat(out)
                .startsWith("VERIFIED: the record is whole and unchanged")
                .contains("600 entries", "record.example/log", "office-a signed at 2027-01-20T03:00:00Z", "Please note")
                .doesNotContain("null");
        assertThat(err).isEmpty();
        assertThat(run("verify", log.toUri().toString(), "--json")).isZero();
        JsonNode line = Json.read(out.strip()).orElseThrow();
        assertThat(line.path("outcome").asString()).isEqualTo("verified");
        assertThat(line.path("entries").asLong()).isEqualTo(600);
        assertThat(line.path("witnesses").size()).isEqualTo(3);
    }

    @Test
    void a_fork_ends_with_1_and_both_checkpoints_are_written_out() throws IOException {
        Path state = dir.resolve("state");
        assertThat(run("verify", served("one", LOG.resources(600)).toString(), "--state", state.toString()))
                .isZero();
        java.util.List<byte[]> entries = new java.util.ArrayList<>(LOG.entries);
        entries.set(7, SignedLog.event("meeting-y", 1, "{}"));
        SignedLog other = new SignedLog(SignedLog.SIGNERS, entries, 600);
        Path fork = served("two", other.resources(600));
        assertThat(run("verify", fork.toString(), "--state", state.toString())).isEqualTo(1);
        assertThat(out)
                .startsWith("NOT VERIFIED: there are two histories")
                .contains("What it means", "Expected", "Found", "What to do", "Evidence")
                .doesNotContain("null");
        Path evidence;
        try (Stream<Path> files = Files.list(state)) {
            evidence = files.filter(f -> f.getFileName().toString().startsWith("evidence-fork-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(Files.readString(evidence.resolve("checkpoint-kept-here"))).isEqualTo(LOG.note(600));
        assertThat(Files.readString(evidence.resolve("checkpoint-shown-now"))).isEqualTo(other.note(600));
        assertThat(Files.readString(evidence.resolve("about.txt"))).contains("two histories");

        assertThat(run("verify", fork.toString(), "--state", state.toString(), "--json"))
                .isEqualTo(1);
        JsonNode line = Json.read(out.strip()).orElseThrow();
        assertThat(line.path("fault").asString()).isEqualTo("fork");
        assertThat(line.path("evidence").size()).isEqualTo(1);
        assertThat(Files.exists(Path.of(line.path("evidence").get(0).asString())))
                .isTrue();
    }

    /** The log that continues the other one from this size, by a first entry that says so. */
    private static SignedLog next(SignedLog old, int size, long kept) {
        SignedLog.Signers signers = new SignedLog.Signers("record.example/log2");
        return new SignedLog(
                signers,
                java.util.List.of(old.continuedBy(signers, size, kept).bytes(), SignedLog.event("meeting-1", 7, "{}")),
                2);
    }

    @Test
    void a_log_that_continues_another_is_compared_with_the_state_the_copy_or_the_address_of_the_old_one()
            throws IOException {
        String old = served("old", LOG.resources(600)).toString();
        Path state = dir.resolve("old-state");
        Path copy = dir.resolve("old-copy");
        assertThat(run("verify", old, "--state", state.toString(), "--keep", copy.toString()))
                .isZero();
        SignedLog next = next(LOG, 600, 600);
        String log = served("next", next.resources(2)).toString();
        assertThat(run("verify", log)).isZero();
        assertThat(out).contains("It continues the log record.example/log", "with --after");
        for (String after : java.util.List.of(
                state.toString(), copy.toString(), Path.of(old).toUri().toString())) {
            assertThat(run("verify", log, "--after", after)).isZero();
            assertThat(out).as(after).startsWith("VERIFIED").contains("is exactly the checkpoint");
            assertThat(run("verify", log, "--after", after, "--json")).isZero();
            JsonNode continues = Json.read(out.strip()).orElseThrow().path("continues");
            assertThat(continues.path("after").asString()).isEqualTo("same");
            assertThat(continues.path("goesOn").asBoolean()).isTrue();
            assertThat(continues.path("size").asLong()).isEqualTo(600);
            assertThat(continues.path("order").asString()).isEqualTo("forum-1@14");
        }
        Path kept = dir.resolve("next-state");
        assertThat(run("verify", log, "--state", kept.toString(), "--after", state.toString()))
                .isZero();
        assertThat(run("verify", log, "--state", kept.toString(), "--json")).isZero();
        JsonNode later = Json.read(out.strip()).orElseThrow().path("continues");
        assertThat(later.path("after").asString()).isEqualTo("same");
        assertThat(later.path("goesOn").asBoolean()).isTrue();
        Path both = dir.resolve("both");
        Files.writeString(
                both, LOG.signers.policy() + "\nlog " + next.signers.logKey().vkey() + "\n");
        assertThat(run("verify", old, "--policy", both.toString())).isZero();
    }

    @Test
    void a_log_that_contradicts_what_was_followed_of_the_old_one_ends_with_1() throws IOException {
        String old = served("old", LOG.resources(600)).toString();
        Path state = dir.resolve("old-state");
        assertThat(run("verify", old, "--state", state.toString())).isZero();
        String shorter = served("shorter", next(LOG, 300, 300).resources(2)).toString();
        for (String after : new String[] {state.toString(), old}) {
            assertThat(run("verify", shorter, "--after", after)).isEqualTo(1);
            assertThat(out).startsWith("NOT VERIFIED: the new log leaves out entries of the old one");
        }
        SignedLog other = new SignedLog(SignedLog.SIGNERS, SignedLog.events(601).subList(1, 601), 600);
        assertThat(run(
                        "verify",
                        served("fork", next(other, 600, 0).resources(2)).toString(),
                        "--after",
                        state.toString()))
                .isEqualTo(1);
        assertThat(out)
                .startsWith("NOT VERIFIED: the new log continues another history")
                .contains("Evidence");
        assertThat(run("verify", old, "--after", state.toString())).isEqualTo(1);
        assertThat(out).startsWith("NOT VERIFIED: this log does not say that it continues another");
        Map<String, byte[]> broken = LOG.resources(600);
        broken.remove("tile/entries/000");
        String log = served("next", next(LOG, 600, 600).resources(2)).toString();
        assertThat(run("verify", log, "--after", served("broken", broken).toString()))
                .isEqualTo(1);
        assertThat(out)
                .startsWith("NOT VERIFIED: a part of the record is missing")
                .contains("of the old log");
    }

    @Test
    void a_thing_that_does_not_go_on_where_it_ended_is_found_with_after_and_in_each_later_run() throws IOException {
        SignedLog.Signers signers = new SignedLog.Signers("record.example/log2");
        SignedLog next = new SignedLog(
                signers,
                java.util.List.of(LOG.continuedBy(signers, 600, 600).bytes(), SignedLog.event("meeting-1", 8, "{}")),
                2);
        String old = served("old", LOG.resources(600)).toString();
        String log = served("next", next.resources(2)).toString();
        Path kept = dir.resolve("next-state");
        assertThat(run("verify", log, "--state", kept.toString())).isZero();
        for (String[] args : new String[][] {
            {"verify", log, "--state", kept.toString(), "--after", old}, {"verify", log, "--state", kept.toString()}
        }) {
            assertThat(run(args)).isEqualTo(1);
            assertThat(out)
                    .startsWith("NOT VERIFIED: events are missing or repeated between the old log and the new one")
                    .contains("meeting-1", "Evidence");
        }
    }

    @Test
    void that_more_was_named_than_was_followed_is_said_and_no_fault() throws IOException {
        String log = served("next", next(LOG, 600, 300).resources(2)).toString();
        Path state = dir.resolve("old-state");
        assertThat(run("verify", served("old", LOG.resources(300)).toString(), "--state", state.toString()))
                .isZero();
        assertThat(run("verify", log, "--after", state.toString())).isZero();
        assertThat(out.replaceAll("\\s+", " ")).contains("was not verified", "The record lost entries");
        assertThat(run("verify", log, "--after", state.toString(), "--json")).isZero();
        assertThat(Json.read(out.strip())
                        .orElseThrow()
                        .path("continues")
                        .path("after")
                        .asString())
                .isEqualTo("not-verified");
    }

    @Test
    void keys_of_the_users_own_count_and_only_they() throws IOException {
        Path log = served("log", LOG.resources(300));
        Path mine = dir.resolve("mine");
        Files.writeString(mine, SignedLog.SIGNERS.policy());
        assertThat(run("verify", log.toString(), "--policy", mine.toString())).isZero();
        assertThat(out).contains("those of the policy that you gave").doesNotContain("Please note");
        Files.writeString(mine, new SignedLog.Signers().policy());
        assertThat(run("verify", log.toString(), "--policy", mine.toString())).isEqualTo(1);
        assertThat(out).contains("signed with another key");
    }

    @Test
    void a_copy_is_kept_and_verifies() throws IOException {
        Path copy = dir.resolve("copy");
        String log = served("log", LOG.resources(600)).toString();
        assertThat(run("verify", log, "--keep", copy.toString())).isZero();
        assertThat(run("verify", copy.toString())).isZero();
    }

    @Test
    void wrong_usage_ends_with_2_and_looks_at_nothing() throws IOException {
        String log = served("log", LOG.resources(300)).toString();
        Path file = Files.writeString(dir.resolve("file"), "x");
        for (String[] args : new String[][] {
            {},
            {"nonsense"},
            {"verify"},
            {"verify", dir.resolve("nothing-here").toString()},
            {"verify", "ftp://record.example/"},
            {"verify", "file:///nothing/here"},
            {"verify", log, log},
            {"verify", log, file.toString()},
            {"verify", log, "--policy", dir.resolve("nothing-here").toString()},
            {"verify", log, "--policy", file.toString()},
            {"verify", log, "--stale-after", "0"},
            {"verify", log, "--stale-after", "soon"},
            {"verify", log, "--nonsense"},
            {"verify", file.toString(), "--keep", dir.toString()},
            {"verify", file.toString(), "--after", log},
            {"verify", log, "--after", file.toString()},
            {"verify", log, "--after", dir.toString()},
            {"key"},
            {"key", "make"},
            {"key", "make", "--name", "a b", "--out", dir.resolve("k").toString()},
            {"sign", file.toString()},
            {"sign", "--key", file.toString(), file.toString()},
            {"check-signature", file.toString()}
        }) {
            assertThat(run(args)).as(String.join(" ", args)).isEqualTo(2);
            assertThat(err).as(String.join(" ", args)).isNotBlank().doesNotContain("Exception");
            assertThat(out).isEmpty();
        }
        assertThat(run("--help")).isZero();
        assertThat(run("verify", "--help")).isZero();
    }

    @Test
    void an_address_that_nobody_answers_ends_with_1() {
        assertThat(run("verify", "http://localhost:1/record")).isEqualTo(1);
        assertThat(out).startsWith("NOT VERIFIED: the log could not be read").contains("Try again");
    }

    @Test
    void every_fault_has_words_of_its_own() {
        Set<String> titles = new HashSet<>();
        Set<String> meanings = new HashSet<>();
        for (Fault fault : Fault.values()) {
            assertThat(titles.add(fault.title())).as(fault.name()).isTrue();
            assertThat(meanings.add(fault.means())).as(fault.name()).isTrue();
            assertThat(fault.means()).endsWith(".");
            assertThat(fault.advice()).endsWith(".");
        }
        assertThat(Arrays.stream(Fault.values()).map(Fault::slug)).doesNotHaveDuplicates();
    }

    @Test
    void what_comes_from_outside_cannot_write_to_the_terminal_as_it_likes() {
        NotVerified e = new NotVerified(Fault.FORK, "a", "\u001b[2J\u202efalse\nVERIFIED: all is well");
        String text = Result.fails("t", e, java.util.List.of()).text();
        assertThat(text).doesNotContain("\u001b", "\u202e").doesNotContain("\nVERIFIED");
    }
}
