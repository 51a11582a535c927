package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.witness.Witness.Answer;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;

/** What a witness cosigns and what it refuses: C2SP tlog-witness, "add-checkpoint". */
class WitnessTest {
    private static final GrowingLog LOG = GrowingLog.of(GrowingLog.ORIGIN, 300);
    private static final String HASH = WitnessState.hash(GrowingLog.ORIGIN);
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    Path dir;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private Witness witness;

    @BeforeEach
    void open() {
        witness = Witness.open(
                dir.resolve("key"), dir.resolve("memory"), "w.example", KnownLogs.of(List.of(LOG.key())), now::get);
    }

    @AfterEach
    void close() {
        witness.close();
    }

    private Answer send(String submission) {
        return witness.add(submission.getBytes(UTF_8));
    }

    private void holds(long size) {
        assertThat(send(LOG.submission(0, size)).status()).isEqualTo(200);
    }

    private static long size(String note) {
        return Checkpoint.parse(SignedNote.parse(note).text()).size();
    }

    @Test
    void what_continues_the_log_is_cosigned_with_the_time() {
        long old = 0;
        for (long size : new long[] {0, 1, 2, 255, 256, 257, 300}) {
            now.set(NOON.plusSeconds(size));
            SignedNote note = LOG.note(size);
            Answer answer = send(LOG.submission(old, size));
            assertThat(answer.status()).as("%d to %d", old, size).isEqualTo(200);
            assertThat(answer.body()).startsWith("— w.example ").endsWith("\n");
            SignedNote cosigned = SignedNote.parse(note.encoded() + answer.body());
            assertThat(WitnessKey.parse(witness.vkey()).cosigned(cosigned)).hasValue(now.get());
            assertThat(witness.latest(HASH)).hasValue(cosigned.encoded());
            old = size;
        }
    }

    @Test
    void the_same_checkpoint_again_is_cosigned_again() {
        holds(7);
        now.set(NOON.plusSeconds(60));
        Answer answer = send(LOG.submission(7, 7));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(WitnessKey.parse(witness.vkey())
                        .cosigned(SignedNote.parse(LOG.note(7).encoded() + answer.body())))
                .hasValue(NOON.plusSeconds(60));
    }

    @Test
    void a_clock_that_was_set_back_makes_no_earlier_cosignature() {
        holds(7);
        now.set(NOON.minusSeconds(3_600));
        Answer answer = send(LOG.submission(7, 9));
        assertThat(WitnessKey.parse(witness.vkey())
                        .cosigned(SignedNote.parse(LOG.note(9).encoded() + answer.body())))
                .hasValue(NOON);
    }

    @Test
    void another_old_size_is_a_conflict_that_says_the_size_it_holds() {
        assertThat(send(LOG.submission(3, 5))).isEqualTo(new Answer(409, "text/x.tlog.size", "0\n"));
        holds(7);
        for (long old : new long[] {0, 6, 8, 9}) {
            assertThat(send(LOG.submission(old, 9)))
                    .as("old %d", old)
                    .isEqualTo(new Answer(409, "text/x.tlog.size", "7\n"));
        }
        assertThat(witness.latest(HASH).map(WitnessTest::size)).hasValue(7L);
    }

    @Test
    void the_log_cannot_go_back() {
        holds(7);
        assertThat(send(LOG.submission(5, 5)).status()).isEqualTo(409);
        assertThat(send(LOG.submission(0, 5)).status()).isEqualTo(409);
        assertThat(send(GrowingLog.submission(7, "", LOG.note(5))).status()).isEqualTo(400);
    }

    @Test
    void a_fork_of_the_same_size_is_refused_and_its_proof_is_kept() throws Exception {
        holds(7);
        GrowingLog other = LOG.fork(5, 7);
        assertThat(send(other.submission(7, 7)).status()).isEqualTo(422);
        assertThat(witness.latest(HASH))
                .hasValueSatisfying(n -> assertThat(n).startsWith(LOG.note(7).text()));
        String proof = Files.readString(dir.resolve("memory").resolve(HASH + ".fork"));
        assertThat(proof).contains(LOG.note(7).encoded()).endsWith(other.note(7).encoded());
    }

    @Test
    void a_fork_that_grew_is_refused() {
        holds(7);
        GrowingLog other = LOG.fork(5, 12);
        assertThat(send(other.submission(7, 12)).status()).isEqualTo(422);
        assertThat(send(GrowingLog.submission(7, LOG.proof(7, 12), other.note(12)))
                        .status())
                .isEqualTo(422);
        assertThat(send(LOG.submission(7, 12)).status()).isEqualTo(200);
    }

    @Test
    void a_proof_that_does_not_verify_is_refused() {
        holds(7);
        String proof = LOG.proof(7, 12);
        String hash = Base64.getEncoder().encodeToString(Hashing.empty()) + "\n";
        for (String bad : List.of(
                "",
                hash,
                proof + hash,
                hash + proof,
                proof.substring(0, proof.length() - 45),
                LOG.proof(6, 12),
                LOG.proof(7, 13),
                hash.repeat(Submission.PROOF_MAX))) {
            assertThat(send(GrowingLog.submission(7, bad, LOG.note(12))).status())
                    .as(bad)
                    .isEqualTo(422);
        }
        assertThat(send(GrowingLog.submission(7, hash, LOG.note(7))).status()).isEqualTo(422);
    }

    @Test
    void the_empty_log_needs_an_empty_proof_and_the_empty_root() {
        String hash = Base64.getEncoder().encodeToString(Hashing.empty()) + "\n";
        assertThat(send(GrowingLog.submission(0, hash, LOG.note(5))).status()).isEqualTo(422);
        assertThat(send(GrowingLog.submission(0, hash, LOG.note(0))).status()).isEqualTo(422);
        SignedNote wrong = LOG.note(new Checkpoint(GrowingLog.ORIGIN, 0, LOG.root(1)).body());
        assertThat(send(GrowingLog.submission(0, "", wrong)).status()).isEqualTo(422);
        assertThat(witness.latest(HASH)).isEmpty();
    }

    @Test
    void an_unknown_log_is_not_found() {
        GrowingLog unknown = GrowingLog.of("example.org/log2", 3);
        assertThat(send(unknown.submission(0, 3)).status()).isEqualTo(404);
    }

    @Test
    void what_no_key_of_the_log_signed_is_forbidden() {
        assertThat(send(LOG.stranger(3).submission(0, 3)).status()).isEqualTo(403);
        SignedNote note = LOG.note(3);
        SignedNote.Line line = note.signatures().getFirst();
        byte[] changed = line.signature().clone();
        changed[5] ^= 1;
        SignedNote.Line wrong = new SignedNote.Line(line.name(), line.id(), changed);
        for (List<SignedNote.Line> lines : List.of(List.of(wrong), List.of(line, wrong), List.of(wrong, line))) {
            SignedNote spoilt = new SignedNote(note.text(), lines);
            assertThat(send(GrowingLog.submission(0, "", spoilt)).status()).isEqualTo(403);
        }
        assertThat(witness.latest(HASH)).isEmpty();
    }

    @Test
    void signatures_of_others_are_passed_over_and_not_kept() {
        SignedNote note = LOG.note(3);
        List<SignedNote.Line> lines =
                new java.util.ArrayList<>(LOG.stranger(3).note(3).signatures());
        lines.addAll(GrowingLog.of("other.example", 1).note(1).signatures());
        lines.addAll(note.signatures());
        Answer answer = send(GrowingLog.submission(0, "", new SignedNote(note.text(), lines)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(witness.latest(HASH)).hasValue(note.encoded() + answer.body());
    }

    @Test
    void a_log_may_have_two_keys_and_one_suffices() {
        GrowingLog second = LOG.stranger(9);
        try (Witness both = Witness.open(
                dir.resolve("key2"),
                dir.resolve("memory2"),
                "w2.example",
                KnownLogs.of(List.of(LOG.key(), second.key())),
                now::get)) {
            assertThat(both.add(LOG.submission(0, 5).getBytes(UTF_8)).status()).isEqualTo(200);
            assertThat(both.add(second.submission(5, 9).getBytes(UTF_8)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void extension_lines_are_cosigned_as_they_stand() {
        SignedNote extended = LOG.note(LOG.note(3).text() + "extension\n");
        Answer answer = send(GrowingLog.submission(0, "", extended));
        assertThat(WitnessKey.parse(witness.vkey()).cosigned(SignedNote.parse(extended.encoded() + answer.body())))
                .hasValue(NOON);
    }

    @Test
    void what_is_malformed_is_a_bad_request() {
        String good = LOG.submission(0, 3);
        String hash = Base64.getEncoder().encodeToString(Hashing.empty()) + "\n";
        for (String bad : List.of(
                "",
                "\n",
                "old",
                "old 0",
                "old 0\n",
                "old 0\n\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "old +1"),
                good.replace("old 0", "old 01"),
                good.replace("old 0", "old  0"),
                good.replace("old 0", " old 0"),
                good.replace("old 0", "old 0 "),
                good.replace("old 0", "old 0\r"),
                good.replace("old 0", "Old 0"),
                good.replace("old 0", "old 9999999999999999999"),
                good.replace("old 0", "old ٣"),
                good.replace("old 0\n", ""),
                good.replace("old 0\n", "\n"),
                good.replace("old 0\n", "old 0\nold 0\n"),
                good.replace("old 0\n", "old 0\n" + hash.replace("\n", "=\n")),
                good.replace("old 0\n", "old 0\n" + hash.replace("=", "")),
                good.replace("old 0\n", "old 0\n" + hash.replace("Fuo=", "Fup=").replace("SuFU=", "SuFV=")),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n", "old 0\n " + hash),
                good.replace("old 0\n", "old 0\n" + hash.strip() + " \n"),
                good.replace("old 0\n", "old 0\n" + String.join("", Collections.nCopies(64, hash))),
                good.stripTrailing(),
                good + "\n",
                good + "x\n",
                good.replace("— ", "- "),
                good.replace("\n3\n", "\n03\n"),
                good.replace("\n3\n", "\n-3\n"),
                good.replace("\n3\n", "\n\n3\n"),
                good.replace("\n", "\r\n"),
                good.replace("example.org/log\n", "example\u0001\n"))) {
            Answer answer = send(bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.type()).startsWith("text/plain");
        }
        byte[] latin = good.getBytes(UTF_8);
        latin[latin.length - 3] = (byte) 0xe9;
        assertThat(witness.add(latin).status()).isEqualTo(400);
        assertThat(witness.latest(HASH)).isEmpty();
    }
}
