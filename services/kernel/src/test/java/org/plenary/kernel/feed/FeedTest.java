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
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        Subscription s = new Subscription("other", aggregate, LAST, List.of(new Noting()));
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

    private final class Noting implements Reaction {
        @Override
        public void on(Envelope event, Commands commands) {
            reactedTo.add(event.id());
        }

        @Override
        public void passed(Envelope event) {
            reactedTo.add("passed " + event.id());
        }
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
    void an_event_that_is_passed_over_is_not_reacted_to_and_what_must_know_of_every_event_is_told_once()
            throws Exception {
        for (long v = 1; v <= 3; v++) {
            atSource.add(event("thing-1", v));
        }
        feed.take(event("thing-1", 1));
        for (int i = 0; i < 2; i++) {
            feed.passOver("other", "thing-1", 3);
            feed.passOver("other", "thing-1", 2);
        }
        assertThat(reactedTo).containsExactly("thing-1@1", "passed thing-1@2", "passed thing-1@3");
        assertThat(feed.copy("other", "thing").passed("thing-1")).containsExactly(2L, 3L);
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

    /** Reacts to several at once, and cannot take what says so. */
    private final List<List<String>> together = new ArrayList<>();

    private Feed together(String collection) {
        Reaction.Together reaction = events -> {
            together.add(events.stream().map(Envelope::id).toList());
            if (events.stream().anyMatch(e -> e.data().contains("poison"))) {
                throw new IllegalStateException("cannot be taken");
            }
        };
        Subscription s = new Subscription("other", "thing", LAST, List.of(reaction));
        return new Feed(
                "toy",
                name -> new MongoDocuments(database.getCollection(collection + "." + name)),
                List.of(s),
                noHandler(),
                (service, stream, from) -> atSource.stream()
                        .filter(e -> e.stream().equals(stream) && e.version() >= from)
                        .limit(3)
                        .toList(),
                new Parked(
                        new MongoDocuments(database.getCollection(collection + ".parked")),
                        new Bell("toy", FeedTest::noProducer)),
                Scheduling.threads(),
                InstantSource.system());
    }

    @Test
    void events_that_can_be_taken_together_are() throws Exception {
        Feed batch = together("a");
        List<Envelope> two = List.of(event("thing-1", 1), event("thing-2", 1), event("thing-1", 2));
        batch.takeAll(two);
        batch.takeAll(two);
        batch.takeAll(List.of(event("thing-2", 1), event("thing-2", 2), event("thing-2", 2)));
        assertThat(together).containsExactly(List.of("thing-1@1", "thing-2@1", "thing-1@2"), List.of("thing-2@2"));
        assertThat(batch.copy("other", "thing").version("thing-1")).isEqualTo(2);
        assertThat(batch.copy("other", "thing").version("thing-2")).isEqualTo(2);
    }

    @Test
    void of_events_taken_together_only_the_stream_of_the_one_that_cannot_be_parks() throws Exception {
        Feed batch = together("a");
        batch.takeAll(List.of(
                event("thing-1", 1),
                event("thing-2", 1, "{\"v\":\"poison\"}"),
                event("thing-2", 2),
                event("thing-1", 2),
                event("thing-3", 2)));
        assertThat(batch.parked().contains("thing-2")).isTrue();
        assertThat(batch.parked().contains("thing-3")).isTrue();
        assertThat(batch.copy("other", "thing").version("thing-1")).isEqualTo(2);
        assertThat(batch.copy("other", "thing").version("thing-2")).isZero();
        batch.takeAll(List.of(event("thing-2", 1), event("thing-1", 3)));
        assertThat(batch.copy("other", "thing").version("thing-2")).isZero();
        assertThat(batch.copy("other", "thing").version("thing-1")).isEqualTo(3);
    }

    @Test
    void another_event_with_the_same_id_parks_its_stream_in_a_batch_too() throws Exception {
        Feed batch = together("a");
        batch.takeAll(List.of(event("thing-1", 1), event("thing-1", 1, "{\"v\":\"other\"}"), event("thing-2", 1)));
        batch.takeAll(List.of(event("thing-2", 1, "{\"v\":\"other\"}")));
        assertThat(batch.parked().contains("thing-1")).isTrue();
        assertThat(batch.parked().contains("thing-2")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void taken_together_events_leave_what_they_leave_one_by_one(int seed) throws Exception {
        Random random = new Random(seed);
        List<Envelope> heard = new ArrayList<>();
        for (int stream = 1; stream <= 6; stream++) {
            for (long v = 1; v <= 12; v++) {
                Envelope e = event(
                        "thing-" + stream, v, random.nextInt(40) == 0 ? "{\"v\":\"poison\"}" : "{\"v\":" + v + "}");
                atSource.add(e);
                int times = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2);
                heard.addAll(Collections.nCopies(times, e));
            }
        }
        Collections.shuffle(heard, random);
        if (seed % 2 == 0) {
            heard.sort(Comparator.comparingLong(Envelope::version));
        }
        Feed one = together("one");
        for (Envelope e : heard) {
            one.take(e);
        }
        Feed many = together("many");
        for (int at = 0; at < heard.size(); ) {
            int next = Math.min(heard.size(), at + 1 + random.nextInt(30));
            many.takeAll(heard.subList(at, next));
            if (random.nextInt(3) == 0) {
                many.takeAll(heard.subList(at, next));
            }
            at = next;
        }
        assertThat(documents("many.copy.other.thing")).isEqualTo(documents("one.copy.other.thing"));
        for (int stream = 1; stream <= 6; stream++) {
            assertThat(many.parked().contains("thing-" + stream))
                    .isEqualTo(one.parked().contains("thing-" + stream));
        }
    }

    private List<Document> documents(String collection) {
        List<Document> all = database.getCollection(collection).find().into(new ArrayList<>());
        all.sort(Comparator.comparing(d -> d.getString("_id")));
        return all;
    }
}
