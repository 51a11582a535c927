package org.plenary.kernel.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;

/** Confidential content beside the events. */
class BodiesTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private final InMemoryEventStore commits = new InMemoryEventStore();
    private Instant now = NOON;
    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;
    private Bodies bodies;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("t");
        bodies = new Bodies(database, commits, () -> now);
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private void stands(String commandKey, String body) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        StoredEvent event =
                new StoredEvent(1, "thing-1@1", "org.plenary.toy.Kept.v1", NOON, null, "{\"note\":\"" + body + "\"}");
        commits.append(new Commit("thing-1|1", "thing-1", 1, 1, null, commandKey, "h", List.of(event), meta));
    }

    @Test
    void a_repeated_command_finds_its_first_body_and_salt() {
        Bodies.Reference first = bodies.keep("thing-1|k", "h", 0, "Note verbale.");
        assertThat(bodies.keep("thing-1|k", "h", 0, "Note verbale.")).isEqualTo(first);
        assertThat(bodies.text(first.body())).hasValue("Note verbale.");
        assertThat(bodies.keep("thing-2|k", "h", 0, "Note verbale.").commitment())
                .isNotEqualTo(first.commitment());
    }

    @Test
    void a_body_whose_command_never_stood_is_swept_after_a_day_and_not_before() {
        String body = bodies.keep("thing-1|k", "h", 0, "Never sent.").body();
        now = NOON.plus(Duration.ofHours(24));
        assertThat(bodies.sweep()).isZero();
        now = now.plusMillis(1);
        assertThat(bodies.sweep()).isOne();
        assertThat(bodies.text(body)).isEmpty();
        assertThat(bodies.sweep()).isZero();
    }

    @Test
    void a_body_whose_command_stands_is_kept_for_ever() {
        String body = bodies.keep("thing-1|k", "h", 0, "Sent.").body();
        stands("thing-1|k", body);
        now = NOON.plus(Duration.ofDays(400));
        assertThat(bodies.sweep()).isZero();
        assertThat(bodies.text(body)).hasValue("Sent.");
    }

    @Test
    void a_command_that_is_sent_again_keeps_its_body_for_another_day() {
        String body = bodies.keep("thing-1|k", "h", 0, "Late.").body();
        now = NOON.plus(Duration.ofHours(23));
        bodies.keep("thing-1|k", "h", 0, "Late.");
        now = NOON.plus(Duration.ofHours(25));
        assertThat(bodies.sweep()).isZero();
        assertThat(bodies.text(body)).hasValue("Late.");
    }

    @Test
    void what_was_destroyed_leaves_a_tombstone_and_does_not_come_back() {
        String body = bodies.keep("thing-1|k", "h", 0, "Somchai Jaidee").body();
        stands("thing-1|k", body);
        assertThat(bodies.destroyed(body)).isFalse();
        assertThat(bodies.destroy(body, "redaction-1")).isTrue();
        assertThat(bodies.destroy(body, "redaction-2")).isFalse();
        assertThat(bodies.destroyed(body)).isTrue();
        assertThat(bodies.text(body)).isEmpty();
        bodies.keep("thing-1|k", "h", 0, "Somchai Jaidee");
        assertThat(bodies.text(body)).isEmpty();
        now = NOON.plus(Duration.ofDays(2));
        assertThat(bodies.sweep()).isZero();
        Document left = database.getCollection("bodies").find().first();
        assertThat(left).containsOnlyKeys("_id", "redaction", "destroyedAt").containsEntry("redaction", "redaction-1");
        assertThat(database.getCollection("bodies").countDocuments()).isOne();
        assertThat(database.getCollection("bodies.waiting").countDocuments()).isZero();
    }

    @Test
    void what_comes_back_with_an_older_copy_is_destroyed_again() {
        String body = bodies.keep("thing-1|k", "h", 0, "Somchai Jaidee").body();
        Document older = database.getCollection("bodies").find().first();
        bodies.destroy(body, "redaction-1");
        database.getCollection("bodies").replaceOne(new Document("_id", body), older);
        assertThat(bodies.text(body)).isPresent();
        assertThat(bodies.destroy(body, "redaction-1")).isTrue();
        assertThat(bodies.text(body)).isEmpty();
        database.getCollection("bodies").drop();
        assertThat(bodies.destroy(body, "redaction-1")).isTrue();
        assertThat(bodies.destroyed(body)).isTrue();
    }

    @Test
    void a_body_that_the_command_did_not_name_when_it_stood_is_destroyed() {
        String named = bodies.keep("thing-1|k", "h", 0, "Sent.").body();
        String other =
                bodies.keep("thing-1|k", "h2", 0, "Sent with the same key.").body();
        stands("thing-1|k", named);
        assertThat(bodies.sweep()).isOne();
        assertThat(bodies.text(named)).hasValue("Sent.");
        assertThat(bodies.text(other)).isEmpty();
    }

    @Test
    void an_id_tells_nothing_of_what_it_stands_for() {
        String first = bodies.keep("thing-1|k", "h", 0, "Sent.").body();
        database.getCollection("bodies").drop();
        database.getCollection("bodies.waiting").drop();
        assertThat(bodies.keep("thing-1|k", "h", 0, "Sent.").body()).isNotEqualTo(first);
    }
}
