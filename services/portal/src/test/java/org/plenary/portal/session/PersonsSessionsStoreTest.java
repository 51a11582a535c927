package org.plenary.portal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.portal.session.PersonsSessionsStore.Known;

/** Which sessions a person is told of, and which of them end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonsSessionsStoreTest {
    private EmbeddedStore embedded;
    private MongoClient client;
    private MongoCollection<Document> people;
    private SessionStore store;
    private PersonsSessionsStore sessions;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        people = client.getDatabase("plenary_portal").getCollection("sessions.of");
        store = new SessionStore(embedded.uri(), () -> now);
        sessions = new PersonsSessionsStore(store, () -> now);
    }

    @BeforeEach
    void empty() {
        people.deleteMany(new Document());
    }

    @AfterAll
    void stop() {
        store.close();
        client.close();
        embedded.close();
    }

    /** A sign-in as the portal notes it: the list first, the session as the request ends. */
    private StoredSession signIn(String subject) {
        StoredSession session = store.createSession();
        sessions.began(subject, session.getId(), "Firefox", "Linux");
        session.setAttribute("who", subject);
        store.save(session);
        now = now.plusSeconds(1);
        return session;
    }

    private static String name(StoredSession session) {
        return PersonsSessionsStore.name(session.getId());
    }

    @Test
    void a_person_is_told_of_their_own_sessions_the_last_used_first_and_of_nobody_elses() {
        StoredSession first = signIn("au.head");
        StoredSession second = signIn("au.head");
        StoredSession anothers = signIn("id.head");
        now = now.plus(Duration.ofMinutes(5));
        store.save(store.findById(first.getId()));
        assertThat(sessions.of("au.head")).extracting(Known::name).containsExactly(name(first), name(second));
        assertThat(sessions.of("id.head")).extracting(Known::name).containsExactly(name(anothers));
        assertThat(sessions.of("au.head").getFirst())
                .isEqualTo(new Known(name(first), first.getCreationTime(), now, "Firefox", "Linux"));
        assertThat(sessions.of("nobody")).isEmpty();
    }

    @Test
    void the_documents_name_neither_the_person_nor_what_opens_a_session() {
        StoredSession session = signIn("au.head");
        String document = people.find().first().toJson();
        assertThat(document).doesNotContain("au.head", session.getId()).contains(name(session));
        assertThat(store.findById(name(session))).isNull();
    }

    @Test
    void an_ended_session_is_gone_at_once_and_another_persons_cannot_be_ended() {
        StoredSession mine = signIn("au.head");
        StoredSession anothers = signIn("id.head");
        assertThat(sessions.end("au.head", name(anothers))).isFalse();
        assertThat(sessions.end("au.head", "no such name")).isFalse();
        assertThat(store.findById(anothers.getId())).isNotNull();
        assertThat(sessions.end("au.head", name(mine))).isTrue();
        assertThat(store.findById(mine.getId())).isNull();
        assertThat(sessions.stands(name(mine))).isFalse();
        assertThat(sessions.of("au.head")).isEmpty();
        assertThat(sessions.end("au.head", name(mine))).isFalse();
    }

    @Test
    void all_others_end_and_the_kept_one_stays() {
        StoredSession kept = signIn("au.head");
        List<StoredSession> others = List.of(signIn("au.head"), signIn("au.head"));
        StoredSession anothers = signIn("id.head");
        assertThat(sessions.endOthers("au.head", name(kept)))
                .containsExactlyInAnyOrderElementsOf(
                        others.stream().map(PersonsSessionsStoreTest::name).toList());
        assertThat(sessions.of("au.head")).extracting(Known::name).containsExactly(name(kept));
        assertThat(store.findById(anothers.getId())).isNotNull();
    }

    @Test
    void the_twenty_first_session_ends_the_oldest() {
        List<StoredSession> all = new ArrayList<>();
        for (int i = 0; i < PersonsSessionsStore.MAX; i++) {
            all.add(signIn("au.head"));
        }
        now = now.plus(Duration.ofMinutes(2));
        assertThat(store.findById(all.getFirst().getId())).isNotNull();
        StoredSession more = store.createSession();
        assertThat(sessions.began("au.head", more.getId(), "", "")).containsExactly(name(all.getFirst()));
        assertThat(store.findById(all.getFirst().getId())).isNull();
        assertThat(store.findById(all.get(1).getId())).isNotNull();
        assertThat(people.find().first().getList("sessions", Document.class)).hasSize(PersonsSessionsStore.MAX);
    }

    @Test
    void sessions_that_ended_by_themselves_make_room_and_are_not_shown() {
        for (int i = 0; i < PersonsSessionsStore.MAX; i++) {
            signIn("au.head");
        }
        now = now.plus(Duration.ofHours(2));
        assertThat(sessions.of("au.head")).isEmpty();
        signIn("au.head");
        assertThat(people.find().first().getList("sessions", Document.class)).hasSize(1);
    }

    @Test
    void sign_ins_at_the_same_moment_are_all_noted() throws Exception {
        Callable<StoredSession> one = () -> {
            StoredSession session = store.createSession();
            sessions.began("au.head", session.getId(), "", "");
            store.save(session);
            return session;
        };
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<StoredSession> each : together.invokeAll(Collections.nCopies(3, one))) {
                each.get();
            }
        }
        assertThat(sessions.of("au.head")).hasSize(3);
    }
}
