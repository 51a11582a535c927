package org.plenary.record;

import static com.mongodb.client.model.Filters.gte;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.json.Json;
import org.plenary.record.Ending.Order;
import org.plenary.record.LogStore.Head;
import org.plenary.record.Logs.Open;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.Proofs;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.Tree;
import org.plenary.tlog.WitnessPolicy;

/** A log ends by order of the keyholders, and another goes on where it ended: record-format.md, "Start". */
class SuccessionTest {
    private LogFixture log;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        log = new LogFixture(dir);
        log.witnesses("a", "b", "c");
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private Order order() {
        return new Order("localhost/record", "forum-1@9", log.next.key().vkey(), "2027-01-20T03:00:00Z");
    }

    /** Turns until the log that grows has published so much. */
    private static void until(Publisher publisher, Logs logs, int number, long size) throws InterruptedException {
        while (logs.growing().log().number() < number || publisher.publishedSize() < size) {
            publisher.turn();
        }
    }

    private Publisher publisher(Logs logs) {
        return new Publisher(logs, log.lease(), Optional.empty(), LogFixture.closed());
    }

    /** The logs as an instance that has just started knows them. */
    private Logs instance() {
        return log.logs(log.store(), log.all(2));
    }

    /** A publisher by which so many events are published in the first log. */
    private Publisher publishing(Logs logs, int events) throws Exception {
        Publisher publisher = publisher(logs);
        log.sequenced(events);
        until(publisher, logs, 1, events);
        return publisher;
    }

    /** A publisher by which five events are published in the first log and five in the second. */
    private Publisher fiveInEach(Logs logs) throws Exception {
        Publisher publisher = publishing(logs, 5);
        publisher.take(order());
        until(publisher, logs, 2, 1);
        log.sequenced(5);
        until(publisher, logs, 2, 6);
        return publisher;
    }

    /** The first leaf of the log that grows. */
    private static OriginLeaf beginning(Logs logs) {
        return OriginLeaf.parse(leaves(logs.growing().open()).getFirst()).orElseThrow();
    }

    private static List<byte[]> leaves(Open open) {
        long size = open.published().size();
        List<byte[]> leaves = new ArrayList<>();
        for (long bundle = 0; bundle * TilePath.FULL < size; bundle++) {
            int width = (int) Math.min(TilePath.FULL, size - bundle * TilePath.FULL);
            leaves.addAll(EntryBundle.decode(open.store().tile(TilePath.entries(bundle, width))));
        }
        return leaves;
    }

    /** What is served of a log is what its checkpoint says, under its key. */
    private static void right(Open open) {
        SignedNote note = open.checkpoint().orElseThrow();
        Checkpoint head = Checkpoint.parse(note.text());
        assertThat(note.signedBy(open.log().key())).isTrue();
        assertThat(head.origin()).isEqualTo(open.log().key().name());
        List<byte[]> hashes = leaves(open).stream().map(Hashing::leaf).toList();
        assertThat(hashes).hasSize(Math.toIntExact(head.size()));
        var tiles = Tree.grow(0, hashes, p -> new byte[0]);
        assertThat(new Tree(head.size(), tiles::get).root()).isEqualTo(head.root());
    }

    private static String id(byte[] leaf) {
        return Json.tree(new String(leaf, StandardCharsets.UTF_8)).path("id").asString();
    }

    @Test
    void a_log_ends_where_it_is_published_and_the_next_one_goes_on_from_there() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 300);
        SignedNote last = publisher.checkpoint();
        publisher.take(order());
        until(publisher, logs, 2, 1);
        log.sequenced(300);
        until(publisher, logs, 2, 301);

        Open old = logs.numbered(1).orElseThrow();
        Open now = logs.growing().open();
        right(old);
        right(now);
        assertThat(old.checkpoint().orElseThrow().text()).isEqualTo(last.text());
        OriginLeaf first = beginning(logs);
        assertThat(first.previous().checkpoint().body()).isEqualTo(last.text());
        assertThat(first.previous().vkey()).isEqualTo(log.key.key().vkey());
        assertThat(first.vkey()).isEqualTo(log.next.key().vkey());
        assertThat(first.kept()).isEqualTo(300);
        assertThat(first.order()).isEqualTo("forum-1@9");
        assertThat(id(leaves(now).get(1))).isEqualTo("item-1@301");
        assertThat(logs.publishedPlaces()).isEqualTo(600);
        long cosigned = log.all(2).clients().stream()
                .filter(w -> w.key().cosigned(now.checkpoint().orElseThrow()).isPresent())
                .count();
        assertThat(cosigned).isGreaterThanOrEqualTo(2);
        assertThat(publisher.alarm()).isEmpty();
    }

    @Test
    void an_event_is_proved_in_the_log_that_has_it() throws Exception {
        Logs logs = instance();
        Publisher publisher = fiveInEach(logs);
        LogController served = new LogController(log.store(), new RedactedStore(log.database), logs, publisher);
        proved(served, 3, 2, log.key);
        proved(served, 8, 3, log.next);
    }

    @Test
    void the_first_entries_by_which_the_logs_go_on_are_proved_from_an_events_log_to_the_newest() throws Exception {
        Logs logs = instance();
        Publisher publisher = fiveInEach(logs);
        Proving proving = new Proving(logs, publisher);
        Proving.Under newest = proving.newest();
        var before = proving.beginnings(newest, log.store().byKey("item-1@3").orElseThrow());
        assertThat(before).containsOnlyKeys(2);
        ProofBundle first = before.get(2);
        assertThat(first.leaf().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(logs.growing().log().first());
        assertThat(first.verify(WitnessPolicy.parse(first.policy()))
                        .checkpoint()
                        .body())
                .isEqualTo(newest.head().body());
        assertThat(proving.beginnings(newest, log.store().byKey("item-1@8").orElseThrow()))
                .isEmpty();
    }

    private Logs cosignedBy(int quorum, String... names) {
        List<RecordSettings.WitnessSetting> witnesses = Stream.of(names)
                .map(name -> new RecordSettings.WitnessSetting(
                        name, log.to(name).key().vkey(), "http://127.0.0.1:1/" + name, ""))
                .toList();
        RecordSettings settings =
                new RecordSettings(log.dir.resolve("key"), "localhost/record", "", witnesses, quorum, "", "");
        return new Logs(log.store(), new OriginStore(log.database), settings, () -> log.all(2));
    }

    @Test
    void a_log_that_has_ended_keeps_the_policy_by_which_its_last_checkpoint_was_cosigned() throws Exception {
        publishing(cosignedBy(2, "a", "b", "c"), 5);
        log.witnesses("later");
        Logs logs = cosignedBy(1, "later");
        Publisher publisher = publisher(logs);
        publisher.take(order());
        until(publisher, logs, 2, 1);

        Logs now = cosignedBy(1, "b");
        assertThat(now.growing().open().policy().text()).contains("witness b ");
        Open ended = now.numbered(1).orElseThrow();
        assertThat(WitnessPolicy.parse(ended.policy().text())
                        .judge(ended.checkpoint().orElseThrow())
                        .quorum())
                .isTrue();
        assertThat(ended.policy().text()).contains("witness a ").doesNotContain("witness later ");
    }

    private void proved(LogController served, int version, long index, KeyFile by) {
        TlogProof proof = TlogProof.parse(served.proof("item-1", version).getBody());
        SignedNote note = SignedNote.parse(proof.checkpoint());
        Checkpoint head = Checkpoint.parse(note.text());
        assertThat(note.signedBy(by.key())).isTrue();
        assertThat(proof.index()).isEqualTo(index);
        byte[] leaf = log.store().byKey("item-1@" + version).orElseThrow().leaf();
        assertThat(Proofs.includes(Hashing.leaf(leaf), proof.index(), head.size(), proof.path(), head.root()))
                .isTrue();
    }

    @Test
    void where_the_key_is_lost_the_next_log_goes_on_without_it() throws Exception {
        Logs before = instance();
        log.sequenced(20);
        until(publisher(before), before, 1, 20);
        Files.delete(log.dir.resolve("key"));
        log.sequenced(10);

        Logs logs = instance();
        Publisher publisher = publisher(logs);
        publisher.turn();
        assertThat(publisher.refuses()).isTrue();
        assertThat(publisher.alarm()).contains("another key");
        publisher.take(order());
        until(publisher, logs, 2, 11);
        right(logs.numbered(1).orElseThrow());
        right(logs.growing().open());
        OriginLeaf first = beginning(logs);
        assertThat(first.previous().size()).isEqualTo(20);
        assertThat(first.kept()).isEqualTo(20);
        assertThat(id(leaves(logs.growing().open()).get(1))).isEqualTo("item-1@21");
    }

    @Test
    void entries_that_lack_under_the_checkpoint_of_a_store_without_its_key_are_said_to_be_lost() throws Exception {
        Logs before = instance();
        publishing(before, 20);
        Files.delete(log.dir.resolve("key"));
        log.database.getCollection("entries").deleteMany(gte("_id", 15L));
        Logs logs = instance();
        Publisher publisher = publisher(logs);
        publisher.turn();
        publisher.take(order());
        until(publisher, logs, 2, 1);
        assertThat(beginning(logs).kept()).isEqualTo(15);
        assertThat(beginning(logs).previous().size()).isEqualTo(20);
        log.sequenced(5);
        until(publisher, logs, 2, 6);
        right(logs.growing().open());
        assertThat(id(leaves(logs.growing().open()).get(1))).isEqualTo("item-1@21");
        assertThat(log.store().at(15)).as("nothing takes their places").isEmpty();
    }

    @Test
    void where_a_store_cannot_be_completed_the_next_log_tells_what_was_lost() throws Exception {
        Logs before = instance();
        Publisher first = publishing(before, 20);
        var backup = log.backup();
        log.sequenced(10);
        until(first, before, 1, 30);
        Checkpoint lost = Checkpoint.parse(first.checkpoint().text());
        log.restore(backup, "entries", "tiles", "heads");

        Logs logs = instance();
        Publisher publisher = publisher(logs);
        publisher.turn();
        assertThat(publisher.refuses()).isTrue();
        publisher.take(order());
        until(publisher, logs, 2, 1);
        OriginLeaf origin = beginning(logs);
        assertThat(origin.previous().checkpoint().body()).isEqualTo(lost.body());
        assertThat(origin.kept()).isEqualTo(20);
        assertThat(publisher.refuses()).isFalse();
    }

    @Test
    void who_dies_between_the_end_and_the_beginning_goes_on() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 20);
        Head published = logs.growing().open().published();
        assertThat(log.store().end(Publisher.PUBLISHED, published)).isTrue();
        assertThat(log.store().advance(Publisher.PUBLISHED, published, new Head(21, "late")))
                .as("an instance that was stopped meanwhile")
                .isFalse();
        Logs again = instance();
        Publisher next = publisher(again);
        next.take(order());
        until(next, again, 2, 1);
        assertThat(beginning(again).kept()).isEqualTo(20);
    }

    @Test
    void what_is_sequenced_while_it_ends_is_in_one_log_once() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 20);
        log.sequenced(7);
        publisher.take(order());
        until(publisher, logs, 2, 1);
        long ended = logs.numbered(1).orElseThrow().published().size();
        until(publisher, logs, 2, 27 - ended + 1);
        List<byte[]> all = new ArrayList<>(leaves(logs.numbered(1).orElseThrow()));
        List<byte[]> now = leaves(logs.growing().open());
        all.addAll(now.subList(1, now.size()));
        List<String> ids = all.stream().map(SuccessionTest::id).toList();
        assertThat(ids).hasSize(27);
        assertThat(new HashSet<>(ids)).hasSize(27);
    }

    @Test
    void an_order_with_another_key_begins_nothing() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 3);
        publisher.take(new Order("localhost/record", "forum-1@9", log.key.key().vkey(), "2027-01-20T03:00:00Z"));
        publisher.turn();
        assertThat(logs.growing().log().number()).isEqualTo(1);
        log.sequenced(3);
        until(publisher, logs, 1, 6);
    }

    @Test
    void another_instance_goes_on_with_the_log_that_one_began() throws Exception {
        Logs logs = instance();
        Publisher publisher = publisher(logs);
        Logs others = instance();
        Publisher other = publisher(others);
        log.sequenced(3);
        until(publisher, logs, 1, 3);
        other.turn();
        publisher.take(order());
        until(publisher, logs, 2, 1);
        log.sequenced(3);
        until(other, others, 2, 4);
        right(others.growing().open());
        assertThat(Checkpoint.parse(other.checkpoint().text()).origin())
                .isEqualTo(log.next.key().name());
    }

    @Test
    void an_order_to_end_another_log_than_the_one_that_grows_begins_nothing() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 3);
        publisher.take(
                new Order("localhost/elsewhere", "forum-1@9", log.next.key().vkey(), "2027-01-20T03:00:00Z"));
        publisher.turn();
        assertThat(logs.growing().log().number()).isEqualTo(1);
        assertThat(publisher.alarm()).isEmpty();
    }

    @Test
    void who_dies_between_the_end_and_the_beginning_signs_nothing_before_the_order_is_known() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 20);
        assertThat(log.store().end(Publisher.PUBLISHED, logs.growing().open().published()))
                .isTrue();
        log.sequenced(7);
        Logs again = instance();
        Publisher next = publisher(again);
        next.turn();
        assertThat(next.alarm()).contains("ended by order");
        next.take(order());
        until(next, again, 2, 8);
        assertThat(held("a", "localhost/record")).isEqualTo(20);
        right(again.growing().open());
    }

    private long held(String witness, String origin) throws Exception {
        return Checkpoint.parse(log.to(witness).latest(origin).orElseThrow().text())
                .size();
    }

    @Test
    void no_log_ends_while_too_few_witnesses_say_how_far_it_was_seen() throws Exception {
        Logs before = instance();
        Publisher first = publishing(before, 20);
        var backup = log.backup();
        log.sequenced(10);
        until(first, before, 1, 30);
        log.restore(backup, "entries", "tiles", "heads");
        List.of("a", "b", "c").forEach(log::stop);
        Logs logs = instance();
        Publisher publisher = publisher(logs);
        publisher.turn();
        publisher.take(order());
        publisher.turn();
        assertThat(logs.growing().log().number()).isEqualTo(1);
        assertThat(publisher.orderWaits()).contains("too few witnesses answer");
        List.of("a", "b", "c").forEach(log::startAgain);
        until(publisher, logs, 2, 1);
        OriginLeaf origin = beginning(logs);
        assertThat(origin.previous().size()).isEqualTo(30);
        assertThat(publisher.orderWaits()).isEmpty();
    }

    @Test
    void a_log_of_which_nothing_was_published_is_followed_too() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 20);
        publisher.take(order());
        until(publisher, logs, 2, 0);
        Files.delete(log.dir.resolve("key-2"));
        Logs again = instance();
        Publisher next = publisher(again);
        next.turn();
        assertThat(next.alarm()).contains("another key");
        next.take(
                new Order("localhost/record/log2", "forum-1@12", log.third.key().vkey(), "2027-01-20T03:00:00Z"));
        until(next, again, 3, 1);
        OriginLeaf origin = beginning(again);
        assertThat(origin.previous().size()).isZero();
        assertThat(again.publishedPlaces()).isEqualTo(20);
        Proving proving = new Proving(again, next);
        assertThat(proving.beginnings(
                        proving.newest(), log.store().byKey("item-1@1").orElseThrow()))
                .as("the second has no entry that could be proved")
                .containsOnlyKeys(3);
    }

    @Test
    void a_store_of_before_the_change_signs_nothing_of_the_old_log_and_a_third_log_follows() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 20);
        var backup = log.backup();
        publisher.take(order());
        until(publisher, logs, 2, 1);
        log.sequenced(5);
        until(publisher, logs, 2, 6);
        byte[] began = logs.growing().log().first();
        log.restore(backup, "entries", "tiles", "heads", "logs");
        RecordSettings decided =
                new RecordSettings(log.dir.resolve("key"), "localhost/record", "", List.of(), 0, "", "forum-1");
        Logs again = new Logs(log.store(), new OriginStore(log.database), decided, () -> log.all(2));
        Publisher next = publisher(again);
        next.turn();
        assertThat(next.alarm()).contains("whether another log was ordered");
        next.take(order());
        next.asked();
        until(next, again, 2, 0);
        assertThat(held("a", "localhost/record")).isEqualTo(20);
        assertThat(again.growing().log().first()).as("the same beginning").isEqualTo(began);
        next.turn();
        assertThat(next.refuses()).as("the witnesses saw more of it").isTrue();
        next.take(
                new Order("localhost/record/log2", "forum-1@12", log.third.key().vkey(), "2027-01-20T03:00:00Z"));
        until(next, again, 3, 1);
        right(again.growing().open());
    }

    @Test
    void no_log_ends_before_a_quorum_of_witnesses_knows_the_next_ones_key() throws Exception {
        Logs logs = instance();
        Publisher publisher = publishing(logs, 3);
        Files.delete(log.dir.resolve("key-2"));
        KeyFile unknown = logs.next();
        publisher.take(new Order("localhost/record", "forum-1@9", unknown.key().vkey(), "2027-01-20T03:00:00Z"));
        publisher.turn();
        assertThat(publisher.orderWaits()).contains("too few witnesses know");
        log.sequenced(3);
        until(publisher, logs, 1, 6);
        assertThat(logs.growing().log().number()).isEqualTo(1);
    }
}
