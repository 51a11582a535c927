package org.plenary.kernel.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.restore.Replayed;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.Meta;

/** Copies that were lost, up to where their feed was. */
class CopyRestoreTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final String TOPIC = "plenary.other.events";

    private final Documents.Space space = InMemoryDocuments.space();
    private final Parked parked = new Parked(space.of("parked"), new Bell("toy", CopyRestoreTest::silent));
    private final List<String> reactedTo = new ArrayList<>();
    private final Replayed kafka = new Replayed(TOPIC);
    private final Feed feed = new Feed(
            "toy",
            space,
            List.of(new Subscription(
                    "other", "thing", CopyRestoreTest::fold, List.of((e, c) -> reactedTo.add(e.id())))),
            unasked(),
            (service, stream, from) -> List.of(),
            parked,
            Scheduling.threads(),
            () -> NOON);

    private static Document fold(Document before, Envelope e) {
        if (e.data().contains("poison")) {
            throw new IllegalStateException("cannot be folded");
        }
        return new Document("seen", e.version());
    }

    private static Producer<byte[], byte[]> silent() {
        throw new IllegalStateException("silent");
    }

    @SuppressWarnings("NullAway")
    private static CommandHandler unasked() {
        return null;
    }

    private void published(String stream, long version, String data) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        String type = "org.plenary.other.Thing.v1";
        String id = stream + "@" + version;
        kafka.add(
                CloudEvents.record(new Envelope("other", stream, version, id, type, NOON, null, version, meta, data)));
    }

    private void published(String stream, long version) {
        published(stream, version, "{}");
    }

    private long restored(Map<String, Parked.Entry> waiting, Map<String, List<Long>> passedOver) {
        return new CopyRestore("toy", feed, kafka::consumer, () -> NOON).restore(waiting, passedOver);
    }

    private static Parked.Entry stop(String id, Parked.Kind kind, String stream, long version) {
        return new Parked.Entry(id, kind, "other", stream, version, "it stopped", NOON.minusSeconds(9), null, false);
    }

    @Test
    void they_are_folded_without_reactions_up_to_the_committed_offset_and_no_further() {
        published("thing-1", 1);
        published("thing-1", 2);
        published("elsewhere-1", 1);
        published("thing-1", 1_000); // forged: ahead of its stream
        published("thing-2", 1);
        published("thing-1", 3);
        kafka.commit(5);
        assertThat(restored(Map.of(), Map.of())).isEqualTo(2);
        assertThat(feed.version("other", "thing-1")).isEqualTo(2);
        assertThat(feed.version("other", "thing-2")).isOne();
        assertThat(reactedTo).isEmpty();
        assertThat(parked.count()).isZero();
    }

    @Test
    void what_was_never_taken_is_left_to_the_feed() {
        published("thing-1", 1);
        assertThat(restored(Map.of(), Map.of())).isZero();
        assertThat(feed.version("other", "thing-1")).isZero();
    }

    @Test
    void a_stream_that_waits_is_copied_up_to_its_stop_and_waits_again_with_what_came() {
        published("thing-1", 1);
        published("thing-1", 2);
        published("thing-1", 3);
        kafka.add(new ProducerRecord<>(TOPIC, "junk".getBytes(StandardCharsets.UTF_8)));
        kafka.commit(4);
        Parked.Entry heard = stop("thing-1", Parked.Kind.HEARD, "thing-1", 2);
        Parked.Entry junk = stop("unreadable|x", Parked.Kind.UNREADABLE, TOPIC + "/0/3", 0);
        Parked.Entry gone = stop("thing-9", Parked.Kind.HEARD, "thing-9", 4);
        restored(Map.of("thing-1", heard, "unreadable|x", junk, "thing-9", gone), Map.of());
        assertThat(feed.version("other", "thing-1")).isOne();
        assertThat(parked.find("thing-1").at()).isEqualTo(heard.at());
        assertThat(parked.find("thing-1").raw()).isNotNull();
        assertThat(parked.find("unreadable|x").raw()).isEqualTo(Parked.raw("junk".getBytes(StandardCharsets.UTF_8)));
        assertThat(parked.contains("thing-9")).isTrue();
    }

    @Test
    void what_was_passed_over_is_passed_over_again_and_new_poison_stops_its_stream_only() {
        published("thing-1", 1);
        published("thing-1", 2, "{\"poison\":1}");
        published("thing-1", 3);
        published("thing-2", 1, "{\"poison\":1}");
        published("thing-2", 2);
        kafka.commit(5);
        restored(Map.of(), Map.of("thing-1", List.of(2L)));
        assertThat(feed.copy("other", "thing").passed("thing-1")).containsExactly(2L);
        assertThat(feed.version("other", "thing-1")).isEqualTo(3);
        assertThat(parked.contains("thing-2")).isTrue();
        assertThat(parked.contains("thing-1")).isFalse();
    }
}
