package org.plenary.kernel.parking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Parked.Entry;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.view.OwnViews;

/** Stops and orders, a turn at a time, with a source that may be away. */
class ParkingsTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final String THING = "thing-1";
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Documents.Space space = InMemoryDocuments.space();
    private final Parked parked = new Parked(space.of("parked"), new Bell("toy", ParkingsTest::silent));
    private final Parking parking = new Parking((source, event) -> true);
    private final OwnViews views = new OwnViews("toy", space, store, List.of(Parking.view()));
    private final CommandHandler handler = handler();
    private final List<Envelope> atSource = new ArrayList<>();
    private boolean sourceAway;
    private final Feed feed = new Feed(
            "toy",
            space,
            List.of(Subscription.copy("other", "thing", (before, e) -> new Document("seen", e.data()))),
            handler,
            (service, stream, from) -> {
                if (sourceAway) {
                    throw new Feed.SourceAway(stream, new java.io.IOException("refused"));
                }
                return atSource.stream().filter(e -> e.version() >= from).toList();
            },
            parked,
            Scheduling.threads(),
            () -> NOON);
    private final Parkings parkings = new Parkings(
            parking, views.view("parked-streams").documents(), parked, feed, unasked(), handler, () -> NOON);

    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    @SuppressWarnings("NullAway")
    private static Relay unasked() {
        return null;
    }

    @SuppressWarnings("NullAway")
    private static Authority nobody() {
        return null;
    }

    private CommandHandler handler() {
        CommandHandler.Outbox outbox = new CommandHandler.Outbox() {
            @Override
            public void appended(Commit commit) {
                views.apply(commit);
            }

            @Override
            public void unconfirmed(Commit commit) {
                // the store always answers here
            }
        };
        return new CommandHandler(
                "toy",
                store,
                new Streams("toy", store),
                Policy.parse("operation,role,whose,status,answer\n"),
                nobody(),
                outbox,
                Gate.opened(),
                Scheduling.threads(),
                () -> NOON);
    }

    private static Envelope event(long version) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        String id = THING + "@" + version;
        return new Envelope("other", THING, version, id, "org.plenary.other.Thing.v1", NOON, null, 1, meta, "{}");
    }

    private Entry parkedAt(Instant at) {
        parked.park(Entry.heard(event(1), new IllegalStateException("a bug"), at));
        return Objects.requireNonNull(parked.find(THING));
    }

    private void order(ParkingCommand command, String key) {
        Request request = Request.ofService("toy", command.getClass().getSimpleName(), Ids.v5(key), NOON, "c", null);
        handler.handle(parking, Parking.stream("toy", THING), command, request);
    }

    private Parking.Status status() {
        return handler.read(parking, Parking.stream("toy", THING)).state().status();
    }

    @Test
    void one_entry_that_cannot_be_seen_to_keeps_no_other_waiting() {
        atSource.add(event(1));
        parkedAt(NOON);
        parked.park(Entry.timer("toy", "z", "jar-1", new IllegalStateException("full"), NOON));
        parkings.run();
        parked.leave(THING);
        parked.leave("timer|z");
        sourceAway = true;
        parkings.run();
        assertThat(parked.find("timer|z"))
                .as("it comes after the one whose source is away")
                .isNull();
        assertThat(parked.find(THING)).isNotNull();
        sourceAway = false;
        parkings.run();
        assertThat(parked.find(THING)).isNull();
        assertThat(status()).isEqualTo(Parking.Status.RESUMED);
    }

    @Test
    void a_replay_that_stops_again_by_a_clock_that_is_behind_can_be_ordered_again() {
        parkedAt(NOON);
        parkings.run();
        order(new ReplayStream("mended"), "first order");
        parkedAt(NOON.minusSeconds(30));
        parkings.run();
        assertThat(status()).isEqualTo(Parking.Status.PARKED);
        atSource.add(event(1));
        order(new ReplayStream("mended again"), "second order");
        parkings.run();
        assertThat(status()).isEqualTo(Parking.Status.RESUMED);
        assertThat(feed.version("other", THING)).isOne();
    }

    @Test
    void a_note_that_comes_after_its_entry_went_ends_with_the_next_order() {
        order(new NoteParked(THING, Parked.Kind.HEARD, "other", THING, 1, "a bug", NOON), "late note");
        order(new ReplayStream("mended"), "order");
        parkings.run();
        assertThat(status()).isEqualTo(Parking.Status.RESUMED);
    }
}
