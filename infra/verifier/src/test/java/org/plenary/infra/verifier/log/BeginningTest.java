package org.plenary.infra.verifier.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.SignedNote;

/** A log whose first entry says that it continues another. */
class BeginningTest {
    private static final int END = 300;
    private static final SignedLog OLD = new SignedLog(200, END);
    private static final SignedLog.Signers NEXT = new SignedLog.Signers(SignedLog.ORIGIN + "2");
    private static final OriginLeaf LEAF = OLD.continuedBy(NEXT, END, END);

    @TempDir
    Path temp;

    private int states;

    private static byte[] event(String stream, long version) {
        return SignedLog.event(stream, version, "{}");
    }

    /** The leaf, and then a thing that has three events in the old log and one that begins here. */
    private static List<byte[]> entries(OriginLeaf leaf) {
        return new ArrayList<>(List.of(
                leaf.bytes(), event("meeting-1", 4), event("item-9", 1), event("meeting-1", 5), event("item-9", 2)));
    }

    private static MemoryLog log(List<byte[]> entries) {
        return new MemoryLog(new SignedLog(NEXT, entries, entries.size()).resources(entries.size()));
    }

    private static Followed followed(OriginLeaf leaf) {
        return FollowTest.follow(log(entries(leaf)), FollowTest.options(null));
    }

    private static After compared(Followed old, Followed next) {
        return After.of(old, next, versions -> {});
    }

    private static Optional<After> comparedIn(Path state, Followed next) {
        return After.keptIn(state, next, versions -> {});
    }

    private static NotVerified refused(LogSource log, Path state) {
        return refusal(() -> FollowTest.follow(log, FollowTest.options(state)));
    }

    private static NotVerified refusal(ThrowingCallable looked) {
        NotVerified[] refusal = new NotVerified[1];
        assertThatThrownBy(looked).isInstanceOfSatisfying(NotVerified.class, e -> refusal[0] = e);
        return refusal[0];
    }

    @Test
    void its_things_begin_with_any_number_and_it_says_what_it_continues() {
        Followed followed = followed(LEAF);
        assertThat(followed.versions().streams()).isEqualTo(2);
        assertThat(followed.origin().orElseThrow().bytes()).isEqualTo(LEAF.bytes());
        String said = FollowReport.of(followed, Optional.empty()).text();
        assertThat(said.replaceAll("\\s+", " "))
                .startsWith("VERIFIED")
                .contains(
                        "It continues the log record.example/log from that log's checkpoint of 300 entries",
                        HexFormat.of().formatHex(OLD.root(END)),
                        "by the order forum-1@14; the new log began at 2027-03-01T09:30:00Z",
                        "still has all entries of the old log",
                        "with --after")
                .doesNotContain("lost entries");
    }

    @Test
    void that_entries_were_lost_is_said_with_their_number() {
        String said = FollowReport.of(followed(OLD.continuedBy(NEXT, END, 120)), Optional.empty())
                .text();
        assertThat(said.replaceAll("\\s+", " "))
                .contains("The record lost entries: of the old log's 300 it still has the first 120, so 180 are gone.");
    }

    @Test
    void from_where_they_begin_numbers_go_on_without_a_gap_in_one_run_and_over_several() {
        List<byte[]> entries = entries(LEAF);
        Path state = temp.resolve("state");
        FollowTest.follow(log(entries), FollowTest.options(state));
        for (byte[] wrong : List.of(event("meeting-1", 7), event("meeting-1", 5), event("item-9", 1))) {
            List<byte[]> gap = new ArrayList<>(entries);
            gap.add(wrong);
            assertThat(refused(log(gap), null).fault()).isEqualTo(Fault.VERSION_ORDER);
            assertThat(refused(log(gap), Copies.of(state, temp.resolve(new String(wrong, UTF_8).hashCode() + "")))
                            .fault())
                    .isEqualTo(Fault.VERSION_ORDER);
        }
        entries.add(event("meeting-1", 6));
        entries.add(event("meeting-7", 8));
        Followed again = FollowTest.follow(log(entries), FollowTest.options(state));
        assertThat(again.from()).isEqualTo(5);
        assertThat(again.origin()).isPresent();
        assertThat(FollowTest.follow(log(entries), FollowTest.options(state)).origin())
                .isPresent();
    }

    @Test
    void without_such_an_entry_things_begin_with_1() {
        assertThat(refused(log(entries(LEAF).subList(1, 5)), null).fault()).isEqualTo(Fault.VERSION_ORDER);
    }

    @Test
    void it_stands_nowhere_but_at_the_beginning() {
        List<byte[]> within = new ArrayList<>(SignedLog.events(20));
        within.add(5, LEAF.bytes());
        assertThat(refused(log(within), null).fault()).isEqualTo(Fault.ORIGIN_WITHIN);
        List<byte[]> twice = entries(LEAF);
        twice.add(LEAF.bytes());
        NotVerified refusal = refused(log(twice), null);
        assertThat(refusal.fault()).isEqualTo(Fault.ORIGIN_WITHIN);
        assertThat(refusal.exhibits().get("entry-5")).isEqualTo(LEAF.bytes());
    }

    @Test
    void it_speaks_of_the_log_in_which_it_stands_and_of_the_key_that_signs() {
        SignedLog.Signers third = new SignedLog.Signers(SignedLog.ORIGIN + "3");
        SignedLog.Signers otherKey = new SignedLog.Signers(NEXT.origin);
        for (SignedLog.Signers other : List.of(third, otherKey)) {
            NotVerified refusal = refused(log(entries(OLD.continuedBy(other, END, END))), null);
            assertThat(refusal.fault()).isEqualTo(Fault.ORIGIN_OTHER);
            assertThat(refusal.exhibits()).containsKeys("first-entry", "checkpoint-shown-now");
        }
        // another key of that name that signs too does not count
        List<byte[]> entries = entries(OLD.continuedBy(otherKey, END, END));
        SignedLog log = new SignedLog(NEXT, entries, 5);
        SignedNote both = SignedNote.parse(log.note(5));
        List<SignedNote.Line> lines = new ArrayList<>(both.signatures());
        lines.addAll(SignedNote.parse(new SignedLog(otherKey, entries, 5).note(5))
                .signatures()
                .subList(0, 1));
        Map<String, byte[]> shown = log.resources(5);
        shown.put("checkpoint", new SignedNote(both.text(), lines).encoded().getBytes(UTF_8));
        assertThat(refused(new MemoryLog(shown), null).fault()).isEqualTo(Fault.ORIGIN_OTHER);
    }

    private static Followed old(int size) {
        return FollowTest.follow(new MemoryLog(OLD.resources(size)), FollowTest.options(null));
    }

    @Test
    void what_was_followed_to_its_end_is_where_it_goes_on() {
        After same = compared(old(END), followed(LEAF));
        assertThat(same.standing()).isEqualTo(Beginning.Standing.SAME);
        String said = FollowReport.of(followed(LEAF), Optional.of(same)).text();
        assertThat(said.replaceAll("\\s+", " "))
                .contains(
                        "is exactly the checkpoint from which this log goes on",
                        "each thing's events go on here after those of the old log")
                .doesNotContain("with --after");
    }

    @Test
    void a_thing_whose_events_do_not_go_on_where_they_ended_is_a_fault_but_for_repetitions_where_entries_were_lost() {
        Path state = temp.resolve("old");
        Followed old = FollowTest.follow(new MemoryLog(OLD.resources(END)), FollowTest.options(state));
        OriginLeaf lost = OLD.continuedBy(NEXT, END, 120);
        byte[] next = event("meeting-1", 4);
        for (byte[] wrong : List.of(event("meeting-1", 5), event("meeting-1", 3), event("item-9", 2))) {
            for (OriginLeaf leaf : List.of(LEAF, lost)) {
                Followed followed = FollowTest.follow(
                        log(List.of(leaf.bytes(), event("item-1", 1), wrong)), FollowTest.options(null));
                if (leaf == lost && Arrays.equals(wrong, event("meeting-1", 3))) {
                    assertThat(compared(old, followed).goesOn()).isTrue();
                    continue;
                }
                for (NotVerified refusal :
                        List.of(refusal(() -> compared(old, followed)), refusal(() -> comparedIn(state, followed)))) {
                    assertThat(refusal.fault()).isEqualTo(Fault.CONTINUES_BROKEN);
                    assertThat(refusal.getMessage()).contains("as entry 2 the event number");
                    assertThat(refusal.exhibits())
                            .containsKeys(
                                    "first-entry", "checkpoint-shown-now", "checkpoint-of-the-old-log", "entry-2");
                    assertThat(refusal.exhibits().get("entry-2")).isEqualTo(wrong);
                    assertThat(refusal.getMessage())
                            .contains(new String(wrong, UTF_8).contains("item-9") ? " of item-9, " : " of meeting-1, ");
                }
            }
        }
        assertThat(compared(old, FollowTest.follow(log(List.of(LEAF.bytes(), next)), FollowTest.options(null)))
                        .goesOn())
                .isTrue();
    }

    @Test
    void what_was_compared_once_is_kept_and_each_later_run_looks_at_what_goes_on_since() {
        Path state = temp.resolve("state");
        List<byte[]> entries = entries(LEAF);
        Followed first = FollowTest.follow(log(entries), FollowTest.options(state));
        Follow.keep(state, compared(old(END), first).ended().orElseThrow());
        entries.add(event("meeting-2", 4));
        Followed later = FollowTest.follow(log(entries), FollowTest.options(state));
        String said = FollowReport.of(later, Optional.empty()).text().replaceAll("\\s+", " ");
        assertThat(said).contains("An earlier run compared it with the old log").doesNotContain("--after");
        entries.add(event("meeting-3", 5));
        for (int i = 0; i < 2; i++) {
            NotVerified refusal = refused(log(entries), state);
            assertThat(refusal.fault()).isEqualTo(Fault.CONTINUES_BROKEN);
            assertThat(refusal.getMessage()).contains("the event number 4 of meeting-3");
            assertThat(refusal.exhibits()).containsKeys("first-entry", "checkpoint-shown-now", "entry-6");
        }
    }

    @Test
    void what_was_not_followed_to_there_is_said_not_to_be_verified() {
        After beyond = compared(old(200), followed(LEAF));
        assertThat(beyond.standing()).isEqualTo(Beginning.Standing.BEYOND);
        assertThat(beyond.remarks()).anyMatch(r -> r.contains("was not verified") && r.contains("200 entries"));
    }

    @Test
    void what_was_kept_in_a_folder_is_compared_in_the_same_way_and_other_folders_are_not_it() {
        Path state = temp.resolve("old");
        FollowTest.follow(new MemoryLog(OLD.resources(END)), FollowTest.options(state));
        assertThat(comparedIn(state, followed(LEAF)).orElseThrow().standing()).isEqualTo(Beginning.Standing.SAME);
        assertThat(comparedIn(temp, followed(LEAF))).isEmpty();
        assertThat(temp.resolve("lock")).doesNotExist();
    }

    /** As an earlier release wrote it: nothing was said of where streams begin. */
    private static void ofAnEarlierRelease(Path state) throws IOException {
        Path file = state.resolve(State.FILE);
        String line = Files.readString(file).lines().findFirst().orElseThrow();
        Path versions;
        try (Stream<Path> files = Files.list(state)) {
            versions = files.filter(f -> f.getFileName().toString().startsWith("versions-"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] table = Files.readAllBytes(versions);
        String name = versions.getFileName().toString();
        ByteBuffer in = ByteBuffer.wrap(table);
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        int streams = in.getInt();
        before.write(table, 0, 12);
        boolean starts = in.position(12).get() == 1;
        for (int i = 0; i < streams; i++) {
            before.write(table, in.position(), 24);
            in.position(in.position() + (starts ? 40 : 24));
        }
        Files.delete(versions);
        Files.write(versions.resolveSibling(name.substring(0, name.lastIndexOf('-'))), before.toByteArray());
        line = line.replace("plenary-verifier-state-v2", "plenary-verifier-state-v1")
                .replace(hash(table), hash(before.toByteArray()));
        Files.writeString(file, line + "\n" + hash(line.getBytes(UTF_8)) + "\n");
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Hashing.sha256(bytes));
    }

    @Test
    void what_an_earlier_release_kept_counts_and_where_things_begin_is_looked_at_again() throws IOException {
        Path old = temp.resolve("old");
        FollowTest.follow(new MemoryLog(OLD.resources(END)), FollowTest.options(old));
        ofAnEarlierRelease(old);
        Path state = temp.resolve("next");
        FollowTest.follow(log(entries(LEAF)), FollowTest.options(state));
        ofAnEarlierRelease(state);
        Followed again = FollowTest.follow(log(entries(LEAF)), FollowTest.options(state));
        assertThat(again.from()).isZero();
        assertThat(again.before()).isPresent();
        assertThat(comparedIn(old, again).orElseThrow().goesOn()).isTrue();
        assertThat(FollowTest.follow(log(entries(LEAF)), FollowTest.options(state))
                        .from())
                .isEqualTo(5);
        assertThat(FollowTest.follow(new MemoryLog(OLD.resources(END)), FollowTest.options(old))
                        .from())
                .isEqualTo(END);
    }

    private void contradicts(Fault fault, OriginLeaf leaf, SignedLog seen, int size) {
        Path state = temp.resolve("seen-" + states++);
        Followed old = FollowTest.follow(new MemoryLog(seen.resources(size)), FollowTest.options(state));
        for (NotVerified refusal : List.of(
                refusal(() -> compared(old, followed(leaf))), refusal(() -> comparedIn(state, followed(leaf))))) {
            assertThat(refusal.fault()).isEqualTo(fault);
            assertThat(refusal.exhibits().get("checkpoint-of-the-old-log"))
                    .asString(UTF_8)
                    .isEqualTo(seen.note(size));
            assertThat(refusal.exhibits().get("first-entry")).isEqualTo(leaf.bytes());
        }
    }

    @Test
    void a_checkpoint_that_contradicts_what_was_followed_is_a_fault() {
        contradicts(Fault.CONTINUES_SHORTER, OLD.continuedBy(NEXT, 200, 200), OLD, END);
        OriginLeaf.Previous other =
                new OriginLeaf.Previous(OLD.signers.origin, LEAF.previous().vkey(), END, new byte[32]);
        OriginLeaf otherRoot = new OriginLeaf(LEAF.origin(), LEAF.vkey(), other, END, LEAF.order(), LEAF.recordedAt());
        contradicts(Fault.CONTINUES_FORK, otherRoot, OLD, END);
        contradicts(Fault.CONTINUES_OTHER, LEAF, new SignedLog(new SignedLog.Signers(), OLD.entries, END), END);
        SignedLog elsewhere = new SignedLog(new SignedLog.Signers("elsewhere.example/log"), OLD.entries, END);
        contradicts(Fault.CONTINUES_OTHER, LEAF, elsewhere, END);
    }

    @Test
    void a_log_that_does_not_say_so_continues_nothing() {
        assertThat(refusal(() -> compared(old(200), old(END))).fault()).isEqualTo(Fault.CONTINUES_NONE);
        assertThat(refusal(() -> compared(old(200), old(0))).fault()).isEqualTo(Fault.CONTINUES_NONE);
    }

    private static Followed withSuccessor(String said) {
        Map<String, byte[]> shown = OLD.resources(END);
        shown.put("successor", said.getBytes(UTF_8));
        return FollowTest.follow(new MemoryLog(shown), FollowTest.options(null));
    }

    @Test
    void that_a_server_names_a_successor_is_told_and_proves_nothing() {
        String vkey = NEXT.logKey().vkey();
        Followed ended = withSuccessor(vkey + "\nhttps://record.example/log2\n");
        String said = FollowReport.of(ended, Optional.empty()).text();
        assertThat(said.replaceAll("\\s+", " "))
                .startsWith("VERIFIED")
                .contains(
                        "This server says that the log has ended and goes on as " + NEXT.origin
                                + " at https://record.example/log2. Its word proves nothing",
                        "must name this checkpoint, 300 entries");
        for (String odd : List.of(
                "",
                vkey,
                vkey + "\nhttps://record.example/log2",
                vkey + "\nhttps://record.example/log2\nmore\n",
                vkey + "\nftp://record.example/log2\n",
                vkey + "\nhttps://record.example/ log2\n",
                "key\nhttps://record.example/log2\n",
                "x".repeat(5_000))) {
            assertThat(withSuccessor(odd).successor()).as(odd).isEmpty();
        }
    }

    @Test
    void a_policy_may_name_both_logs() {
        SignedLog.Signers next = SignedLog.SIGNERS.next(NEXT.origin);
        List<byte[]> entries = entries(OLD.continuedBy(next, END, END));
        MemoryLog log = new MemoryLog(new SignedLog(next, entries, 5).resources(5));
        String policy = SignedLog.SIGNERS.policy() + "\nlog " + next.logKey().vkey() + "\n";
        Path state = temp.resolve("state");
        Follow.Options both = new Follow.Options(
                Optional.of(Keys.parse(policy.getBytes(UTF_8), Keys.Source.GIVEN)),
                Optional.of(state),
                Optional.empty(),
                Duration.ofHours(24),
                false);
        assertThat(FollowTest.follow(log, both).remarks()).isEmpty();
        assertThat(FollowTest.follow(log, FollowTest.options(state)).keys().source())
                .isEqualTo(Keys.Source.KEPT);
        log.resources.put("policy", NEXT.policy().getBytes(UTF_8));
        assertThat(refused(log, state).fault()).isEqualTo(Fault.KEYS_CHANGED);
    }

    @Test
    void an_empty_log_that_will_continue_another_is_followed_from_its_beginning() {
        Path state = temp.resolve("state");
        Checkpoint none = new Checkpoint(NEXT.origin, 0, Hashing.empty());
        MemoryLog empty = log(List.of());
        assertThat(FollowTest.follow(empty, FollowTest.options(state))
                        .head()
                        .checkpoint()
                        .body())
                .isEqualTo(none.body());
        assertThat(FollowTest.follow(log(entries(LEAF)), FollowTest.options(state))
                        .origin())
                .isPresent();
    }
}
