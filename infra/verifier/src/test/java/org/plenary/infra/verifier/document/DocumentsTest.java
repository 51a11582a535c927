package org.plenary.infra.verifier.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.infra.verifier.WrongUsage;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.TlogProof;

/** Published files and receipts are verified with their proofs, offline. */
class DocumentsTest {
    private static final Proofs PROOFS = new Proofs();
    private static final Optional<Keys> GIVEN =
            Optional.of(Keys.parse(SignedLog.SIGNERS.policy().getBytes(UTF_8), Keys.Source.GIVEN));

    @TempDir
    Path dir;

    private Path file;
    private Path proof;

    @BeforeEach
    void published() throws IOException {
        file = Files.write(dir.resolve("text.json"), Proofs.TEXT);
        proof = Files.writeString(
                dir.resolve("text.json.proof.json"), PROOFS.ofText().encoded());
    }

    private static List<Documents.Judged> judge(Optional<Keys> keys, Path... files) {
        InstantSource clock = InstantSource.fixed(SignedLog.SEEN.plusSeconds(1_000_000));
        return new Documents(new DocumentCheck(keys, clock)).judge(List.of(files));
    }

    private static void fails(Fault fault, Optional<Keys> keys, Path... files) {
        Result result = judge(keys, files).getFirst().result();
        assertThat(result.headline()).isEqualTo("NOT VERIFIED: " + fault.title());
        assertThat(result.json().path("fault").asString()).isEqualTo(fault.slug());
    }

    @Test
    void a_file_is_verified_with_the_proof_beside_it_after_it_or_before_it() throws IOException {
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Path moved = Files.copy(proof, elsewhere.resolve("proof"));
        Path alone = Files.copy(file, elsewhere.resolve("alone"));
        for (Path[] given :
                new Path[][] {{file}, {file, proof}, {proof, file}, {alone, moved}, {moved, alone}, {proof}}) {
            List<Documents.Judged> judged = judge(GIVEN, given);
            assertThat(judged).singleElement().satisfies(j -> {
                assertThat(j.result().verified()).isTrue();
                assertThat(j.result().text())
                        .contains(
                                "is in the record, and it is unchanged",
                                "\"Document published\"",
                                "event 1 of document-1")
                        .contains(
                                "entry number 300",
                                "record.example/log",
                                "third-hand signed at",
                                "co-chair-1, on behalf of au")
                        .contains("not a letter of it has been changed", "those of the policy that you gave")
                        .doesNotContain("Please note", "null");
            });
        }
    }

    @Test
    void without_keys_of_ones_own_it_is_said_that_the_keys_prove_nothing_by_themselves() {
        assertThat(judge(Optional.empty(), file).getFirst().result().remarks())
                .singleElement()
                .asString()
                .contains(
                        "came with the proof itself", SignedLog.SIGNERS.logKey().vkey());
    }

    @Test
    void a_receipt_is_verified_alone_opened_or_not() throws IOException {
        Path open = Files.writeString(
                dir.resolve("receipt.proof.json"), PROOFS.receipt(12, true).encoded());
        Path sealed = Files.writeString(
                dir.resolve("sealed.proof.json"), PROOFS.receipt(12, false).encoded());
        assertThat(judge(GIVEN, open).getFirst().result().text()).contains("VERIFIED", "a12");
        assertThat(judge(GIVEN, sealed).getFirst().result().text()).contains("VERIFIED", "sealed: the details");
        Files.delete(file);
        assertThat(judge(GIVEN, proof).getFirst().result().text()).contains("The file itself was not");
        Files.writeString(proof, Files.readString(proof).replaceFirst("(\"file\"[^}]*\"sha256\" : \")..", "$100"));
        fails(Fault.FILE_CHANGED, GIVEN, proof);
    }

    @Test
    void the_beginning_of_a_log_has_a_receipt_too_where_it_is_that_logs_and_the_first() throws IOException {
        SignedLog.Signers next = new SignedLog.Signers("record.example/log2");
        String begins = new String(PROOFS.log.continuedBy(next, Proofs.SIZE, 12).bytes(), UTF_8);
        List<byte[]> entries =
                List.of(begins.getBytes(UTF_8), SignedLog.event("item-1", 9, "{}"), begins.getBytes(UTF_8));
        Optional<Keys> keys = Optional.of(Keys.parse(next.policy().getBytes(UTF_8), Keys.Source.GIVEN));
        for (int index : new int[] {0, 2}) {
            SignedLog log = new SignedLog(next, entries, 3);
            TlogProof tlog = new TlogProof(index, log.inclusion(index, 3), log.note(3));
            Path receipt = Files.writeString(
                    dir.resolve(index + ".proof.json"),
                    new ProofBundle(begins, Optional.empty(), tlog.encoded(), next.policy(), Optional.empty())
                            .encoded());
            if (index == 0) {
                assertThat(judge(keys, receipt).getFirst().result().text())
                        .contains("VERIFIED", "the beginning of the log record.example/log2", "2027-03-01T09:30:00Z");
            } else {
                fails(Fault.ORIGIN_WITHIN, keys, receipt);
            }
        }
        SignedLog wrong = new SignedLog(PROOFS.log.signers, entries, 3);
        TlogProof tlog = new TlogProof(0, wrong.inclusion(0, 3), wrong.note(3));
        fails(
                Fault.ORIGIN_OTHER,
                GIVEN,
                Files.writeString(
                        dir.resolve("wrong.proof.json"),
                        new ProofBundle(
                                        begins,
                                        Optional.empty(),
                                        tlog.encoded(),
                                        wrong.signers.policy(),
                                        Optional.empty())
                                .encoded()));
    }

    @Test
    void an_entry_is_verified_with_its_c2sp_proof_by_keys_of_ones_own_only() throws IOException {
        Path entry = Files.write(dir.resolve("entry"), PROOFS.log.entries.get(12));
        Path tlog = Files.writeString(
                dir.resolve("entry.tlog-proof"), PROOFS.tlog(12).encoded());
        assertThat(judge(GIVEN, entry).getFirst().result().verified()).isTrue();
        assertThat(judge(GIVEN, entry, tlog).getFirst().result().verified()).isTrue();
        Files.write(entry, PROOFS.log.entries.get(13));
        fails(Fault.NOT_IN_LOG, GIVEN, entry, tlog);
        assertThatThrownBy(() -> judge(Optional.empty(), entry, tlog))
                .isInstanceOf(WrongUsage.class)
                .hasMessageContaining("--policy");
        assertThatThrownBy(() -> judge(GIVEN, tlog)).isInstanceOf(WrongUsage.class);
    }

    @Test
    void several_files_go_each_with_its_own_proof() throws IOException {
        Path other = Files.writeString(dir.resolve("other"), "other");
        assertThat(judge(GIVEN, file, proof, other))
                .extracting(j -> j.result().verified())
                .containsExactly(true, false);
        fails(Fault.NO_PROOF, GIVEN, other);
    }

    /** The name of the file is for people, and the bundle's policy does not count where other keys are given. */
    @Test
    void planted_faults_in_a_proof_are_found() throws IOException {
        byte[] good = Files.readAllBytes(proof);
        String text = new String(good, ISO_8859_1);
        Random random = new Random(20_270_120);
        Map<String, Integer> found = new TreeMap<>();
        int planted = 0;
        while (planted < 500) {
            int at = random.nextInt(good.length);
            if (inside(text, at, "\"policy\" : \"") || inside(text, at, "\"name\" : \"")) {
                continue;
            }
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(proof, bad);
            Result result = judge(GIVEN, file).getFirst().result();
            assertThat(result.verified()).as("a bit of byte " + at).isFalse();
            found.merge(result.json().path("fault").asString(), 1, Integer::sum);
            planted++;
        }
        System.out.println(planted + " bits flipped in a proof, all found: " + found);
    }

    private static boolean inside(String text, int at, String before) {
        int from = text.indexOf(before) + before.length();
        return from <= at && at < text.indexOf('"', from);
    }

    @Test
    void a_changed_letter_in_the_file_is_found() throws IOException {
        for (int at = 0; at < Proofs.TEXT.length; at++) {
            byte[] changed = Proofs.TEXT.clone();
            changed[at] ^= 0x20;
            Files.write(file, changed);
            fails(Fault.FILE_CHANGED, GIVEN, file);
        }
    }

    @Test
    void a_proof_of_another_file_or_of_none_is_not_this_files() throws IOException {
        Files.writeString(proof, PROOFS.receipt(12, true).encoded());
        fails(Fault.FILE_CHANGED, GIVEN, file);
        Files.writeString(proof, PROOFS.ofText().encoded().replace("/data/hash", "/data/other"));
        fails(Fault.FILE_CHANGED, GIVEN, file);
        Files.writeString(proof, PROOFS.ofText().encoded().replace("/data/hash", "data"));
        fails(Fault.FILE_CHANGED, GIVEN, file);
    }

    /** Anybody who may submit something can have 64 digits recorded as its text. */
    @Test
    void a_text_that_is_like_a_hash_in_an_event_that_seals_no_file_proves_none() throws IOException {
        String type = "org.plenary.agenda.ItemSubmitted.v1";
        Files.writeString(proof, new Proofs(SignedLog.SIGNERS, type).ofText().encoded());
        fails(Fault.FILE_CHANGED, GIVEN, file);
        Files.delete(file);
        fails(Fault.FILE_CHANGED, GIVEN, proof);
    }

    @Test
    void what_is_made_to_break_the_verifier_is_refused_and_the_others_are_judged() throws IOException {
        Path hash = Files.writeString(
                dir.resolve("hash.proof.json"), "{\"schema\":\"plenary-proof-v1\",\"file\":{\"sha256\":{\"a\":[1]}}}");
        List<Path> nameless = new ArrayList<>();
        for (String type : List.of("", ".", "org..v1", " . ")) {
            nameless.add(Files.writeString(
                    dir.resolve("nameless-" + nameless.size() + ".proof.json"),
                    new Proofs(SignedLog.SIGNERS, type)
                            .receipt(Proofs.INDEX, false)
                            .encoded()));
        }
        List<Path> all = new ArrayList<>(nameless);
        all.add(0, hash);
        all.add(file);
        all.add(proof);
        List<Documents.Judged> judged = judge(GIVEN, all.toArray(Path[]::new));
        assertThat(judged)
                .extracting(j -> j.result().json().path("fault").asString(""))
                .containsExactly(
                        "not-a-proof", "entry-malformed", "entry-malformed", "entry-malformed", "entry-malformed", "");
        assertThat(judged.getLast().result().verified()).isTrue();
    }

    /** Whatever else may break: here the keys themselves. */
    @Test
    void one_file_that_breaks_the_run_does_not_keep_the_others_from_a_verdict() throws IOException {
        Path other = Files.copy(file, dir.resolve("other.json"));
        Files.copy(proof, dir.resolve("other.json.proof.json"));
        Iterator<Instant> times = List.of(SignedLog.SEEN).iterator();
        List<Documents.Judged> judged =
                new Documents(new DocumentCheck(GIVEN, times::next)).judge(List.of(file, other));
        assertThat(judged)
                .extracting(j -> j.result().json().path("fault").asString(""))
                .containsExactly("", "not-a-proof");
    }

    @Test
    void details_that_were_not_recorded_are_found() throws IOException {
        Files.writeString(proof, PROOFS.ofText().encoded().replace("co-chair-1", "co-chair-2"));
        fails(Fault.OPENING_FALSE, GIVEN, file);
    }

    @Test
    void a_forgers_proof_holds_by_the_forgers_keys_only() throws IOException {
        Proofs forged = new Proofs(new SignedLog.Signers());
        Files.writeString(proof, forged.ofText().encoded());
        Result own = judge(Optional.empty(), file).getFirst().result();
        assertThat(own.remarks()).hasSize(1);
        assertThat(own.headline()).startsWith("CONSISTENT, BUT THE KEYS ARE THE BUNDLE'S OWN: text.json");
        assertThat(own.line("text.json")).contains("\"outcome\":\"consistent\"", "\"keys\":\"own\"");
        assertThat(own.text()).doesNotContain("VERIFIED");
        assertThat(judge(Optional.empty(), proof).getFirst().result().headline())
                .doesNotContain("VERIFIED");
        fails(Fault.WRONG_KEY, GIVEN, file);
    }

    @Test
    void what_is_cut_off_is_no_proof() throws IOException {
        String whole = Files.readString(proof);
        for (int length : new int[] {0, 1, whole.length() / 2, whole.length() - 2}) {
            Files.writeString(proof, whole.substring(0, length));
            fails(Fault.NOT_A_PROOF, GIVEN, file);
        }
        assertThat(TlogProof.parse(PROOFS.ofText().proof()).index()).isEqualTo(300);
    }
}
