package org.plenary.kernel.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private Bodies bodies;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        MongoDatabase database = client.getDatabase("t");
        bodies = new Bodies(database, () -> now);
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private void stands(String commandKey) {
        Meta meta = new Meta(NOON, "a", null, "f", "public", "c", null, null);
        StoredEvent event = new StoredEvent(1, "thing-1@1", "org.plenary.toy.Kept.v1", NOON, null, "{}");
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
        assertThat(bodies.sweep(commits)).isZero();
        now = now.plusMillis(1);
        assertThat(bodies.sweep(commits)).isOne();
        assertThat(bodies.text(body)).isEmpty();
        assertThat(bodies.sweep(commits)).isZero();
    }

    @Test
    void a_body_whose_command_stands_is_kept_for_ever() {
        String body = bodies.keep("thing-1|k", "h", 0, "Sent.").body();
        stands("thing-1|k");
        now = NOON.plus(Duration.ofDays(400));
        assertThat(bodies.sweep(commits)).isZero();
        assertThat(bodies.text(body)).hasValue("Sent.");
    }

    @Test
    void a_command_that_is_sent_again_keeps_its_body_for_another_day() {
        String body = bodies.keep("thing-1|k", "h", 0, "Late.").body();
        now = NOON.plus(Duration.ofHours(23));
        bodies.keep("thing-1|k", "h", 0, "Late.");
        now = NOON.plus(Duration.ofHours(25));
        assertThat(bodies.sweep(commits)).isZero();
        assertThat(bodies.text(body)).hasValue("Late.");
    }
}
