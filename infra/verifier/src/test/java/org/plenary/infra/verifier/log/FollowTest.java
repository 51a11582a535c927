package org.plenary.infra.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Progress;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.WitnessPolicy;

/** A log is followed from checkpoint to checkpoint, and all of it is looked at. */
class FollowTest {
    private static final int[] SIZES = SignedLog.SIZES;
    /** Longer ways between two sizes are walked whole with the long tests only; that one begins the other, always. */
    private static final int WALK_MAX = Boolean.getBoolean("plenary.full") ? 70_000 : 5_000;

    private static final SignedLog LOG = SignedLog.LARGE;

    @TempDir
    Path temp;

    static Followed follow(LogSource source, Follow.Options options) {
        InstantSource clock = InstantSource.fixed(SignedLog.SEEN.plusSeconds(60));
        return new Follow(source, options, clock, new Progress(Progress.Kind.NONE, System.err)).run();
    }

    static Follow.Options options(Path state) {
        return new Follow.Options(
                Optional.empty(), Optional.ofNullable(state), Optional.empty(), Duration.ofHours(24), false);
    }

    private static MemoryLog served(int size) {
        return new MemoryLog(LOG.resources(size));
    }

    private Follow.Options keeping(Path copy) {
        return new Follow.Options(
                Optional.empty(), Optional.of(temp.resolve("s")), Optional.of(copy), Duration.ofHours(24), false);
    }

    @Test
    void a_log_of_each_size_is_verified_whole_and_its_root_is_that_of_the_definitions() {
        for (int size : SIZES) {
            Followed whole = follow(served(size), options(null));
            assertThat(whole.head().checkpoint().root()).isEqualTo(LOG.root(size));
            assertThat(whole.from()).isZero();
            assertThat(whole.bundles()).isEqualTo((size + 255) / 256);
            assertThat(whole.head().cosigned()).hasSize(3);
        }
    }

    @Test
    void from_each_size_to_each_larger_one_only_what_is_new_is_read() {
        for (int older : SIZES) {
            Path state = temp.resolve("state-" + older);
            follow(served(older), options(state));
            for (int newer : SIZES) {
                if (newer >= older && newer - older <= WALK_MAX) {
                    Path copy = Copies.of(state, temp.resolve(older + "-" + newer));
                    MemoryLog log = served(newer);
                    Followed followed = follow(log, options(copy));
                    assertThat(followed.from()).isEqualTo(older);
                    assertThat(followed.before().orElseThrow().checkpoint().size())
                            .isEqualTo(older);
                    assertThat(log.reads.stream().filter(r -> r.startsWith("tile/entries/")))
                            .hasSize(newer == older ? 0 : (newer + 255) / 256 - older / 256);
                    assertThat(follow(served(newer), options(copy)).from()).isEqualTo(newer);
                }
            }
        }
    }

    @Test
    void each_size_begins_each_larger_one() {
        for (int newer : SIZES) {
            AuthenticTree tree = new AuthenticTree(LOG.checkpoint(newer), new Tiles(served(newer)));
            for (int older : SIZES) {
                if (older <= newer) {
                    tree.requireBegins(LOG.checkpoint(older));
                }
            }
        }
    }

    @Test
    void a_run_that_was_broken_off_goes_on_and_never_forgets_the_checkpoint_it_saw() {
        Path state = temp.resolve("state");
        Map<String, byte[]> broken = LOG.resources(257);
        broken.remove("tile/entries/001.p/1");
        assertThatThrownBy(() -> follow(new MemoryLog(broken), options(state)))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.MISSING_PART));
        assertThatThrownBy(() -> follow(served(256), options(state)))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.ROLLBACK));
        assertThat(follow(served(257), options(state)).from()).isEqualTo(0);
    }

    @Test
    void a_partial_tile_that_is_gone_is_read_from_the_full_one() {
        Map<String, byte[]> grown = LOG.resources(65_536);
        LOG.resources(257).forEach(grown::putIfAbsent);
        grown.put("checkpoint", LOG.note(257).getBytes(StandardCharsets.UTF_8));
        grown.keySet()
                .removeIf(p ->
                        TilePath.parse(p).filter(t -> t.width() < TilePath.FULL).isPresent());
        assertThat(follow(new MemoryLog(grown), options(null))
                        .head()
                        .checkpoint()
                        .size())
                .isEqualTo(257);
    }

    @Test
    void a_copy_verifies_offline_and_grows_by_what_is_new() throws Exception {
        Path copy = temp.resolve("copy");
        for (int size : new int[] {1, 255, 257}) {
            follow(served(size), keeping(copy));
            Followed offline = follow(new DirectoryLog(copy), options(null));
            assertThat(offline.head().checkpoint().root()).isEqualTo(LOG.root(size));
        }
        for (Map.Entry<String, byte[]> resource : LOG.resources(257).entrySet()) {
            boolean current =
                    !resource.getKey().contains(".p/") || resource.getKey().endsWith(".p/1");
            if (current) {
                assertThat(Files.readAllBytes(copy.resolve(resource.getKey()))).isEqualTo(resource.getValue());
            }
        }
    }

    @Test
    void another_history_does_not_touch_the_copy_of_the_first() {
        Path copy = temp.resolve("copy");
        follow(served(257), keeping(copy));
        List<byte[]> entries = new ArrayList<>(LOG.entries.subList(0, 600));
        entries.set(3, SignedLog.event("meeting-y", 1, "{}"));
        SignedLog fork = new SignedLog(SignedLog.SIGNERS, entries, 257, 600);
        Follow.Options copyOnly =
                new Follow.Options(Optional.empty(), Optional.empty(), Optional.of(copy), Duration.ofHours(24), false);
        for (Follow.Options options : List.of(keeping(copy), copyOnly)) {
            assertThatThrownBy(() -> follow(new MemoryLog(fork.resources(600)), options))
                    .isInstanceOfSatisfying(
                            NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.INCONSISTENT));
            assertThatThrownBy(() -> follow(new MemoryLog(fork.resources(257)), options))
                    .isInstanceOfSatisfying(
                            NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.FORK));
        }
        assertThat(follow(new DirectoryLog(copy), options(null))
                        .head()
                        .checkpoint()
                        .root())
                .isEqualTo(LOG.root(257));
    }

    /** What stands in a copy is no evidence against the log unless it counts by the keys. */
    @Test
    void a_copys_checkpoint_counts_by_the_keys_and_is_shown_whole() throws Exception {
        Path copy = temp.resolve("copy");
        follow(served(257), keeping(copy));
        List<byte[]> entries = new ArrayList<>(LOG.entries.subList(0, 257));
        entries.set(3, SignedLog.event("meeting-y", 1, "{}"));
        Follow.Options copyOnly =
                new Follow.Options(Optional.empty(), Optional.empty(), Optional.of(copy), Duration.ofHours(24), false);
        String forged = new SignedLog(new SignedLog.Signers(), entries, 257).note(257);
        Files.writeString(copy.resolve("checkpoint"), forged);
        assertThatThrownBy(() -> follow(served(257), copyOnly)).isInstanceOfSatisfying(NotVerified.class, e -> {
            assertThat(e.fault()).isEqualTo(Fault.STATE_DAMAGED);
            assertThat(e.exhibits().get("checkpoint-of-the-copy")).asString().isEqualTo(forged);
        });
        String signed = new SignedLog(SignedLog.SIGNERS, entries, 257).note(257);
        Files.writeString(copy.resolve("checkpoint"), signed);
        assertThatThrownBy(() -> follow(served(257), copyOnly)).isInstanceOfSatisfying(NotVerified.class, e -> {
            assertThat(e.fault()).isEqualTo(Fault.FORK);
            assertThat(e.exhibits().get("checkpoint-kept-here")).asString().isEqualTo(signed);
        });
    }

    @Test
    void a_copy_that_is_begun_later_is_whole_all_the_same() {
        Path copy = temp.resolve("late");
        follow(served(257), options(temp.resolve("s")));
        follow(served(257), keeping(copy));
        assertThat(follow(new DirectoryLog(copy), options(null))
                        .head()
                        .checkpoint()
                        .size())
                .isEqualTo(257);
    }

    @Test
    void everything_is_looked_at_again_where_that_is_asked() {
        Path state = temp.resolve("state");
        follow(served(257), options(state));
        Follow.Options again =
                new Follow.Options(Optional.empty(), Optional.of(state), Optional.empty(), Duration.ofHours(24), true);
        Followed all = follow(served(257), again);
        assertThat(all.from()).isZero();
        assertThat(all.versions().streams()).isEqualTo(98);
        assertThat(all.before()).isPresent();
    }

    @Test
    void keys_are_the_users_or_kept_ones_and_a_change_is_said() {
        Path state = temp.resolve("state");
        Followed first = follow(served(2), options(state));
        assertThat(first.keys().source()).isEqualTo(Keys.Source.LOG);
        assertThat(first.remarks()).anyMatch(r -> r.contains("came from the log itself"));
        Followed second = follow(served(255), options(state));
        assertThat(second.keys().source()).isEqualTo(Keys.Source.KEPT);
        assertThat(second.remarks()).isEmpty();

        SignedLog.Signers others = new SignedLog.Signers();
        SignedLog other = new SignedLog(others, LOG.entries.subList(0, 256), 256);
        assertThatThrownBy(() -> follow(new MemoryLog(other.resources(256)), options(state)))
                .isInstanceOfSatisfying(NotVerified.class, e -> {
                    assertThat(e.fault()).isEqualTo(Fault.KEYS_CHANGED);
                    assertThat(e.exhibits()).containsKeys("policy-kept-here", "policy-shown-now");
                });

        Keys given = Keys.parse(others.policy().getBytes(StandardCharsets.UTF_8), Keys.Source.GIVEN);
        Follow.Options mine = new Follow.Options(
                Optional.of(given), Optional.of(state), Optional.empty(), Duration.ofHours(24), false);
        assertThat(follow(new MemoryLog(other.resources(256)), mine).remarks()).isEmpty();
        assertThat(follow(new MemoryLog(other.resources(256)), options(state))
                        .keys()
                        .source())
                .isEqualTo(Keys.Source.KEPT);
    }

    @Test
    void a_witness_may_move_without_a_change_of_keys() {
        Path state = temp.resolve("state");
        follow(served(2), options(state));
        Map<String, byte[]> moved = LOG.resources(255);
        String policy = SignedLog.SIGNERS.policy().replaceFirst("(?m)^(witness .*)$", "$1 https://new.example/");
        moved.put("policy", policy.getBytes(StandardCharsets.UTF_8));
        assertThat(follow(new MemoryLog(moved), options(state)).remarks()).isEmpty();
    }

    @Test
    void a_log_that_names_no_more_than_its_key_is_followed_with_a_remark() {
        Map<String, byte[]> bare = LOG.resources(2);
        bare.remove("policy");
        bare.put("vkey", (SignedLog.SIGNERS.logKey().vkey() + "\n").getBytes(StandardCharsets.UTF_8));
        Followed followed = follow(new MemoryLog(bare), options(null));
        assertThat(followed.keys().policy().quorum()).isEqualTo(WitnessPolicy.NONE);
        assertThat(followed.remarks()).anyMatch(r -> r.contains("asks for no witness"));
    }

    @Test
    void clocks_that_cannot_be_right_and_old_checkpoints_are_remarked_on() {
        Head head = follow(served(2), options(null)).head();
        Keys keys = Keys.parse(SignedLog.SIGNERS.policy().getBytes(StandardCharsets.UTF_8), Keys.Source.GIVEN);
        Instant seen = SignedLog.SEEN;
        Duration day = Duration.ofHours(24);
        assertThat(head.remarks(keys, seen.minus(Head.AHEAD_MAX), day)).isEmpty();
        assertThat(head.remarks(keys, seen.minus(Head.AHEAD_MAX).minusSeconds(1), day))
                .hasSize(3)
                .allMatch(r -> r.contains("in the future"));
        assertThat(head.remarks(keys, seen.plus(day), day)).isEmpty();
        assertThat(head.remarks(keys, seen.plus(day).plusSeconds(1), day))
                .singleElement()
                .asString()
                .contains("24 hours");
    }

    @Test
    void two_runs_do_not_share_a_state() {
        Path dir = temp.resolve("state");
        try (State first = new State(Optional.of(dir))) {
            assertThat(first.head()).isEmpty();
            assertThatThrownBy(() -> follow(served(2), options(dir)))
                    .isInstanceOfSatisfying(
                            NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.STATE_IN_USE));
        }
        follow(served(2), options(dir));
    }

    @Test
    void a_damaged_state_is_never_taken_for_a_first_look() throws Exception {
        Path dir = temp.resolve("state");
        follow(served(257), options(dir));
        Map<String, byte[]> good = new HashMap<>();
        String versions = "";
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.equals(State.FILE) || name.startsWith("versions-257-")) {
                    good.put(name, Files.readAllBytes(file));
                    versions = name.equals(State.FILE) ? versions : name;
                }
            }
        }
        assertThat(good).hasSize(2);
        for (String name : good.keySet()) {
            for (int at = 0; at < good.get(name).length; at += 97) {
                byte[] bad = good.get(name).clone();
                bad[at] ^= 1;
                Files.write(dir.resolve(name), bad);
                assertThatThrownBy(() -> follow(served(257), options(dir)))
                        .as(name + " " + at)
                        .isInstanceOfSatisfying(
                                NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.STATE_DAMAGED));
                Files.write(dir.resolve(name), good.get(name));
            }
        }
        Files.delete(dir.resolve(versions));
        assertThatThrownBy(() -> follow(served(257), options(dir)))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.STATE_DAMAGED));
    }
}
