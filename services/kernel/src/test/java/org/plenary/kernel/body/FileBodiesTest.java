package org.plenary.kernel.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.body.FileBodies.Kept;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;

/** Files beside the events: kept before a command names them, and only as long as one that stands does. */
class FileBodiesTest {
    private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
    private static final Map<String, String> LABELS = Map.of("owner", "th");
    private final InMemoryEventStore commits = new InMemoryEventStore();
    private Instant now = NOON;
    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;
    private FileBodies files;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("t");
        files = new FileBodies(database, () -> now);
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

    private Kept kept(int command, byte[] bytes) {
        return files.keep(new UUID(0, command), "th", bytes, LABELS).orElseThrow();
    }

    private long stored(String collection) {
        return database.getCollection(collection).countDocuments();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_file_is_read_as_it_was_kept_in_as_many_pieces_as_it_takes() {
        byte[] bytes = noise(1_000_000);
        Kept kept = kept(0, bytes);
        assertThat(files.bytes(kept.reference().body())).isEqualTo(bytes);
        assertThat(kept.length()).isEqualTo(1_000_000);
        assertThat(kept.labels()).isEqualTo(LABELS);
        assertThat(stored("files.chunks")).isGreaterThan(1);
        assertThat(files.find(kept.reference().body())).contains(kept);
    }

    @Test
    void a_repeated_command_finds_its_first_file_and_salt() {
        Kept first = kept(0, noise(10));
        assertThat(kept(0, noise(10))).isEqualTo(first);
        assertThat(kept(0, noise(11))).isEqualTo(first);
        assertThat(stored("files.files")).isEqualTo(1);
        Kept other = kept(1, noise(10));
        assertThat(other.sha256()).isEqualTo(first.sha256());
        assertThat(other.reference().commitment())
                .isNotEqualTo(first.reference().commitment());
    }

    @Test
    void the_commitment_is_of_salt_and_bytes() {
        byte[] bytes = noise(10);
        Kept kept = kept(0, bytes);
        Document d = database.getCollection("bodies.files").find().first();
        byte[] salt = d.get("salt", org.bson.types.Binary.class).getData();
        assertThat(salt).hasSize(32);
        assertThat(kept.reference().commitment()).isEqualTo(Bodies.commitment(salt, bytes));
    }

    @Test
    void a_file_that_nobody_names_goes_after_a_day_and_one_that_a_standing_command_names_stays() {
        String unnamed = kept(0, noise(10)).reference().body();
        String named = kept(1, noise(10)).reference().body();
        String inVain = kept(2, noise(10)).reference().body();
        assertThat(files.claim(named, "thing-2|refused")).isTrue();
        assertThat(files.claim(named, "thing-1|k")).isTrue();
        assertThat(files.claim(inVain, "thing-3|refused")).isTrue();
        stands("thing-1|k");
        now = NOON.plus(Duration.ofHours(23));
        assertThat(files.sweep(commits)).isZero();
        now = NOON.plus(Duration.ofHours(25));
        assertThat(files.sweep(commits)).isEqualTo(2);
        assertThat(files.find(unnamed)).isEmpty();
        assertThat(files.find(inVain)).isEmpty();
        assertThat(files.bytes(named)).isEqualTo(noise(10));
        assertThat(stored("files.files")).isEqualTo(1);
        assertThat(stored("files.chunks")).isEqualTo(1);
        assertThat(stored("bodies.files.waiting")).isZero();
    }

    @Test
    void a_refused_command_that_names_a_file_in_use_takes_it_from_nobody() {
        String file = kept(0, noise(10)).reference().body();
        files.claim(file, "thing-1|k");
        stands("thing-1|k");
        assertThat(files.sweep(commits)).isZero();
        assertThat(files.claim(file, "thing-2|refused")).isTrue();
        now = NOON.plus(Duration.ofDays(30));
        assertThat(files.sweep(commits)).isZero();
        assertThat(files.bytes(file)).isEqualTo(noise(10));
    }

    @Test
    void a_file_named_late_has_another_day() {
        String file = kept(0, noise(10)).reference().body();
        now = NOON.plus(Duration.ofHours(20));
        files.claim(file, "thing-1|k");
        now = NOON.plus(Duration.ofHours(30));
        assertThat(files.sweep(commits)).isZero();
        now = NOON.plus(Duration.ofHours(45));
        assertThat(files.sweep(commits)).isEqualTo(1);
    }

    @Test
    void so_many_commands_hold_a_file_and_no_more_and_none_holds_one_that_is_not() {
        String file = kept(0, noise(10)).reference().body();
        for (int i = 0; i < FileBodies.CLAIMS_MAX; i++) {
            assertThat(files.claim(file, "thing|" + i)).isTrue();
        }
        assertThat(files.claim(file, "thing|more")).isFalse();
        assertThat(files.claim(file, "thing|7")).isTrue();
        assertThat(files.claim(UUID.randomUUID().toString(), "thing|1")).isFalse();
    }

    @Test
    void an_owner_has_so_many_files_that_nothing_names_and_no_more() {
        for (int i = 0; i < FileBodies.WAITING_MAX; i++) {
            kept(i, noise(1));
        }
        UUID more = new UUID(0, 900);
        assertThat(files.keep(more, "th", noise(1), LABELS)).isEmpty();
        assertThat(files.keep(new UUID(0, 7), "th", noise(1), LABELS)).isPresent();
        assertThat(files.keep(more, "nz", noise(1), LABELS)).isPresent();
        assertThat(stored("files.files")).isEqualTo(FileBodies.WAITING_MAX + 1);
    }

    @Test
    void what_an_attempt_that_was_cut_off_left_is_swept() {
        String file = kept(0, noise(10)).reference().body();
        files.claim(file, "thing-1|k");
        stands("thing-1|k");
        database.getCollection("files.chunks").insertOne(new Document("files_id", file + "/cut-off").append("n", 0));
        database.getCollection("files.files")
                .insertOne(new Document("_id", file + "/whole-but-late")
                        .append("filename", file)
                        .append("length", 0L)
                        .append("chunkSize", 10)
                        .append("uploadDate", new java.util.Date()));
        files.sweep(commits);
        assertThat(stored("files.files")).isEqualTo(1);
        assertThat(stored("files.chunks")).isEqualTo(1);
        assertThat(files.bytes(file)).isEqualTo(noise(10));
    }

    @Test
    void bytes_that_are_not_what_was_kept_are_not_given_out() {
        String file = kept(0, noise(10)).reference().body();
        database.getCollection("bodies.files")
                .updateOne(new Document("_id", file), new Document("$set", new Document("sha256", "other")));
        assertThatThrownBy(() -> files.bytes(file)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kept(9, new byte[FileBodies.BYTES_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_was_destroyed_leaves_a_tombstone_and_no_piece_of_it_and_does_not_come_back() {
        String file = kept(0, noise(600_000)).reference().body();
        files.claim(file, "thing-1|k");
        stands("thing-1|k");
        database.getCollection("files.chunks").insertOne(new Document("files_id", file + "/cut-off").append("n", 0));
        assertThat(files.destroy(file, "redaction-1")).isTrue();
        assertThat(files.destroy(file, "redaction-1")).isFalse();
        assertThat(files.destroyed(file)).isTrue();
        assertThat(files.find(file)).isEmpty();
        assertThatThrownBy(() -> files.bytes(file)).isInstanceOf(IllegalArgumentException.class);
        assertThat(files.claim(file, "thing-1|k")).isFalse();
        assertThat(files.claim(file, "thing-2|k")).isFalse();
        assertThat(FileBodies.idOf(new UUID(0, 0))).isEqualTo(file);
        assertThat(files.keep(new UUID(0, 0), "th", noise(600_000), LABELS)).isEmpty();
        assertThat(stored("files.files")).isZero();
        assertThat(stored("files.chunks")).isZero();
        assertThat(database.getCollection("bodies.files").find().first())
                .containsOnlyKeys("_id", "redaction", "destroyedAt");
    }

    @Test
    void what_an_attempt_under_way_left_of_a_destroyed_file_is_swept() {
        String file = kept(0, noise(10)).reference().body();
        files.destroy(file, "redaction-1");
        database.getCollection("files.chunks").insertOne(new Document("files_id", file + "/late").append("n", 0));
        assertThat(files.sweep(commits)).isZero();
        assertThat(stored("files.chunks")).isZero();
        assertThat(stored("bodies.files.waiting")).isOne();
        now = NOON.plus(Duration.ofHours(25));
        files.sweep(commits);
        assertThat(stored("bodies.files.waiting")).isZero();
        assertThat(files.destroyed(file)).isTrue();
    }
}
