package org.plenary.portal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;

/** What becomes of a session in the store, and when it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionStoreTest {
    private EmbeddedStore embedded;
    private MongoClient client;
    private MongoCollection<Document> documents;
    private SessionStore store;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        documents = client.getDatabase("plenary_portal").getCollection("sessions");
        store = new SessionStore(embedded.uri(), () -> now);
    }

    @BeforeEach
    void empty() {
        documents.deleteMany(new Document());
    }

    @AfterAll
    void stop() {
        store.close();
        client.close();
        embedded.close();
    }

    private StoredSession stored(String name, Object value) {
        StoredSession session = store.createSession();
        session.setAttribute(name, value);
        store.save(session);
        return session;
    }

    private StoredSession found(StoredSession session) {
        return store.findById(session.getId());
    }

    @Test
    void the_document_tells_neither_the_id_nor_what_it_holds() {
        StoredSession session = stored("a.name$", "a token that nobody else may read");
        Document document = documents.find().first();
        assertThat(document.toJson()).doesNotContain(session.getId());
        byte[] sealed = ((Binary) document.get("attributes", Document.class)
                        .values()
                        .iterator()
                        .next())
                .getData();
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("nobody else");
        assertThat((Object) found(session).getAttribute("a.name$")).isEqualTo("a token that nobody else may read");
    }

    @Test
    void a_session_ends_an_hour_after_its_last_use() {
        StoredSession session = stored("a", "1");
        now = now.plus(Duration.ofMinutes(59));
        store.save(found(session));
        now = now.plus(Duration.ofMinutes(59));
        assertThat(found(session)).isNotNull();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(found(session)).isNull();
        assertThat(documents.countDocuments()).isZero();
    }

    @Test
    void a_session_ends_twelve_hours_after_it_began_however_much_it_is_used() {
        StoredSession session = stored("a", "1");
        for (int i = 0; i < 23; i++) {
            now = now.plus(Duration.ofMinutes(30));
            store.save(found(session));
        }
        assertThat(found(session)).isNotNull();
        now = now.plus(Duration.ofMinutes(30));
        assertThat(found(session)).isNull();
    }

    @Test
    void the_twelve_hours_count_from_the_sign_in_and_not_from_the_first_visit() {
        StoredSession session = stored("a", "1");
        for (int i = 0; i < 23; i++) {
            now = now.plus(Duration.ofMinutes(30));
            store.save(found(session));
        }
        StoredSession signedIn = found(session);
        signedIn.changeSessionId();
        store.save(signedIn);
        for (int i = 0; i < 23; i++) {
            now = now.plus(Duration.ofMinutes(30));
            assertThat(found(signedIn)).as("half hours after the sign-in: " + i).isNotNull();
            store.save(found(signedIn));
        }
        now = now.plus(Duration.ofMinutes(30));
        assertThat(found(signedIn)).isNull();
    }

    @Test
    void a_use_within_a_minute_of_the_last_writes_nothing() {
        StoredSession session = stored("a", "1");
        Object first = documents.find().first().get("lastAccessed");
        now = now.plusSeconds(59);
        store.save(found(session));
        assertThat(documents.find().first().get("lastAccessed")).isEqualTo(first);
        now = now.plusSeconds(1);
        store.save(found(session));
        assertThat(documents.find().first().get("lastAccessed")).isNotEqualTo(first);
    }

    @Test
    void a_session_over_its_limit_is_refused_with_the_numbers_and_stays_as_it_was() {
        StoredSession session = stored("a", "1");
        StoredSession grown = found(session);
        grown.setAttribute("b", "x".repeat(SessionStore.BYTES_MAX));
        assertThatThrownBy(() -> store.save(grown))
                .isInstanceOf(SessionStore.TooLarge.class)
                .hasMessageContaining("65536")
                .hasMessageContaining("b=");
        assertThat(found(session).getAttributeNames()).containsExactly("a");
        StoredSession large = store.createSession();
        large.setAttribute("b", "x".repeat(SessionStore.BYTES_MAX));
        assertThatThrownBy(() -> store.save(large)).isInstanceOf(SessionStore.TooLarge.class);
        assertThat(store.findById(large.getId())).isNull();
    }

    @Test
    void two_requests_at_once_do_not_undo_each_others_changes() {
        StoredSession session = stored("token", "old");
        StoredSession one = found(session);
        StoredSession other = found(session);
        one.setAttribute("token", "new");
        other.setAttribute("forum", "f");
        store.save(one);
        store.save(other);
        assertThat((Object) found(session).getAttribute("token")).isEqualTo("new");
        assertThat((Object) found(session).getAttribute("forum")).isEqualTo("f");
        StoredSession third = found(session);
        third.removeAttribute("forum");
        store.save(third);
        assertThat(found(session).getAttributeNames()).containsExactly("token");
    }

    @Test
    void a_session_deleted_meanwhile_stays_deleted() {
        StoredSession session = stored("a", "1");
        StoredSession late = found(session);
        store.deleteById(session.getId());
        late.setAttribute("a", "2");
        store.save(late);
        assertThat(found(session)).isNull();
    }

    @Test
    void a_changed_id_takes_everything_along_and_leaves_nothing_behind() {
        StoredSession session = stored("a", "1");
        String before = session.getId();
        StoredSession rotated = found(session);
        String after = rotated.changeSessionId();
        store.save(rotated);
        assertThat(store.findById(before)).isNull();
        assertThat((Object) store.findById(after).getAttribute("a")).isEqualTo("1");
        assertThat(documents.countDocuments()).isOne();
    }

    @Test
    void a_document_changed_by_another_hand_is_dropped_and_not_read() {
        StoredSession session = stored("a", "1");
        StoredSession other = stored("a", "2");
        Document stolen =
                documents.find(new Document("_id", Seal.name(other.getId()))).first();
        documents.updateOne(
                new Document("_id", Seal.name(session.getId())),
                new Document("$set", new Document("attributes", stolen.get("attributes"))));
        assertThat(found(session)).isNull();
        assertThat(found(other)).isNotNull();
    }

    @Test
    void only_known_classes_are_brought_to_life() {
        StoredSession session = stored("a", new java.io.File("/etc/passwd"));
        assertThat(found(session)).isNull();
        assertThat(found(stored("a", new ArrayList<>(List.of(Instant.EPOCH, 5L)))))
                .isNotNull();
    }

    @Test
    void expired_sessions_are_swept_by_the_writes_of_others() {
        for (int i = 0; i < 5; i++) {
            stored("a", "1");
        }
        now = now.plus(Duration.ofHours(2));
        for (int i = 0; i < SessionStore.SWEEP_EACH; i++) {
            stored("a", "1");
        }
        assertThat(store.count()).isEqualTo(SessionStore.SWEEP_EACH);
    }
}
