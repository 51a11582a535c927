package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.LogStore.State;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.WitnessKey;

/** A store that is older than what the witnesses saw never signs a second history; it is completed, or it stops. */
class RestoredBackupTest {
    private static final int BEFORE = 100;
    private static final int AFTER = 700;

    private LogFixture log;
    private Map<String, List<Document>> backup;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        log = new LogFixture(dir);
        log.witnesses("au", "id", "third");
        log.sequenced(BEFORE);
        log.published(log.all(2));
        backup = log.backup();
        log.sequenced(AFTER - BEFORE);
        log.published(log.all(3));
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Publisher compared(Optional<Mirror> mirror, LogGate gate) throws InterruptedException {
        Publisher publisher = log.publisher(log.store(), log.all(2), mirror, gate);
        publisher.compare();
        return publisher;
    }

    @Test
    void without_a_mirror_it_refuses_to_sign_and_says_why_and_serves_what_it_has() throws Exception {
        log.restore(backup, "entries", "tiles", "heads");
        LogGate gate = LogFixture.closed();
        Publisher publisher = compared(Optional.empty(), gate);
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("700", "100", "older copy", "cannot be rebuilt");
        assertThat(gate.reason()).isEqualTo(publisher.alarm());
        assertThat(Checkpoint.parse(publisher.checkpoint().text()).size()).isEqualTo(BEFORE);
        publisher.compare();
        assertThat(publisher.refuses()).isTrue();
    }

    @Test
    void from_a_mirror_everything_is_put_back_but_what_opens_it() throws Exception {
        Mirror mirror = Mirror.at(log.mirrored().toString());
        log.restore(backup, "entries", "tiles", "heads");
        completed(mirror);
    }

    @Test
    void a_mirror_may_be_an_address() throws Exception {
        Path files = log.mirrored();
        log.restore(backup, "entries", "tiles", "heads");
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                files.toAbsolutePath(),
                SimpleFileServer.OutputLevel.NONE);
        server.start();
        try {
            completed(Mirror.at("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
        } finally {
            server.stop(0);
        }
    }

    private void completed(Mirror mirror) throws Exception {
        LogGate gate = LogFixture.closed();
        Publisher publisher = compared(Optional.of(mirror), gate);
        publisher.compare();
        assertThat(publisher.refuses()).isFalse();
        assertThat(gate.reason()).isEmpty();
        publisher.step();
        assertThat(log.verified(2).size()).isEqualTo(AFTER);
        assertThat(log.store().opening("item-1@" + BEFORE).orElseThrow().state())
                .isEqualTo(State.STANDS);
        assertThat(log.store().opening("item-1@" + (BEFORE + 1)).orElseThrow().state())
                .isEqualTo(State.LOST);
        log.sequenced(5);
        new Sequencer(log.store(), gate).onAll(List.of(SequencerTest.event("item-1", AFTER, "{\"v\":700}")));
        log.published(log.all(2));
        assertThat(log.verified(2).size()).isEqualTo(AFTER + 5);
    }

    @Test
    void tiles_that_reach_further_than_the_head_complete_it_without_anybody() throws Exception {
        log.restore(backup, "entries", "heads");
        Publisher publisher = compared(Optional.empty(), LogFixture.closed());
        publisher.compare();
        publisher.step();
        assertThat(log.verified(2).size()).isEqualTo(AFTER);
    }

    @Test
    void entries_that_the_backup_has_beyond_its_head_keep_what_opens_them() throws Exception {
        Mirror mirror = Mirror.at(log.mirrored().toString());
        log.restore(backup, "tiles", "heads");
        Publisher publisher = compared(Optional.of(mirror), LogFixture.closed());
        publisher.compare();
        publisher.step();
        assertThat(log.verified(2).size()).isEqualTo(AFTER);
        assertThat(log.store().opening("item-1@" + AFTER).orElseThrow().state()).isEqualTo(State.STANDS);
    }

    @Test
    void entries_that_lack_under_the_head_are_put_back_from_its_own_tiles_before_anything_is_sequenced()
            throws Exception {
        for (int kept : new int[] {AFTER - 1, AFTER - 60, 256, BEFORE}) {
            List<Document> some = log.backup().get("entries").stream()
                    .filter(d -> d.getLong("_id") < kept)
                    .toList();
            log.restore(Map.of("entries", some), "entries");
            LogGate gate = LogFixture.closed();
            Publisher publisher = compared(Optional.empty(), gate);
            assertThat(publisher.alarm()).contains("700 entries, and this store has " + kept);
            assertThat(gate.reason()).isNotEmpty();
            publisher.compare();
            assertThat(publisher.refuses()).isFalse();
            assertThat(log.store().end(0)).isEqualTo(AFTER);
            assertThat(log.store().opening("item-1@" + AFTER).orElseThrow().state())
                    .isEqualTo(State.LOST);
        }
        log.sequenced(5);
        log.published(log.all(2));
        assertThat(log.verified(2).size()).isEqualTo(AFTER + 5);
    }

    @Test
    void a_witness_that_has_another_tree_of_the_same_size_is_not_heard() throws Exception {
        LogFixture.Running au = log.running.get("au");
        WitnessClient other = new WitnessClient("au", WitnessKey.parse(au.vkey()), au.url(), LogFixture.LONG) {
            @Override
            Optional<SignedNote> latest(String origin) {
                return Optional.empty();
            }

            @Override
            Answer add(long old, List<byte[]> proof, SignedNote checkpoint) {
                return new Answer.Holds(old);
            }
        };
        LogGate gate = LogFixture.closed();
        Witnesses one = new Witnesses(List.of(other), 1, LogFixture.LONG);
        Publisher publisher = log.publisher(log.store(), one, Optional.empty(), gate);
        publisher.compare();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("au");
        assertThat(gate.reason()).isNotEmpty();
    }

    @Test
    void a_published_checkpoint_that_lags_is_just_published() throws Exception {
        List<Document> heads = log.backup().get("heads").stream()
                .filter(d -> d.getString("_id").equals(TreeWriter.HEAD))
                .toList();
        log.restore(Map.of("heads", heads), "heads");
        log.published(log.all(2));
        assertThat(log.verified(2).size()).isEqualTo(AFTER);
    }

    @Test
    void a_mirror_that_lies_is_not_believed() throws Exception {
        for (TilePath lie : List.of(TilePath.entries(0, 256), TilePath.entries(1, 256), TilePath.entries(2, 188))) {
            Path files = log.mirrored();
            Map<String, List<Document>> whole = log.backup();
            Path file = files.resolve(lie.toString());
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
            log.restore(backup, "entries", "tiles", "heads");
            Publisher publisher = compared(Optional.of(Mirror.at(files.toString())), LogFixture.closed());
            assertThat(publisher.refuses()).isTrue();
            assertThat(publisher.alarm()).contains("the mirror: its entries do not make the tree of 700");
            assertThat(log.store().end(0)).isEqualTo(BEFORE);
            assertThat(log.store().head(TreeWriter.HEAD, TreeWriter.EMPTY).size())
                    .isEqualTo(BEFORE);
            log.restore(whole, "entries", "tiles", "heads");
        }
    }

    @Test
    void a_mirror_that_is_behind_the_witnesses_does_not_suffice() throws Exception {
        Path files = log.mirrored();
        log.sequenced(50);
        log.published(log.all(3));
        log.restore(backup, "entries", "tiles", "heads");
        Publisher publisher = compared(Optional.of(Mirror.at(files.toString())), LogFixture.closed());
        assertThat(publisher.refuses()).isTrue();
        assertThat(log.store().end(0)).isEqualTo(BEFORE);
    }

    @Test
    void a_store_with_other_entries_than_the_witnesses_saw_is_not_completed() throws Exception {
        Mirror mirror = Mirror.at(log.mirrored().toString());
        log.restore(backup, "entries", "tiles", "heads");
        new Sequencer(log.store(), SequencerTest.opened()).onAll(List.of(SequencerTest.event("item-2", 1, "{}")));
        Publisher publisher = compared(Optional.of(mirror), LogFixture.closed());
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("this store has another entry 100");
    }

    @Test
    void a_witness_that_shows_no_checkpoint_tells_its_size_when_it_is_sent_an_older_one() throws Exception {
        log.restore(backup, "entries", "tiles", "heads");
        LogFixture.Running au = log.running.get("au");
        WitnessClient mute = new WitnessClient("au", WitnessKey.parse(au.vkey()), au.url(), LogFixture.LONG) {
            @Override
            Optional<org.plenary.tlog.SignedNote> latest(String origin) {
                return Optional.empty();
            }
        };
        Witnesses one = new Witnesses(List.of(mute), 1, LogFixture.LONG);
        Publisher publisher = log.publisher(log.store(), one, Optional.empty(), LogFixture.closed());
        publisher.compare();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("the witness au has seen 700 entries");
    }

    @Test
    void a_mirror_alone_shows_that_the_store_is_old() throws Exception {
        Mirror mirror = Mirror.at(log.mirrored().toString());
        log.restore(backup, "entries", "tiles", "heads");
        Witnesses none = new Witnesses(List.of(), 0, LogFixture.LONG);
        Publisher publisher = log.publisher(log.store(), none, Optional.of(mirror), LogFixture.closed());
        publisher.compare();
        publisher.compare();
        assertThat(publisher.refuses()).isFalse();
        assertThat(log.store().head(TreeWriter.HEAD, TreeWriter.EMPTY).size()).isEqualTo(AFTER);
    }

    @Test
    void a_store_put_back_under_a_running_log_is_noticed_at_the_next_checkpoint() throws Exception {
        LogGate gate = LogFixture.closed();
        Publisher publisher = compared(Optional.empty(), gate);
        assertThat(gate.reason()).isEmpty();
        log.restore(backup, "entries", "tiles", "heads");
        new Sequencer(log.store(), gate).onAll(List.of(SequencerTest.event("item-2", 1, "{}")));
        publisher.step();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.publishedSize()).isEqualTo(BEFORE);
    }

    /** All that is sent to the witnesses is kept. */
    private Witnesses watched(List<SignedNote> sent) {
        List<WitnessClient> clients = new ArrayList<>();
        log.running.forEach((name, r) ->
                clients.add(new WitnessClient(name, WitnessKey.parse(r.vkey()), r.url(), LogFixture.LONG) {
                    @Override
                    Answer add(long old, List<byte[]> proof, SignedNote checkpoint) throws InterruptedException {
                        sent.add(checkpoint);
                        return super.add(old, proof, checkpoint);
                    }
                }));
        return new Witnesses(clients, 2, LogFixture.LONG);
    }

    private void sequencedMoreThanWasLost(LogGate gate) {
        List<Envelope> events = new ArrayList<>();
        for (int v = 1; v <= AFTER; v++) {
            events.add(SequencerTest.event("item-2", v, "{}"));
        }
        new Sequencer(log.store(), gate).onAll(events);
    }

    @Test
    void an_instance_that_takes_over_a_store_that_was_put_back_signs_nothing() throws Exception {
        List<SignedNote> sent = new CopyOnWriteArrayList<>();
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2027-01-20T03:00:00Z"));
        Lease first = log.store().lease("a", Lease.Ownership.SHARED, now::get);
        assertThat(first.held()).isTrue();
        LogGate gate = LogFixture.closed();
        Lease second = log.store().lease("b", Lease.Ownership.SHARED, now::get);
        Publisher b = new Publisher(log.logs(log.store(), watched(sent)), second, Optional.empty(), gate);
        b.turn();
        assertThat(b.refuses()).isFalse();
        log.restore(backup, "entries", "tiles", "heads");
        sequencedMoreThanWasLost(gate);
        now.updateAndGet(t -> t.plus(Lease.HOLDS));
        b.turn();
        assertThat(second.held()).isTrue();
        assertThat(b.refuses()).isTrue();
        assertThat(b.alarm()).contains("700", "older copy", "cannot be rebuilt");
        assertThat(gate.reason()).isEqualTo(b.alarm());
        assertThat(sent).isEmpty();
        assertThat(b.publishedSize()).isEqualTo(BEFORE);
    }

    @Test
    void a_store_put_back_under_the_one_that_publishes_is_noticed_before_anything_is_signed() throws Exception {
        List<SignedNote> sent = new CopyOnWriteArrayList<>();
        LogGate gate = LogFixture.closed();
        Publisher publisher = log.publisher(log.store(), watched(sent), Optional.empty(), gate);
        publisher.compare();
        log.restore(backup, "entries", "tiles", "heads");
        sequencedMoreThanWasLost(gate);
        publisher.step();
        assertThat(publisher.refuses()).isTrue();
        assertThat(sent).isEmpty();
        assertThat(log.store().head(TreeWriter.HEAD, TreeWriter.EMPTY).size()).isEqualTo(BEFORE);
    }

    @Test
    void what_it_signed_itself_keeps_a_log_without_witnesses_from_signing_another_history() throws Exception {
        Witnesses none = new Witnesses(List.of(), 0, LogFixture.LONG);
        LogGate gate = LogFixture.closed();
        Publisher publisher = log.publisher(log.store(), none, Optional.empty(), gate);
        publisher.compare();
        log.sequenced(5);
        publisher.step();
        assertThat(publisher.publishedSize()).isEqualTo(AFTER + 5);
        log.restore(backup, "entries", "tiles", "heads");
        await().atMost(60, SECONDS).until(() -> {
            publisher.step();
            return publisher.refuses();
        });
        publisher.compare();
        assertThat(publisher.refuses()).as("nothing but a restart ends it").isTrue();
        assertThat(publisher.alarm()).contains("this instance signed");
        assertThat(gate.reason()).isEqualTo(publisher.alarm());
        assertThat(publisher.publishedSize()).isEqualTo(BEFORE);
    }

    @Test
    void a_witness_that_cosigned_something_else_makes_the_log_compare_again_and_refuse() throws Exception {
        Publisher publisher = compared(Optional.empty(), LogFixture.closed());
        Map<String, List<Document>> here = log.backup();
        log.sequenced(5);
        log.published(log.all(3));
        log.restore(here, "entries", "tiles", "heads");
        log.sequenced(10);
        publisher.step();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("another tree of 705 entries");
        assertThat(publisher.publishedSize()).isEqualTo(AFTER);
    }

    private static Optional<byte[]> kept(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_gate_is_closed_while_the_store_is_completed() throws Exception {
        Path files = log.mirrored();
        LogGate gate = LogFixture.closed();
        Set<String> reasons = new HashSet<>();
        int[] tried = {0};
        Mirror mirror = new Mirror(path -> {
            if (path.startsWith("tile/entries") && tried[0]++ == 0) {
                reasons.add(gate.reason());
            }
            return kept(files.resolve(path));
        });
        Publisher publisher = compared(Optional.of(mirror), gate);
        assertThat(gate.reason()).isEmpty();
        log.restore(backup, "entries", "tiles", "heads");
        publisher.step();
        assertThat(reasons).singleElement().asString().contains("older copy");
        assertThat(gate.reason()).isNotEmpty();
        publisher.compare();
        assertThat(gate.reason()).isEmpty();
        assertThat(publisher.refuses()).isFalse();
        assertThat(log.store().end(0)).isEqualTo(AFTER);
    }

    @Test
    void a_mirror_that_throws_or_keeps_a_note_of_something_else_is_only_no_help() throws Exception {
        log.restore(backup, "entries", "tiles", "heads");
        byte[] other = SignedNote.sign("hello\n", log.key.key(), log.key.secret())
                .encoded()
                .getBytes(StandardCharsets.UTF_8);
        for (Mirror mirror : List.of(
                new Mirror(path -> path.equals("checkpoint") ? Optional.of(other) : Optional.empty()),
                new Mirror(path -> {
                    throw new UnsupportedOperationException("no such thing");
                }))) {
            Publisher publisher = compared(Optional.of(mirror), LogFixture.closed());
            assertThat(publisher.refuses()).isTrue();
            assertThat(publisher.alarm()).contains("cannot be rebuilt", "the mirror: ");
        }
    }

    @Test
    void where_all_heads_are_lost_no_checkpoint_is_given_out_before_the_witnesses_are_asked() throws Exception {
        log.restore(Map.of("entries", List.of(), "tiles", List.of(), "heads", List.of()), "entries", "tiles", "heads");
        Publisher publisher = log.publisher(log.store(), log.all(2), Optional.empty(), LogFixture.closed());
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(publisher::checkpoint)
                    .isInstanceOfSatisfying(
                            Refused.class, r -> assertThat(r.kind().status()).isEqualTo(503));
            publisher.compare();
            assertThat(publisher.refuses()).isTrue();
        }
    }
}
