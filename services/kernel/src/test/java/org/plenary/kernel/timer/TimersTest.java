package org.plenary.kernel.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.toy.Toy;

/** Timers whose commands fail beside timers whose commands do not. */
class TimersTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Documents.Space space = InMemoryDocuments.space();
    private final Parked parked = new Parked(space.of("parked"), new Bell("toy", TimersTest::silent));
    private final Gate gate = Gate.opened();
    private final Toy toy = new Toy();
    private final InstantSource clock = () -> this.now;
    private Instant now = NOON;
    private final ClockSkew skew = new ClockSkew(clock);
    private final Streams streams = new Streams("toy", store);
    private final CommandHandler handler = new CommandHandler(
            "toy",
            store,
            streams,
            Policy.parse("operation,role,whose,status,answer\n"),
            unasked(),
            new CommandHandler.Outbox() {
                @Override
                public void appended(Commit commit) {
                    // nothing is published here
                }

                @Override
                public void unconfirmed(Commit commit) {
                    // the store always answers here
                }
            },
            gate,
            Scheduling.threads(),
            clock);
    private final Timers timers = timers(Held.NOTHING);

    private Timers timers(Held held) {
        return new Timers(space.of("timers"), Map.of("jar", toy), streams, handler, parked, skew, held, clock);
    }

    @SuppressWarnings("NullAway")
    private static Authority unasked() {
        return null;
    }

    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    private void opened(String jar) {
        handler.handle(
                toy, jar, new Toy.OpenJar("f", 3, 0), Request.ofService("toy", "OpenJar", Ids.v5(jar), now, "c", null));
        timers.apply(store.find(Commit.idOf(jar, 1)).orElseThrow());
    }

    private boolean closed(String jar) {
        return store.find(Commit.idOf(jar, 2)).isPresent();
    }

    /** As many as are fired at a time: a timer of what this version does not know. */
    private void strangers() {
        for (int i = 0; i < Timers.FIRED_MAX; i++) {
            space.of("timers")
                    .put(new Document("_id", "stranger-" + i + "|close|1")
                            .append("stream", "stranger-" + i)
                            .append("purpose", "close")
                            .append("at", java.util.Date.from(NOON.minusSeconds(60))));
        }
        timers.load();
    }

    @Test
    void timers_that_cannot_be_carried_out_keep_no_other_waiting_and_are_told_to_the_operator() {
        strangers();
        opened("jar-1");
        timers.fire();
        timers.fire();
        assertThat(closed("jar-1")).isTrue();
        assertThat(space.of("timers").count()).as("none is lost").isEqualTo(Timers.FIRED_MAX);
        for (int i = 0; i < 10; i++) {
            now = now.plus(Timers.PAUSE_MAX);
            timers.fire();
        }
        assertThat(parked.of(Parked.Kind.TIMER, 1_000))
                .hasSize(Timers.FIRED_MAX)
                .allMatch(e -> e.stream().startsWith("stranger-"));
    }

    @Test
    void a_clock_that_is_wrong_settles_nothing_until_it_is_right(@TempDir Path dir) throws Exception {
        now = Json.millis(Instant.now());
        opened("jar-1");
        now = now.plus(Duration.ofHours(1));
        try (EmbeddedStore embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
                MongoClient client = MongoClients.create(embedded.uri())) {
            skew.measure(client.getDatabase("t"));
            assertThat(timers.fire()).isZero();
            assertThat(closed("jar-1")).isFalse();
            await().until(() -> {
                now = Json.millis(Instant.now());
                skew.measure(client.getDatabase("t"));
                return skew.skew().abs().compareTo(ClockSkew.MAX) <= 0;
            });
        }
        timers.load();
        assertThat(timers.fire()).isOne();
        assertThat(closed("jar-1")).isTrue();
    }

    /** What was set while they were held goes off with the rest, by the next process that does not hold them. */
    @Test
    void held_timers_are_set_and_do_not_go_off_until_they_are_held_no_more() {
        Timers held = timers(Held.TIMERS_AND_MAIL);
        opened("jar-1");
        now = now.plusSeconds(60);
        held.load();
        assertThat(held.fire()).isZero();
        held.apply(store.find(Commit.idOf("jar-1", 1)).orElseThrow());
        assertThat(held.fire()).isZero();
        assertThat(closed("jar-1")).isFalse();
        Timers after = timers(Held.NOTHING);
        after.load();
        assertThat(after.fire()).isOne();
        assertThat(closed("jar-1")).isTrue();
    }

    @Test
    void a_timer_refused_for_now_is_carried_out_later_and_only_once() {
        opened("jar-1");
        gate.close("not now");
        timers.fire();
        assertThat(closed("jar-1")).isFalse();
        gate.open(gate.closings());
        timers.load();
        timers.fire();
        assertThat(closed("jar-1")).as("it waits a little").isFalse();
        now = now.plus(Timers.PAUSE_MIN);
        assertThat(List.of(timers.fire(), timers.fire())).containsExactly(1, 0);
        assertThat(closed("jar-1")).isTrue();
        assertThat(space.of("timers").count()).isZero();
    }
}
