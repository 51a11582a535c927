package org.plenary.infra.verifier.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TlogProof;
import tools.jackson.databind.node.ObjectNode;

/** An export whose events stand in logs that ended, and in the one that goes on from them. */
class ContinuedExportTest extends ExportFixture {
    private static final SignedLog.Signers NEXT = SignedLog.SIGNERS.next(SignedLog.ORIGIN + "2");
    private static final Optional<Keys> BOTH = Optional.of(Keys.parse(
            (SignedLog.SIGNERS.policy() + "\nlog " + NEXT.logKey().vkey() + "\n").getBytes(UTF_8), Keys.Source.GIVEN));

    /** How many events of meeting-2 the first log has before the text. */
    private static long last() {
        return good().keySet().stream()
                .filter(f -> f.startsWith("events/meeting-2/"))
                .count();
    }

    /** The same export with one event more of a meeting: the log ended, and it stands in the one that continues it. */
    private static Map<String, byte[]> continued() {
        return continued(NEXT, last() + 1, goesOn());
    }

    private static Map<String, byte[]> continued(SignedLog.Signers next, long version, OriginLeaf first) {
        byte[] event = SignedLog.event("meeting-2", version, "{}");
        SignedLog log = new SignedLog(next, List.of(first.bytes(), event), 2);
        Map<String, byte[]> files = good();
        files.put("checkpoint", log.note(2).getBytes(UTF_8));
        files.put("policy", next.policy().getBytes(UTF_8));
        files.put("vkey", (next.logKey().vkey() + "\n").getBytes(UTF_8));
        ProofBundle bundle = new ProofBundle(
                new String(event, UTF_8),
                Optional.empty(),
                new TlogProof(1, log.inclusion(1, 2), log.note(2)).encoded(),
                next.policy(),
                Optional.empty());
        files.put(
                "events/meeting-2/" + version + ".proof.json", bundle.encoded().getBytes(UTF_8));
        return files;
    }

    /** The same with the first entry by which the new log goes on. */
    private static Map<String, byte[]> linked(OriginLeaf first) {
        return linked(NEXT, first);
    }

    private static Map<String, byte[]> linked(SignedLog.Signers next, OriginLeaf first) {
        Map<String, byte[]> files = continued(next, last() + 1, first);
        SignedLog log = new SignedLog(next, List.of(first.bytes(), SignedLog.event("meeting-2", last() + 1, "{}")), 2);
        put(files, "origins/2.proof.json", beginning(log, 2));
        return files;
    }

    private static ProofBundle beginning(SignedLog log, int size) {
        return new ProofBundle(
                new String(log.entries.getFirst(), UTF_8),
                Optional.empty(),
                new TlogProof(0, log.inclusion(0, size), log.note(size)).encoded(),
                log.signers.policy(),
                Optional.empty());
    }

    private static void put(Map<String, byte[]> files, String path, ProofBundle bundle) {
        files.put(path, bundle.encoded().getBytes(UTF_8));
    }

    private static OriginLeaf goesOn() {
        return PROOFS.log.continuedBy(NEXT, Proofs.SIZE, Proofs.SIZE);
    }

    private static final Optional<Keys> NEW_ONLY =
            Optional.of(Keys.parse(NEXT.policy().getBytes(UTF_8), Keys.Source.GIVEN));

    @Test
    void by_the_keys_of_the_log_that_goes_on_the_one_that_it_names_is_verified_too() throws IOException {
        Map<String, byte[]> files = linked(goesOn());
        for (Optional<Keys> keys : List.of(NEW_ONLY, BOTH)) {
            Result result = judge(keys, zip(files, underNext(files)));
            assertThat(result.headline()).startsWith("VERIFIED");
            assertThat(result.text()).containsIgnoringWhitespaces("the one from which the next log goes on");
            assertThat(result.remarks()).isEmpty();
        }
        Result own = judge(Optional.empty(), zip(files, underNext(files)));
        assertThat(own.headline()).startsWith(Result.OWN_KEYS);
        assertThat(own.remarks())
                .singleElement()
                .asString()
                .contains(NEXT.logKey().vkey());
    }

    @Test
    void a_checkpoint_that_the_next_log_names_holds_though_its_witnesses_were_replaced_which_is_said()
            throws IOException {
        SignedLog.Signers later = new SignedLog.Signers().next(SignedLog.ORIGIN + "2");
        Map<String, byte[]> files = linked(later, PROOFS.log.continuedBy(later, Proofs.SIZE, Proofs.SIZE));
        Keys only = Keys.parse(later.policy().getBytes(UTF_8), Keys.Source.GIVEN);
        String named = later.policy() + "log " + SignedLog.SIGNERS.logKey().vkey() + "\n";
        Keys both = Keys.parse(named.getBytes(UTF_8), Keys.Source.GIVEN);
        Result byNew = judge(Optional.of(only), zip(files, underNext(files)));
        assertThat(byNew.headline()).startsWith("VERIFIED");
        assertThat(byNew.remarks()).isEmpty();
        Result byBoth = judge(Optional.of(both), zip(files, underNext(files)));
        assertThat(byBoth.headline()).startsWith("VERIFIED");
        assertThat(byBoth.remarks()).singleElement().asString().contains("Too few of the witnesses");

        files.remove("origins/2.proof.json");
        Result unnamed = judge(Optional.of(both), zip(files, underNext(files)));
        assertThat(unnamed.json().path("fault").asString()).isEqualTo("too-few-witnesses");
        assertThat(judge(Optional.of(only), zip(files, underNext(files))).headline())
                .startsWith(Result.OWN_KEYS);
    }

    @Test
    void a_log_that_only_its_own_keys_know_vouches_for_none_of_which_the_users_keys_ask_witnesses() throws IOException {
        Map<String, byte[]> files = linked(goesOn());
        SignedLog second =
                new SignedLog(NEXT, List.of(goesOn().bytes(), SignedLog.event("meeting-2", last() + 1, "{}")), 2);
        SignedLog.Signers later = new SignedLog.Signers().next(SignedLog.ORIGIN + "3");
        OriginLeaf onward = second.continuedBy(later, 2, 2);
        OriginLeaf.Previous named = onward.previous();
        OriginLeaf beyond =
                naming(onward, new OriginLeaf.Previous(named.origin(), named.vkey(), named.size() + 1, named.root()));
        SignedLog third = new SignedLog(later, List.of(beyond.bytes()), 1);
        files.put("checkpoint", third.note(1).getBytes(UTF_8));
        files.put("policy", later.policy().getBytes(UTF_8));
        files.put("vkey", (later.logKey().vkey() + "\n").getBytes(UTF_8));
        put(files, "origins/3.proof.json", beginning(third, 1));
        String firstToo = later.policy() + "log " + SignedLog.SIGNERS.logKey().vkey() + "\n";
        Optional<Keys> keys = Optional.of(Keys.parse(firstToo.getBytes(UTF_8), Keys.Source.GIVEN));
        assertThat(judge(keys, zip(files, underNext(files)))
                        .json()
                        .path("fault")
                        .asString())
                .isEqualTo("too-few-witnesses");
    }

    @Test
    void a_false_cosignature_of_a_witness_that_the_users_keys_name_is_no_matter_of_too_few() throws IOException {
        String other = otherCosignature();
        Map<String, byte[]> files = linked(goesOn());
        for (String path : List.copyOf(files.keySet())) {
            if (path.endsWith(".proof.json")) {
                ProofBundle bundle = ProofBundle.parse(new String(files.get(path), UTF_8));
                String proof = bundle.proof().replaceFirst("(\n\u2014 office-a[^\n]* )[^\n]+", "$1" + other);
                if (bundle.proof().contains("\n" + SignedLog.ORIGIN + "\n")) {
                    put(
                            files,
                            path,
                            new ProofBundle(bundle.leaf(), bundle.opening(), proof, bundle.policy(), bundle.file()));
                }
            }
        }
        assertFault(Fault.FALSE_COSIGNATURE, files);
    }

    /** Of the first witness, under another checkpoint of the log. */
    private static String otherCosignature() {
        SignedNote note = SignedLog.SIGNERS.sign(
                new Checkpoint(SignedLog.ORIGIN, Proofs.SIZE - 1, new byte[32]), SignedLog.SEEN, "office-a");
        return note.encoded().replaceAll("(?s).*\u2014 office-a[^ ]* ([^\n]+)\n.*", "$1");
    }

    @Test
    void events_that_the_record_had_lost_are_said_to_be_perhaps_told_again() throws IOException {
        Map<String, byte[]> files = linked(PROOFS.log.continuedBy(NEXT, Proofs.SIZE, 1));
        Result result = judge(NEW_ONLY, zip(files, underNext(files)));
        assertThat(result.headline()).startsWith("VERIFIED");
        assertThat(result.remarks()).singleElement().asString().contains("may tell events of these numbers again");
    }

    @Test
    void over_three_logs_each_names_the_one_before() throws IOException {
        Map<String, byte[]> files = linked(goesOn());
        SignedLog second =
                new SignedLog(NEXT, List.of(goesOn().bytes(), SignedLog.event("meeting-2", last() + 1, "{}")), 2);
        SignedLog.Signers last = NEXT.next(SignedLog.ORIGIN + "3");
        SignedLog third =
                new SignedLog(last, List.of(second.continuedBy(last, 2, 2).bytes()), 1);
        files.put("checkpoint", third.note(1).getBytes(UTF_8));
        files.put("policy", last.policy().getBytes(UTF_8));
        files.put("vkey", (last.logKey().vkey() + "\n").getBytes(UTF_8));
        put(files, "origins/3.proof.json", beginning(third, 1));
        Optional<Keys> lastOnly = Optional.of(Keys.parse(last.policy().getBytes(UTF_8), Keys.Source.GIVEN));
        Result result = judge(lastOnly, zip(files, underNext(files)));
        assertThat(result.headline()).startsWith("VERIFIED");
        assertThat(result.json().path("earlierLogs").size()).isEqualTo(2);

        byte[] toSecond = files.remove("origins/2.proof.json");
        Result middle = judge(lastOnly, zip(files, underNext(files)));
        assertThat(middle.headline()).startsWith(Result.OWN_KEYS);
        assertThat(middle.json().path("continuedLogs").toString())
                .isEqualTo("[\"" + NEXT.logKey().name() + "\"]");
        files.put("origins/2.proof.json", toSecond);

        files.remove("origins/3.proof.json");
        Result broken = judge(lastOnly, zip(files, underNext(files)));
        assertThat(broken.json().path("fault").asString()).isEqualTo("export-damaged");
        files.remove("origins/2.proof.json");
        assertThat(judge(lastOnly, zip(files, underNext(files))).headline()).startsWith(Result.OWN_KEYS);
    }

    @Test
    void a_checkpoint_that_the_next_log_does_not_name_is_not_vouched_for_and_another_root_is_a_fork()
            throws IOException {
        OriginLeaf right = goesOn();
        OriginLeaf.Previous named = right.previous();
        byte[] root = named.root().clone();
        root[0] ^= 1;
        Map<String, byte[]> fork =
                linked(naming(right, new OriginLeaf.Previous(named.origin(), named.vkey(), named.size(), root)));
        assertFault(Fault.CONTINUES_FORK, fork);
        assertThat(judge(NEW_ONLY, zip(fork, underNext(fork)))
                        .json()
                        .path("fault")
                        .asString())
                .isEqualTo("continues-fork");
        Map<String, byte[]> shorter = linked(
                naming(right, new OriginLeaf.Previous(named.origin(), named.vkey(), named.size() - 1, named.root())));
        assertFault(Fault.CONTINUES_SHORTER, shorter);
        String another = new SignedLog.Signers().logKey().vkey();
        Map<String, byte[]> otherKey =
                linked(naming(right, new OriginLeaf.Previous(named.origin(), another, named.size(), named.root())));
        assertFault(Fault.CONTINUES_OTHER, otherKey);
        Map<String, byte[]> beyond = linked(
                naming(right, new OriginLeaf.Previous(named.origin(), named.vkey(), named.size() + 1, named.root())));
        assertThat(judge(NEW_ONLY, zip(beyond, underNext(beyond))).headline()).startsWith(Result.OWN_KEYS);
    }

    private static OriginLeaf naming(OriginLeaf leaf, OriginLeaf.Previous previous) {
        return new OriginLeaf(leaf.origin(), leaf.vkey(), previous, leaf.kept() - 1, leaf.order(), leaf.recordedAt());
    }

    @Test
    void what_is_no_first_entry_of_a_log_that_leads_here_is_refused() throws IOException {
        Map<String, byte[]> twice = linked(goesOn());
        twice.put("origins/3.proof.json", twice.get("origins/2.proof.json"));
        assertFault(Fault.EXPORT_DAMAGED, twice);
        Map<String, byte[]> event = linked(goesOn());
        event.put("origins/2.proof.json", event.get("events/meeting-2/1.proof.json"));
        assertFault(Fault.EXPORT_DAMAGED, event);
        Map<String, byte[]> elsewhere = good();
        elsewhere.put("origins/2.proof.json", linked(goesOn()).get("origins/2.proof.json"));
        assertFault(Fault.EXPORT_DAMAGED, elsewhere);
        Map<String, byte[]> changed = linked(goesOn());
        String text = new String(changed.get("origins/2.proof.json"), UTF_8);
        changed.put(
                "origins/2.proof.json", text.replace("forum-1@14", "forum-1@15").getBytes(UTF_8));
        assertFault(Fault.NOT_IN_LOG, changed);
    }

    private static byte[] underNext(Map<String, byte[]> files) {
        ObjectNode manifest =
                (ObjectNode) Json.read(new String(manifest(files), UTF_8)).orElseThrow();
        Checkpoint head = Checkpoint.parse(
                SignedNote.parse(new String(files.get("checkpoint"), UTF_8)).text());
        manifest.putObject("log")
                .put("origin", head.origin())
                .put("size", head.size())
                .put("root", Base64.getEncoder().encodeToString(head.root()));
        return Json.write(manifest).getBytes(UTF_8);
    }

    @Test
    void events_of_a_log_that_ended_are_proved_by_its_last_checkpoint_and_its_own_keys() throws IOException {
        Map<String, byte[]> files = continued();
        Result both = judge(BOTH, zip(files, underNext(files)));
        assertThat(both.headline()).startsWith("VERIFIED");
        assertThat(both.text()).contains("Earlier logs", "record.example/log, under its signed checkpoint of 400");
        assertThat(both.json().path("earlierLogs").size()).isEqualTo(1);
        for (Optional<Keys> keys : List.of(NEW_ONLY, Optional.<Keys>empty())) {
            Result own = judge(keys, zip(files, underNext(files)));
            assertThat(own.headline()).startsWith(Result.OWN_KEYS);
            assertThat(own.remarks())
                    .anyMatch(r -> r.contains(SignedLog.SIGNERS.logKey().vkey()));
        }
        assertThat(judge(BOTH, zip(good(), manifest(good()))).headline()).startsWith("VERIFIED");
    }

    @Test
    void a_stream_does_not_go_back_to_a_log_that_ended_and_no_log_has_two_checkpoints() throws IOException {
        assertFault(Fault.VERSION_ORDER, continued(NEXT, last() - 1, goesOn()));
        Map<String, byte[]> two = continued();
        String path = two.keySet().stream()
                .filter(f -> f.startsWith("events/meeting-7/"))
                .findFirst()
                .orElseThrow();
        ProofBundle bundle = ProofBundle.parse(new String(two.get(path), UTF_8));
        TlogProof proof = TlogProof.parse(bundle.proof());
        TlogProof other = new TlogProof(proof.index(), proof.path(), PROOFS.log.note(Proofs.SIZE));
        ProofBundle changed =
                new ProofBundle(bundle.leaf(), bundle.opening(), other.encoded(), bundle.policy(), bundle.file());
        two.put(path, changed.encoded().getBytes(UTF_8));
        assertFault(Fault.EXPORT_DAMAGED, two);
        ProofBundle otherPolicy = new ProofBundle(
                bundle.leaf(), bundle.opening(), bundle.proof(), "# \n" + bundle.policy(), bundle.file());
        two.put(path, otherPolicy.encoded().getBytes(UTF_8));
        assertFault(Fault.EXPORT_DAMAGED, two);
    }

    private void assertFault(Fault fault, Map<String, byte[]> files) throws IOException {
        Path zip = zip(files, underNext(files));
        assertThatThrownBy(() -> new ConferenceExport(BOTH, InstantSource.fixed(SignedLog.SEEN)).verify(zip))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }
}
