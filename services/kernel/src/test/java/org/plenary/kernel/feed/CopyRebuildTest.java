package org.plenary.kernel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.view.Rebuilt;

/** A copy that is built again while its feed goes on. */
class CopyRebuildTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final String TOPIC = "plenary.other.events";
    private static final TopicPartition ONLY = new TopicPartition(TOPIC, 0);
    private final Documents.Space space = InMemoryDocuments.space();
    private final Parked parked = new Parked(space.of("parked"), new Bell("toy", CopyRebuildTest::silent));
    private final List<String> reactedTo = new ArrayList<>();
    private final List<Envelope> atSource = new ArrayList<>();
    private final Subscription things = new Subscription(
            "other",
            "thing",
            (before, e) -> new Document("seen", e.data()),
            List.of((e, commands) -> reactedTo.add(e.id())));
    private final Feed feed = new Feed(
            "toy",
            space,
            List.of(things),
            unasked(),
            (service, stream, from) -> atSource.stream()
                    .filter(e -> e.stream().equals(stream) && e.version() >= from)
                    .toList(),
            parked,
            Scheduling.threads(),
            () -> NOON);
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private int offset;

    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    @SuppressWarnings("NullAway")
    private static CommandHandler unasked() {
        return null;
    }

    private Envelope event(String stream, long version) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        String id = stream + "@" + version;
        Envelope made =
                new Envelope("other", stream, version, id, "org.plenary.other.Thing.v1", NOON, null, 1, meta, "{}");
        atSource.add(made);
        return made;
    }

    private void published(Envelope e) {
        ProducerRecord<byte[], byte[]> r = CloudEvents.record(e);
        kafka.addRecord(new ConsumerRecord<>(
                TOPIC,
                0,
                offset++,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                e.stream().getBytes(StandardCharsets.UTF_8),
                r.value(),
                r.headers(),
                Optional.empty()));
    }

    private Rebuilt rebuilt(long end) {
        kafka.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, null, null, null)));
        kafka.updateBeginningOffsets(Map.of(ONLY, 0L));
        kafka.updateEndOffsets(Map.of(ONLY, end));
        return new CopyRebuild(space, feed, () -> kafka).rebuild(things, space.of("rebuild.x"));
    }

    @Test
    void a_stream_that_was_parked_while_its_events_were_read_is_left_as_it_is() throws Exception {
        Envelope first = event("thing-1", 1);
        Envelope second = event("thing-1", 2);
        feed.take(first);
        feed.take(second);
        Document live = feed.copy("other", "thing").documents().find("thing-1");
        Parked.Entry stop = Parked.Entry.heard(second, new IllegalStateException("a bug"), NOON);
        parked.park(stop);
        kafka.schedulePollTask(() -> published(first));
        kafka.schedulePollTask(() -> {
            parked.gone(stop);
            published(second);
        });
        Rebuilt rebuilt = rebuilt(2);
        assertThat(rebuilt.compare()).isEqualTo(new Rebuilt.Report(0, List.of(), List.of()));
        rebuilt.putInPlace();
        assertThat(feed.copy("other", "thing").documents().find("thing-1")).isEqualTo(live);
    }

    @Test
    void what_the_feed_has_yet_to_take_keeps_its_reactions() throws Exception {
        Envelope first = event("thing-1", 1);
        Envelope second = event("thing-1", 2);
        Envelope born = event("thing-2", 1);
        feed.take(first);
        kafka.schedulePollTask(() -> List.of(first, second, born).forEach(this::published));
        rebuilt(3).putInPlace();
        assertThat(reactedTo).containsExactly("thing-1@1", "thing-1@2", "thing-2@1");
        assertThat(feed.version("other", "thing-1")).isEqualTo(2);
        assertThat(feed.version("other", "thing-2")).isOne();
    }
}
