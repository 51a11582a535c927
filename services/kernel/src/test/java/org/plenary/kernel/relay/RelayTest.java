package org.plenary.kernel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.timer.ClockSkew;
import org.plenary.kernel.timer.Held;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.OwnViews;
import org.plenary.toy.Toy;

/** The relay's turns one by one, on a clock and a producer of the test's own. */
class RelayTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final String OPENED = "{\"forum\":\"f\",\"room\":1,\"closesAt\":\"2027-02-01T00:00:00Z\"}";
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Documents.Space space = InMemoryDocuments.space();
    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final Parked parked = new Parked(space.of("parked"), new Bell("toy", RelayTest::silent));
    private Instant now = NOON;
    private boolean poison;
    private boolean storeAway;
    private final Gate gate = Gate.opened();
    private boolean brokerAway;
    private int asked;

    private Relay relay(String holder) {
        return relay(holder, Relay.Bounds.USUAL);
    }

    private Relay relay(String holder, Relay.Bounds bounds) {
        InstantSource clock = () -> now;
        OwnViews views = new OwnViews(
                "toy", space, store, List.of(OwnViews.Definition.of("jar", "jars", (before, e) -> folded(e))));
        Timers timers = new Timers(
                space.of("timers"),
                Map.of("jar", new Toy()),
                new Streams("toy", store),
                unused(),
                parked,
                new ClockSkew(clock),
                Held.NOTHING,
                clock);
        Lease lease = new Lease(space.of("leases"), "relay", holder, Lease.Ownership.SOLE, clock);
        return new Relay(
                "toy",
                store,
                lease,
                () -> {
                    producers.add(producer());
                    return producers.getLast();
                },
                views,
                timers,
                parked,
                gate,
                clock,
                null,
                bounds);
    }

    /** With the broker away a send waits for it, fails, and says so at once. */
    private MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> r, Callback callback) {
                asked++;
                if (brokerAway) {
                    callback.onCompletion(null, new TimeoutException("no metadata"));
                    return new CompletableFuture<>();
                }
                return super.send(r, callback);
            }
        };
    }

    private Document folded(Envelope e) {
        if (poison && e.stream().equals("jar-1")) {
            throw new IllegalStateException("cannot fold " + e.id());
        }
        if (storeAway) {
            throw new MongoException("the store is away");
        }
        return new Document("last", e.name());
    }

    /** Nobody listens to the bell here. */
    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    /** No timer is due here, so none sends a command. */
    @SuppressWarnings("NullAway")
    private static CommandHandler unused() {
        return null;
    }

    private Commit appended(long version, String event, String data) {
        return appended("jar-1", version, event, data);
    }

    private Commit appended(String stream, long version, String event, String data) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        StoredEvent stored =
                new StoredEvent(version, stream + "@" + version, "org.plenary.toy." + event + ".v1", NOON, null, data);
        Commit commit = new Commit(
                stream + "|" + version,
                stream,
                version,
                version,
                version == 1 ? null : stream + "|" + (version - 1),
                stream + "|k" + version,
                "h",
                List.of(stored),
                meta);
        store.append(commit);
        return commit;
    }

    private Commit opened() {
        return appended(1, "JarOpened", OPENED);
    }

    private List<String> sent() {
        return producers.stream()
                .flatMap(p -> p.history().stream())
                .map(RelayTest::id)
                .toList();
    }

    private static String id(ProducerRecord<byte[], byte[]> r) {
        return CloudEvents.envelope(r.headers(), r.value()).id();
    }

    @Test
    void a_relay_that_dies_between_kafkas_acknowledgement_and_clearing_its_mark_loses_and_doubles_no_effect() {
        opened();
        Relay first = relay("first");
        first.step();
        producers.getLast().completeNext();
        first.step();
        assertThat(sent()).containsExactly("jar-1@1");
        assertThat(store.pending("jar-1|1")).as("it dies before it clears").isTrue();
        Document view = space.of("view.jars").find("jar-1");
        assertThat(view).isNotNull();

        Relay second = relay("second");
        second.step();
        assertThat(sent()).as("sent again: a duplicate, never a gap").containsExactly("jar-1@1", "jar-1@1");
        producers.getLast().completeNext();
        second.step();
        now = now.plus(Relay.CLEAR_WITHIN);
        second.step();
        assertThat(store.pending("jar-1|1")).isFalse();
        assertThat(space.of("view.jars").find("jar-1")).isEqualTo(view);
        assertThat(space.of("timers").count()).isOne();
    }

    @Test
    void a_successor_is_sent_only_after_its_predecessor_was_acknowledged() {
        Commit one = opened();
        Commit two = appended(2, "CoinAdded", "{\"worth\":1,\"by\":\"a\"}");
        Relay relay = relay("only");
        relay.step();
        relay.appended(two);
        relay.appended(one);
        relay.step();
        assertThat(sent()).containsExactly("jar-1@1");
        producers.getLast().completeNext();
        relay.step();
        assertThat(sent()).containsExactly("jar-1@1", "jar-1@2");
    }

    @Test
    void a_failed_send_starts_again_with_a_new_producer_from_the_first_pending_commit() {
        opened();
        appended(2, "CoinAdded", "{\"worth\":1,\"by\":\"a\"}");
        Relay relay = relay("only");
        relay.step();
        producers.getLast().completeNext();
        relay.step();
        producers.getLast().errorNext(new org.apache.kafka.common.errors.TimeoutException("no answer"));
        relay.step();
        relay.step();
        assertThat(producers).hasSize(2);
        assertThat(id(producers.getLast().history().getFirst())).isEqualTo("jar-1@2");
        assertThat(Duration.between(NOON, relay.status().publishedUpTo()).isPositive())
                .as("nothing is said to be out while something is under way")
                .isFalse();
    }

    @Test
    void a_commits_timers_are_set_while_kafka_is_away() {
        opened();
        Relay relay = relay("only");
        for (int turn = 0; turn < 3; turn++) {
            relay.step();
            producers.getLast().errorNext(new org.apache.kafka.common.errors.TimeoutException("no answer"));
        }
        assertThat(space.of("timers").find("jar-1|close|1")).isNotNull();
        assertThat(store.pending("jar-1|1")).isTrue();
    }

    @Test
    void a_commit_that_its_own_view_cannot_take_parks_its_stream_and_keeps_no_other_from_being_published() {
        poison = true;
        opened();
        appended("jar-2", 1, "JarOpened", OPENED);
        Relay relay = relay("first");
        outUntilNothingIsLeft(relay);
        assertThat(sent()).containsExactlyInAnyOrder("jar-1@1", "jar-2@1");
        assertThat(parked.find(Parked.ownId("jar-1"))).isNotNull();
        assertThat(parked.find(Parked.ownId("jar-2"))).isNull();
        assertThat(store.pending("jar-1|1")).as("its mark stays").isTrue();
        assertThat(store.pending("jar-2|1")).isFalse();
        assertThat(relay.status().publishedUpTo()).as("not all is in the views").isEqualTo(Instant.EPOCH);

        poison = false;
        outUntilNothingIsLeft(relay("the mended version"));
        assertThat(store.pending("jar-1|1")).isFalse();
        assertThat(space.of("view.jars").find("jar-1")).isNotNull();
    }

    @Test
    void what_kafka_acknowledged_is_cleared_before_a_failure_starts_it_again() {
        appended("jar-2", 1, "JarOpened", OPENED);
        Relay relay = relay("only");
        relay.step();
        producers.getLast().completeNext();
        relay.step();
        assertThat(store.pending("jar-2|1")).isTrue();
        storeAway = true;
        relay.appended(opened());
        relay.step();
        producers.getLast().completeNext();
        relay.step();
        assertThat(store.pending("jar-2|1")).isFalse();
        storeAway = false;
        outUntilNothingIsLeft(relay);
        assertThat(sent()).containsExactly("jar-2@1", "jar-1@1", "jar-1@1");
        assertThat(store.pending("jar-1|1")).isFalse();
    }

    @Test
    void what_a_process_before_sent_last_is_found_though_it_came_to_stand_after_the_next_one_looked() {
        Relay next = relay("next");
        next.step();
        now = now.plusSeconds(30);
        next.step();
        opened();
        now = now.plus(Relay.DOUBT_FOR);
        next.step();
        assertThat(sent()).containsExactly("jar-1@1");
    }

    @Test
    void an_unconfirmed_commit_that_is_one_too_many_to_be_looked_up_is_found_all_the_same() {
        Relay relay = relay("only", new Relay.Bounds(10, 10, 0));
        for (int turn = 0; turn < 20; turn++) {
            relay.step();
            now = now.plus(Relay.DOUBT_FOR);
        }
        Commit late = opened();
        relay.step();
        assertThat(sent()).as("by itself it looks no more").isEmpty();
        store.published(List.of(late.id()));
        relay.unconfirmed(appended("jar-2", 1, "JarOpened", OPENED));
        relay.step();
        Commit later = appended("jar-3", 1, "JarOpened", OPENED);
        now = now.plus(Relay.DOUBT_FOR);
        relay.step();
        assertThat(sent()).containsExactlyInAnyOrder("jar-2@1", later.stream() + "@1");
    }

    private void outUntilNothingIsLeft(Relay relay) {
        for (int turn = 0; turn < 6; turn++) {
            relay.step();
            while (!producers.isEmpty()
                    && !producers.getLast().closed()
                    && producers.getLast().completeNext()) {
                relay.step();
            }
            now = now.plus(Relay.CLEAR_WITHIN);
        }
    }

    @Test
    void streams_whose_views_are_behind_hide_no_other_pending_commit() {
        poison = true;
        opened();
        for (int v = 2; v <= Relay.SCAN_MAX + 1; v++) {
            appended(v, "CoinAdded", "{\"worth\":1,\"by\":\"a\"}");
        }
        appended("jar-2", 1, "JarOpened", OPENED);
        Relay relay = relay("only");
        for (int i = 0; i < 4; i++) {
            outUntilNothingIsLeft(relay);
        }
        assertThat(sent()).contains("jar-2@1").contains("jar-1@" + (Relay.SCAN_MAX + 1));
        assertThat(store.pending("jar-2|1")).isFalse();
        assertThat(store.pending("jar-1|1")).isTrue();
    }

    @Test
    void while_the_broker_is_away_one_stream_waits_for_it_and_no_other() {
        for (int i = 1; i <= 5; i++) {
            appended("jar-" + i, 1, "JarOpened", OPENED);
        }
        brokerAway = true;
        Relay relay = relay("only");
        relay.step();
        assertThat(asked).isOne();
        brokerAway = false;
        outUntilNothingIsLeft(relay);
        outUntilNothingIsLeft(relay);
        assertThat(sent()).hasSize(5);
    }

    @Test
    void a_scan_that_is_wanted_does_not_wait_for_what_is_under_way() {
        Relay relay = relay("only");
        relay.step();
        relay.appended(opened());
        relay.step();
        assertThat(sent()).containsExactly("jar-1@1");
        relay.unconfirmed(appended("jar-2", 1, "JarOpened", OPENED));
        appended("jar-3", 1, "JarOpened", OPENED);
        now = now.plusSeconds(1);
        relay.step();
        assertThat(sent()).containsExactlyInAnyOrder("jar-1@1", "jar-2@1", "jar-3@1");
    }

    @Test
    void a_commit_whose_predecessor_is_not_in_the_store_closes_the_gate_and_is_not_published() {
        Relay relay = relay("only");
        relay.step();
        relay.appended(appended(5, "CoinAdded", "{\"worth\":1,\"by\":\"a\"}"));
        relay.step();
        assertThat(sent()).isEmpty();
        assertThat(gate.reason()).isPresent();
    }

    @Test
    void what_cannot_be_taken_at_home_is_one_stop_however_often_the_relay_starts_again() {
        poison = true;
        opened();
        outUntilNothingIsLeft(relay("first"));
        Instant stopped =
                Objects.requireNonNull(parked.find(Parked.ownId("jar-1"))).at();
        now = now.plusSeconds(60);
        Relay second = relay("second");
        outUntilNothingIsLeft(second);
        assertThat(Objects.requireNonNull(parked.find(Parked.ownId("jar-1"))).at())
                .isEqualTo(stopped);
        second.retryParked("jar-1");
        outUntilNothingIsLeft(second);
        assertThat(Objects.requireNonNull(parked.find(Parked.ownId("jar-1"))).at())
                .as("an order that fails ends in another stop")
                .isAfter(stopped);
    }

    @Test
    void an_order_to_take_again_what_was_taken_meanwhile_is_done_at_once() {
        Relay relay = relay("only");
        opened();
        outUntilNothingIsLeft(relay);
        parked.park(Parked.Entry.own("toy", "jar-1", 1, new IllegalStateException("once"), now));
        relay.retryParked("jar-1");
        relay.step();
        assertThat(Objects.requireNonNull(parked.find(Parked.ownId("jar-1"))).leaving())
                .isTrue();
    }
}
