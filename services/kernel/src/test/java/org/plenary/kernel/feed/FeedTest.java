package org.plenary.kernel.feed;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.MongoDocuments;
import org.plenary.kernel.view.Fold;

/** A feed that is fed twice, out of order, with gaps and with contradictions. */
class FeedTest {
    private static final Meta META = new Meta(Instant.EPOCH, "a", null, "f", "public", "c", null, null);
    private static final Fold LAST = (before, e) -> new Document("seen", e.data());
    private final List<String> reactedTo = new ArrayList<>();
    private final List<Envelope> atSource = new ArrayList<>();
    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;
    private Feed feed;
    private int sourceAway;
    private boolean growing;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("t");
        feed = feed("thing");
    }

    private Feed feed(String aggregate) {
        Subscription s = new Subscription("other", aggregate, LAST, List.of((e, commands) -> reactedTo.add(e.id())));
        return new Feed(
                "toy",
                MongoDocuments.in(database),
                List.of(s),
                noHandler(),
                (service, stream, from) -> {
                    if (sourceAway > 0) {
                        sourceAway--;
                        throw new Feed.SourceAway(stream, new java.io.IOException("refused"));
                    }
                    if (growing) {
                        atSource.add(event(stream, atSource.size() + 1));
                    }
                    return atSource.stream()
                            .filter(e -> e.stream().equals(stream) && e.version() >= from)
                            .limit(3)
                            .toList();
                },
                new Parked(new MongoDocuments(database.getCollection("parked")), new Bell("toy", FeedTest::noProducer)),
                Scheduling.threads(),
                InstantSource.system());
    }

    /** No broker here: the bell is not heard, and that stops nothing. */
    private static Producer<byte[], byte[]> noProducer() {
        throw new IllegalStateException("no broker");
    }

    /** These reactions send no commands. */
    private static CommandHandler noHandler() {
        return null;
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private static Envelope event(String stream, long version) {
        return event(stream, version, "{\"v\":" + version + "}");
    }

    private static Envelope event(String stream, long version, String data) {
        return new Envelope(
                "other",
                stream,
                version,
                stream + "@" + version,
                "org.plenary.other.Thing.v1",
                Instant.EPOCH,
                null,
                version,
                META,
                data);
    }

    private long version(String stream) {
        Document d = database.getCollection("copy.other.thing")
                .find(eq("_id", stream))
                .first();
        return d == null ? 0 : d.getLong("version");
    }

    @Test
    void an_event_that_comes_twice_has_one_effect() throws Exception {
        for (int i = 0; i < 2; i++) {
            feed.take(event("thing-1", 1));
            feed.take(event("thing-1", 2));
        }
        assertThat(reactedTo).containsExactly("thing-1@1", "thing-1@2");
        assertThat(version("thing-1")).isEqualTo(2);
    }

    @Test
    void events_out_of_order_are_completed_from_their_source() throws Exception {
        for (long v = 1; v <= 20; v++) {
            atSource.add(event("thing-1", v));
        }
        List<Envelope> shuffled = new ArrayList<>(atSource);
        Collections.shuffle(shuffled, new Random(7));
        for (Envelope e : shuffled) {
            feed.take(e);
        }
        assertThat(reactedTo).isEqualTo(atSource.stream().map(Envelope::id).toList());
        assertThat(version("thing-1")).isEqualTo(20);
    }

    @Test
    void a_gap_that_cannot_be_filled_parks_its_stream_and_no_other() throws Exception {
        feed.take(event("thing-1", 2));
        feed.take(event("thing-2", 1));
        assertThat(feed.parked().contains("thing-1")).isTrue();
        assertThat(reactedTo).containsExactly("thing-2@1");
        assertThat(version("thing-1")).isZero();
    }

    @Test
    void an_event_that_its_source_does_not_have_parks_at_once_however_its_stream_grows() throws Exception {
        growing = true;
        feed.take(event("thing-1", 1_000_000));
        assertThat(feed.parked().contains("thing-1")).isTrue();
        assertThat(reactedTo).isEmpty();
        growing = false;
        assertThat(feed.catchUp("other", "thing-1")).isTrue();
        assertThat(reactedTo).isEqualTo(atSource.stream().map(Envelope::id).toList());
    }

    @Test
    void another_event_with_the_same_id_parks_its_stream() throws Exception {
        feed.take(event("thing-1", 1));
        feed.take(event("thing-1", 1, "{\"v\":\"other\"}"));
        assertThat(feed.parked().contains("thing-1")).isTrue();
    }

    @Test
    void what_was_not_subscribed_is_passed_over_unless_all_is() throws Exception {
        feed.take(event("stranger-1", 1));
        assertThat(reactedTo).isEmpty();
        feed(Subscription.ALL).take(event("stranger-1", 1));
        assertThat(reactedTo).containsExactly("stranger-1@1");
    }

    @Test
    void a_gap_longer_than_one_answer_is_fetched_in_parts() throws Exception {
        for (long v = 1; v <= 10; v++) {
            atSource.add(event("thing-1", v));
        }
        feed.take(event("thing-1", 10));
        assertThat(feed.copy("other", "thing").version("thing-1")).isEqualTo(10);
        assertThat(reactedTo).hasSize(10).startsWith("thing-1@1").endsWith("thing-1@10");
    }

    @Test
    void a_source_that_is_away_is_waited_for_and_its_stream_not_parked() throws Exception {
        atSource.add(event("thing-1", 1));
        atSource.add(event("thing-1", 2));
        sourceAway = 4;
        feed.take(event("thing-1", 2));
        assertThat(feed.parked().contains("thing-1")).isFalse();
        assertThat(feed.copy("other", "thing").version("thing-1")).isEqualTo(2);
    }
}
