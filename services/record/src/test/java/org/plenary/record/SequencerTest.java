package org.plenary.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Meta;
import org.plenary.record.LogStore.Draft;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.LogStore.Opening;
import org.plenary.record.LogStore.State;
import org.plenary.tlog.Leaf;
import tools.jackson.databind.JsonNode;

/** Every event gets one place in the log, whoever sequences it and however often. */
class SequencerTest {
    private EmbeddedStore embedded;
    private MongoClient client;
    private MongoDatabase database;
    private LogStore store;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        database = client.getDatabase("plenary_record");
        store = new LogStore(database);
    }

    @AfterEach
    void close() {
        client.close();
        embedded.close();
    }

    static LogGate opened() {
        LogGate gate = new LogGate(java.time.Duration.ofSeconds(1));
        gate.open();
        return gate;
    }

    static Envelope event(String stream, long version, String data) {
        return new Envelope(
                "agenda",
                stream,
                version,
                stream + "@" + version,
                "org.plenary.agenda.ItemSubmitted.v1",
                Instant.EPOCH,
                null,
                version,
                new Meta(Instant.EPOCH, "a", null, "forum-1", "public", "c", null, null),
                data);
    }

    private static Envelope event(long version) {
        return event("item-1", version, "{\"v\":" + version + "}");
    }

    private List<Entry> all() {
        List<Entry> all = store.from(0, 100_000);
        assertThat(database.getCollection("entries").countDocuments())
                .as("no gap")
                .isEqualTo(all.size());
        assertThat(all.stream().map(Entry::key).distinct().count()).isEqualTo(all.size());
        return all;
    }

    @Test
    void an_event_and_what_opens_its_leaf_stand_together_once() {
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.onAll(List.of(event(1), event(2), event(2)));
        sequencer.onAll(List.of(event(2), event(3), event(1)));
        assertThat(all()).extracting(Entry::key).containsExactly("item-1@1", "item-1@2", "item-1@3");
        for (Entry e : all()) {
            Opening opening = store.opening(e.key()).orElseThrow();
            assertThat(opening.state()).isEqualTo(State.STANDS);
            assertThat(Json.tree(new String(e.leaf(), StandardCharsets.UTF_8))
                            .path("commitment")
                            .asString())
                    .isEqualTo(Leaf.commitment(opening.salt(), opening.rest()));
        }
    }

    @Test
    void a_repetition_that_is_another_event_is_refused_and_changes_nothing() {
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.onAll(List.of(event(1)));
        List<Entry> before = all();
        for (Envelope other : List.of(
                event("item-1", 1, "{\"v\":\"other\"}"),
                new Envelope(
                        "agenda",
                        "item-1",
                        1,
                        "item-1@1",
                        "org.plenary.agenda.ItemWithdrawn.v1",
                        Instant.EPOCH,
                        null,
                        1,
                        event(1).meta(),
                        event(1).data()))) {
            assertThatThrownBy(() -> sequencer.onAll(List.of(event("item-2", 1, "{}"), other)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another event stands as item-1@1");
        }
        assertThat(all().getFirst().leaf()).isEqualTo(before.getFirst().leaf());
        assertThat(store.byKey("item-1@1").orElseThrow().place()).isZero();
    }

    @Test
    void what_was_destroyed_or_lost_is_not_contradicted_by_a_repetition_and_does_not_come_back() {
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.onAll(List.of(event(1), event(2)));
        byte[] leaf = store.byKey("item-1@1").orElseThrow().leaf();
        assertThat(store.destroy("item-1@1", "redaction-7@3")).isTrue();
        assertThat(store.destroy("item-1@1", "redaction-8@3")).isTrue();
        assertThat(store.destroy("item-1@9", "redaction-7@3")).isFalse();
        store.insert(
                2, List.of(new Draft("item-1@3", "{}".getBytes(StandardCharsets.UTF_8), java.util.Optional.empty())));
        sequencer.onAll(List.of(event(1), event("item-1", 2, "{\"v\":2}"), event(3), event(4)));
        assertThat(all()).hasSize(4);
        Opening destroyed = store.opening("item-1@1").orElseThrow();
        assertThat(destroyed).isEqualTo(new Opening(State.DESTROYED, null, null, "redaction-7@3"));
        assertThat(store.byKey("item-1@1").orElseThrow().leaf()).isEqualTo(leaf);
        assertThat(store.opening("item-1@3").orElseThrow().state()).isEqualTo(State.LOST);
        assertThat(database.getCollection("entries")
                        .find(new Document("_id", 0L))
                        .first())
                .doesNotContainKeys("salt", "rest");
    }

    @Test
    void a_record_that_is_no_event_has_its_place_too_and_nothing_that_opens_it() {
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.heard("plenary.agenda.events", "0", "41", "not an event".getBytes(StandardCharsets.UTF_8));
        sequencer.heard("plenary.agenda.events", "0", "41", "not an event".getBytes(StandardCharsets.UTF_8));
        assertThat(all()).extracting(Entry::key).containsExactly("unparsed|plenary.agenda.events|0|41");
        assertThat(store.opening("unparsed|plenary.agenda.events|0|41")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("withoutCanonicalForm")
    void an_event_without_a_canonical_form_that_is_passed_over_has_its_place_with_its_hash(String data) {
        Sequencer sequencer = new Sequencer(store, opened());
        Envelope event = event("item-1", 1, data);
        assertThatThrownBy(() -> sequencer.onAll(List.of(event)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not canonical JSON");
        sequencer.passed(event);
        sequencer.passed(event);
        sequencer.onAll(List.of(event(2)));
        sequencer.onAll(List.of(event)); // a repetition
        assertThat(all()).extracting(Entry::key).containsExactly("item-1@1", "item-1@2");
        Opening opening = store.opening("item-1@1").orElseThrow();
        assertThat(opening.rest())
                .isEqualTo("{\"actor\":\"a\",\"audience\":\"public\",\"correlation\":\"c\",\"forum\":\"forum-1\","
                        + "\"passedOver\":{\"sha256\":\"" + event.hash()
                        + "\"},\"receivedAt\":\"1970-01-01T00:00:00Z\"}");
        JsonNode leaf = Json.tree(new String(all().getFirst().leaf(), StandardCharsets.UTF_8));
        assertThat(leaf.path("version").asLong()).isEqualTo(1);
        assertThat(leaf.path("commitment").asString()).isEqualTo(Leaf.commitment(opening.salt(), opening.rest()));
    }

    static List<String> withoutCanonicalForm() {
        return List.of(
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    }

    @Test
    void an_event_of_which_no_leaf_can_say_what_it_claims_is_not_passed_over() {
        Envelope odd = new Envelope(
                "agenda", "item-1", 1, "item-1@1", "t".repeat(201), Instant.EPOCH, null, 1, event(1).meta(), "{}");
        assertThatThrownBy(() -> new Sequencer(store, opened()).passed(odd))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(all()).isEmpty();
    }

    @Test
    void an_event_that_is_passed_over_and_can_be_said_is_said_and_what_stands_stays() {
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.passed(event(1));
        assertThat(store.opening("item-1@1").orElseThrow().rest()).isEqualTo(Sequencer.rest(event(1)));
        byte[] leaf = all().getFirst().leaf();
        sequencer.passed(event("item-1", 1, "{\"v\":\"other\"}"));
        assertThat(all()).extracting(Entry::leaf).containsExactly(leaf);
    }

    @Test
    void more_events_than_are_drafted_at_once_stand_in_their_order() {
        List<Envelope> events = new ArrayList<>();
        for (int v = 1; v <= 1_000; v++) {
            events.add(event(v));
        }
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.onAll(events.subList(300, 310));
        sequencer.onAll(events);
        assertThat(all().stream().skip(10).map(Entry::key).toList())
                .isEqualTo(events.stream()
                        .filter(e -> e.version() <= 300 || e.version() > 310)
                        .map(Envelope::id)
                        .toList());
    }

    @Test
    void a_store_that_is_put_back_under_a_running_sequencer_gets_no_gap() {
        Sequencer sequencer = new Sequencer(store, opened());
        sequencer.onAll(List.of(event(1), event(2), event(3), event(4)));
        for (long index : new long[] {2, 3}) {
            database.getCollection("entries").deleteOne(new Document("_id", index));
        }
        sequencer.onAll(List.of(event(5)));
        assertThat(all()).extracting(Entry::key).containsExactly("item-1@1", "item-1@2", "item-1@5");
    }

    @Test
    void the_end_of_the_log_is_found_wherever_one_begins_to_look() {
        assertThat(store.end(0)).isZero();
        Sequencer sequencer = new Sequencer(store, opened());
        for (int n = 1; n <= 70; n++) {
            sequencer.onAll(List.of(event(n)));
            assertThat(store.end(0)).isEqualTo(n);
            assertThat(store.end(n)).isEqualTo(n);
            assertThat(store.end(n / 2)).isEqualTo(n);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void two_instances_that_sequence_the_same_events_leave_one_entry_an_event_and_no_gap(long seed) throws Exception {
        List<Envelope> events = new ArrayList<>();
        for (int stream = 0; stream < 20; stream++) {
            for (int v = 1; v <= 40; v++) {
                events.add(event("item-" + stream, v, "{\"v\":" + v + "}"));
            }
        }
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<?>> running = new ArrayList<>();
            for (int instance = 0; instance < 2; instance++) {
                Random random = new Random(seed * 10 + instance);
                List<Envelope> mine = new ArrayList<>(events);
                Collections.shuffle(mine, random);
                running.add(two.submit(() -> sequenced(mine, random)));
            }
            for (Future<?> f : running) {
                f.get();
            }
        }
        assertThat(all()).hasSize(events.size());
    }

    /** Now and then the instance dies and another one takes its last events again. */
    private void sequenced(List<Envelope> events, Random random) {
        Sequencer sequencer = new Sequencer(store, opened());
        for (int at = 0; at < events.size(); ) {
            int next = Math.min(events.size(), at + 1 + random.nextInt(25));
            sequencer.onAll(events.subList(at, next));
            if (random.nextInt(4) == 0) {
                sequencer = new Sequencer(store, opened());
                at = Math.max(0, next - random.nextInt(20));
            } else {
                at = next;
            }
        }
    }

    @Test
    void openings_of_an_earlier_release_move_to_their_entries_and_open_them_as_before() {
        byte[] salt = HexFormat.of().parseHex("01".repeat(32));
        for (int n = 1; n <= 3; n++) {
            database.getCollection("openings")
                    .insertOne(new Document("_id", "item-1@" + n)
                            .append("salt", new Binary(salt))
                            .append("rest", Sequencer.rest(event(n))));
        }
        for (int n = 1; n <= 2; n++) {
            byte[] leaf = Leaf.of(
                    "agenda",
                    "item-1",
                    n,
                    "item-1@" + n,
                    event(n).type(),
                    Instant.EPOCH.toString(),
                    Leaf.commitment(salt, Sequencer.rest(event(n))));
            database.getCollection("entries")
                    .insertOne(new Document("_id", n - 1L)
                            .append("key", "item-1@" + n)
                            .append("leaf", new Binary(leaf)));
        }
        LogStore moved = new LogStore(database);
        new LogStore(database);
        assertThat(database.getCollection("openings").countDocuments()).isZero();
        assertThat(moved.opening("item-1@1").orElseThrow().salt()).isEqualTo(salt);
        new Sequencer(moved, opened()).onAll(List.of(event(1), event(2), event(3)));
        assertThat(all()).hasSize(3);
    }
}
