package org.plenary.kernel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.OwnViews;
import org.plenary.toy.Toy;

/** The relay's turns one by one, on a clock and a producer of the test's own. */
class RelayTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Documents.Space space = InMemoryDocuments.space();
    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private Instant now = NOON;

    private Relay relay(String holder) {
        InstantSource clock = () -> now;
        OwnViews views = new OwnViews(
                "toy",
                space,
                store,
                List.of(OwnViews.Definition.of("jar", "jars", (before, e) -> new Document("last", e.name()))));
        Timers timers =
                new Timers(space.of("timers"), Map.of("jar", new Toy()), new Streams("toy", store), unused(), clock);
        Lease lease = new Lease(space.of("leases"), "relay", holder, Lease.Ownership.SOLE, clock);
        return new Relay(
                "toy",
                store,
                lease,
                () -> {
                    producers.add(
                            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()));
                    return producers.getLast();
                },
                views,
                timers,
                Gate.opened(),
                clock,
                null);
    }

    /** No timer is due here, so none sends a command. */
    @SuppressWarnings("NullAway")
    private static CommandHandler unused() {
        return null;
    }

    private Commit appended(long version, String event, String data) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        StoredEvent stored =
                new StoredEvent(version, "jar-1@" + version, "org.plenary.toy." + event + ".v1", NOON, null, data);
        Commit commit = new Commit(
                "jar-1|" + version,
                "jar-1",
                version,
                version,
                version == 1 ? null : "jar-1|" + (version - 1),
                "jar-1|k" + version,
                "h",
                List.of(stored),
                meta);
        store.append(commit);
        return commit;
    }

    private Commit opened() {
        return appended(1, "JarOpened", "{\"forum\":\"f\",\"room\":1,\"closesAt\":\"2027-02-01T00:00:00Z\"}");
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
        assertThat(id(producers.getLast().history().getFirst())).isEqualTo("jar-1@1");
        assertThat(Duration.between(NOON, relay.status().publishedUpTo()).isPositive())
                .as("nothing is said to be out while something is under way")
                .isFalse();
    }
}
