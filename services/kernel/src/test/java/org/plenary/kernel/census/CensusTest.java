package org.plenary.kernel.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.census.Census.Difference;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.feed.Bell;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore.Head;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.view.OwnViews;

/** A census of a copy whose source goes on meanwhile. */
class CensusTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private final Documents.Space space = InMemoryDocuments.space();
    private final Map<String, Head> atSource = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private boolean away;
    private Runnable meanwhile = () -> {};
    private final Feed feed = new Feed(
            "toy",
            space,
            List.of(Subscription.copy("other", "thing", (before, e) -> new Document("seen", e.data()))),
            unasked(),
            (service, stream, from) -> List.of(),
            new Parked(space.of("parked"), new Bell("toy", CensusTest::silent)),
            Scheduling.threads(),
            () -> NOON);
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Census census = new Census(
            "toy",
            store,
            new OwnViews("toy", space, store, List.of()),
            feed,
            new Siblings(),
            List.of(),
            new NoPauses(),
            () -> NOON);

    private final class Siblings implements Census.Heads {
        @Override
        public Map<String, Head> page(String service, String after) {
            if (away) {
                throw new Feed.SourceAway(service, new IOException("refused"));
            }
            meanwhile.run();
            return after.isEmpty() ? Map.copyOf(atSource) : Map.of();
        }

        @Override
        public Head head(String service, String stream) {
            asked.add(stream);
            return atSource.getOrDefault(stream, Head.NONE);
        }
    }

    private static final class NoPauses implements Scheduling {
        @Override
        public void pause(Duration min, Duration max) {
            // the second look follows at once
        }

        @Override
        public Lock lock() {
            return new ReentrantLock();
        }
    }

    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    @SuppressWarnings("NullAway")
    private static CommandHandler unasked() {
        return null;
    }

    private static Envelope event(String stream, String data) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        return new Envelope("other", stream, 1, stream + "@1", "org.plenary.other.Thing.v1", NOON, null, 1, meta, data);
    }

    private void heard(String stream, String data) {
        feed.copy("other", "thing").apply(event(stream, data));
    }

    private void made(String stream, String data) {
        atSource.put(stream, new Head(1, event(stream, data).hash()));
    }

    @Test
    void another_event_in_the_same_place_is_a_difference() {
        made("thing-1", "{}");
        made("thing-2", "{}");
        heard("thing-1", "{}");
        heard("thing-2", "{\"forged\":true}");
        assertThat(census.take().named()).containsExactly(new Difference("copy.other.thing", "thing-2", 1, 1, true));
    }

    @Test
    void what_a_sibling_of_an_earlier_release_tells_is_compared_by_version() {
        atSource.put("thing-1", new Head(1, ""));
        atSource.put("thing-2", new Head(2, ""));
        heard("thing-1", "{}");
        heard("thing-2", "{}");
        assertThat(census.take().named()).containsExactly(new Difference("copy.other.thing", "thing-2", 1, 2, false));
    }

    @Test
    void a_stream_that_is_born_during_the_walk_makes_nobody_be_asked_for_each_document() {
        made("thing-1", "{}");
        heard("thing-1", "{}");
        meanwhile = () -> heard("thing-2", "{}");
        assertThat(census.take().differences()).isZero();
        assertThat(asked).isEmpty();
        meanwhile = () -> {};
        assertThat(census.take().named()).containsExactly(new Difference("copy.other.thing", "thing-2", 1, 0, false));
    }

    @Test
    void a_sibling_that_tells_nothing_is_named_and_no_difference() {
        heard("thing-1", "{}");
        away = true;
        Census.Report report = census.take();
        assertThat(report.unreached()).containsExactly("other");
        assertThat(report.differences()).isZero();
    }
}
