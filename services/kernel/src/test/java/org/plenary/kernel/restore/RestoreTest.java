package org.plenary.kernel.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.timer.ClockSkew;
import org.plenary.kernel.timer.Held;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.OwnViews;
import org.plenary.toy.Toy;

/** A store that was lost or put back, and what Kafka has of it. */
class RestoreTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00.123Z");
    private static final Instant EVENING = Instant.parse("2027-01-15T19:00:00Z");
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String OPENED = "{\"forum\":\"f\",\"room\":5,\"closesAt\":\"" + EVENING + "\"}";
    private static final String COIN = "{\"worth\":1,\"by\":\"keeper\"}";

    private final Replayed kafka = new Replayed("plenary.toy.events");
    private final InMemoryEventStore before = new InMemoryEventStore();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Documents.Space space = InMemoryDocuments.space();
    private boolean mended = true;

    private static Commit commit(String jar, long version, int coins) {
        List<StoredEvent> events = new ArrayList<>();
        for (long v = version; v < version + coins; v++) {
            String type = "org.plenary.toy." + (v == 1 ? "JarOpened" : "CoinAdded") + ".v1";
            events.add(
                    new StoredEvent(v, jar + "@" + v, type, NOON, v % 2 == 0 ? EVENING : null, v == 1 ? OPENED : COIN));
        }
        Meta meta = version % 2 == 0
                ? new Meta(NOON.minusMillis(7), "keeper", "au", "f", "unit:au", "c", "jar-9@4", "00-" + "a".repeat(32))
                : new Meta(NOON, "system:toy", null, "f", "public", "c", null, null);
        return new Commit(
                Commit.idOf(jar, version),
                jar,
                version,
                version + coins - 1,
                version == 1 ? null : Commit.idOf(jar, version - 1),
                jar + "|command-" + version,
                HASH,
                events,
                meta);
    }

    private static List<ProducerRecord<byte[], byte[]>> records(Commit c) {
        return c.events().stream()
                .map(e -> CloudEvents.record(Envelope.of("toy", c, e), c))
                .toList();
    }

    /** Stood in the store that was lost, and is in Kafka. */
    private Commit published(Commit c) {
        before.append(c);
        records(c).forEach(kafka::add);
        return c;
    }

    private static Envelope forged(String jar, long version) {
        Meta meta = new Meta(NOON, "nobody", null, "f", "public", "c", null, null);
        String type = "org.plenary.toy.CoinAdded.v1";
        return new Envelope(
                "toy", jar, version, jar + "@" + version, type, NOON, null, version, meta, "{\"worth\":99}");
    }

    private Restore.Report restored(String... without) {
        Parked parked = new Parked(space.of("parked"), new Bell("toy", RestoreTest::silent));
        OwnViews views =
                new OwnViews("toy", space, store, List.of(OwnViews.Definition.of("jar", "jars", (document, e) -> {
                    if (!mended && e.version() == 2) {
                        throw new IllegalStateException("a bug");
                    }
                    return new Document("seen", e.version());
                })));
        Timers timers = new Timers(
                space.of("timers"),
                Map.of("jar", new Toy()),
                new Streams("toy", store),
                unasked(),
                parked,
                new ClockSkew(() -> NOON),
                Held.NOTHING,
                () -> NOON);
        return new Restore(
                        "toy",
                        Restore.Mode.FROM_KAFKA,
                        store,
                        views,
                        timers,
                        parked,
                        null,
                        Set.of(without),
                        kafka::consumer)
                .restore();
    }

    private static org.apache.kafka.clients.producer.Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    @SuppressWarnings("NullAway")
    private static CommandHandler unasked() {
        return null;
    }

    private static List<Commit> all(EventStore of) {
        List<Commit> all = new ArrayList<>();
        of.forEach(all::add);
        return all;
    }

    @Test
    void every_commit_comes_back_as_it_was_with_its_views_and_timers() {
        published(commit("jar-1", 1, 1));
        published(commit("jar-2", 1, 3));
        Commit second = published(commit("jar-1", 2, 1));
        records(second).forEach(kafka::add); // the relay repeats itself after a crash
        published(commit("jar-1", 3, 1));
        Restore.Report report = restored();
        assertThat(all(store)).isEqualTo(all(before));
        assertThat(report.commits()).isEqualTo(4);
        assertThat(report.events()).isEqualTo(6);
        assertThat(report.marked() + report.cut() + report.others()).isZero();
        assertThat(store.pending(10, Set.of())).as("they are in Kafka").isEmpty();
        assertThat(space.of("view.jars").find("jar-1").getLong("version")).isEqualTo(3);
        assertThat(space.of("timers").find("jar-2|close|1")).isNotNull();
        assertThat(restored().commits()).as("again").isZero();
    }

    @Test
    void a_commit_of_an_earlier_release_comes_back_under_a_mark_and_its_command_is_decided_anew() {
        Commit old = commit("jar-1", 1, 2);
        old.events().forEach(e -> kafka.add(CloudEvents.record(Envelope.of("toy", old, e))));
        Commit next = published(commit("jar-1", 3, 1));
        assertThat(restored().marked()).isOne();
        Commit back = store.find("jar-1|1").orElseThrow();
        assertThat(back.events()).isEqualTo(old.events());
        assertThat(back.meta()).isEqualTo(old.meta());
        assertThat(back.commandKey()).isEqualTo("jar-1|restored-1");
        assertThat(store.findByCommandKey(old.commandKey())).isEmpty();
        assertThat(store.findByCommandKey(next.commandKey())).isPresent();
    }

    @Test
    void a_commit_whose_last_events_never_reached_kafka_comes_back_as_far_as_it_is_published_and_is_named() {
        Commit torn = commit("jar-1", 1, 3);
        records(torn).subList(0, 2).forEach(kafka::add);
        Restore.Report report = restored();
        assertThat(report.cutOff()).containsExactly("jar-1|1");
        Commit back = store.find("jar-1|1").orElseThrow();
        assertThat(back.events()).isEqualTo(torn.events().subList(0, 2));
        assertThat(back.last()).isEqualTo(2);
        assertThat(store.findByCommandKey(torn.commandKey()))
                .as("sent again it is decided on what stands")
                .isEmpty();
    }

    @Test
    void what_the_service_cannot_have_published_is_left_out_and_named() {
        published(commit("jar-1", 1, 1));
        kafka.add(CloudEvents.record(forged("jar-1", 1_000)));
        kafka.add(new ProducerRecord<>("plenary.toy.events", "junk".getBytes(StandardCharsets.UTF_8)));
        kafka.add(CloudEvents.record(forged("jar-7", 4)));
        published(commit("jar-1", 2, 1));
        Restore.Report report = restored();
        assertThat(report.named()).hasSize(3).first().asString().startsWith("0/1: jar-1@1000");
        assertThat(all(store)).isEqualTo(all(before));
    }

    @Test
    void two_records_of_one_event_stop_it_before_anything_is_written_until_an_operator_leaves_one_out() {
        published(commit("jar-2", 1, 1));
        published(commit("jar-1", 1, 1));
        kafka.add(CloudEvents.record(forged("jar-1", 2)));
        published(commit("jar-1", 2, 1));
        assertThatThrownBy(this::restored)
                .isInstanceOf(Contradiction.class)
                .hasMessageContaining("jar-1@2: 0/2 and 0/3");
        assertThat(all(store)).isEmpty();
        restored("0/2");
        assertThat(all(store)).isEqualTo(all(before));
    }

    @Test
    void a_store_put_back_gets_the_tail_it_lacks_and_nothing_else() {
        store.append(published(commit("jar-1", 1, 1)));
        Commit second = commit("jar-1", 2, 1);
        before.append(second);
        kafka.add(CloudEvents.record(forged("jar-1", 2))); // first, and the store knows better
        records(second).forEach(kafka::add);
        store.append(second);
        Commit unpublished = commit("jar-3", 1, 1);
        store.append(unpublished);
        published(commit("jar-1", 3, 2));
        published(commit("jar-2", 1, 1));
        Restore.Report report = restored();
        assertThat(report.commits()).isEqualTo(2);
        assertThat(report.stood()).isEqualTo(2);
        before.append(unpublished);
        assertThat(all(store)).isEqualTo(all(before));
        assertThat(store.pending(unpublished.id()))
                .as("the relay has yet to send it")
                .isTrue();
    }

    @Test
    void a_store_that_says_something_else_than_kafka_stops_it() {
        published(commit("jar-1", 1, 1));
        published(commit("jar-1", 2, 1));
        store.append(commit("jar-1", 1, 1));
        Commit other = commit("jar-1", 2, 1);
        StoredEvent e = other.events().getFirst();
        StoredEvent another = new StoredEvent(2, e.id(), e.type(), NOON, null, "{\"worth\":2,\"by\":\"x\"}");
        store.append(
                new Commit(other.id(), "jar-1", 2, 2, "jar-1|1", "jar-1|other", HASH, List.of(another), other.meta()));
        assertThatThrownBy(this::restored)
                .isInstanceOf(Contradiction.class)
                .hasMessageContaining("the store has another event as jar-1@2 than the record 0/1");
    }

    @Test
    void a_commit_that_its_own_view_cannot_take_waits_for_the_relay() {
        mended = false;
        published(commit("jar-1", 1, 1));
        published(commit("jar-1", 2, 1));
        published(commit("jar-2", 1, 1));
        restored();
        assertThat(all(store)).isEqualTo(all(before));
        assertThat(store.pending(10, Set.of())).extracting(Commit::id).containsExactly("jar-1|2");
    }
}
