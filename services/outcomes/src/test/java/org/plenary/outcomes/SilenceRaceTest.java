package org.plenary.outcomes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.outcomes.domain.Document.Status;
import org.plenary.outcomes.domain.DocumentClass;
import org.plenary.outcomes.domain.DocumentCommand;
import org.plenary.outcomes.domain.DocumentCommand.ObjectToSilence;
import org.plenary.outcomes.domain.DocumentCommand.SettleSilence;
import org.plenary.outcomes.domain.DocumentEvent;
import org.plenary.outcomes.domain.DocumentEvent.*;
import org.plenary.outcomes.domain.DocumentRule;
import org.plenary.outcomes.domain.OutcomeRules;

/** The race between an objection and the expiry, on two instances that share one store. */
class SilenceRaceTest {
    private static final String FORUM = "forum-1";
    private static final String STREAM = "document-1";
    private static final Instant T = Instant.parse("2027-01-18T12:00:00Z");
    private static final OutcomeRules CARD =
            new OutcomeRules(1, Duration.ofHours(72), Duration.ofDays(14), List.of("MEMBER_STATE"));

    private final InMemoryEventStore store = new InMemoryEventStore();
    private EmbeddedStore copies;
    private MongoClient client;
    private DocumentAggregate documents;
    private Authority authority;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        copies = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(copies.uri());
        var database = client.getDatabase("t");
        var people = database.getCollection("people");
        people.insertOne(new Document("_id", Authority.stream(FORUM, "th.head"))
                .append("unit", "th")
                .append(
                        "grants",
                        List.of(new Document("grant", "g")
                                .append("role", "HEAD")
                                .append("from", "2020-01-01T00:00:00Z"))));
        authority = new Authority(people, java.util.Set.of());
        documents = new DocumentAggregate(new GatheredFacts(new Copies(database)), () -> T);
        placedUnderSilence();
    }

    @AfterEach
    void close() {
        client.close();
        copies.close();
    }

    private void placedUnderSilence() {
        List<DocumentEvent> history = List.of(
                new DraftOpened(
                        FORUM,
                        "meeting-1",
                        "conference",
                        "BP/MC.9",
                        DocumentClass.DECLARATION,
                        "Declaration",
                        "en",
                        List.of(),
                        List.of("au", "id"),
                        CARD,
                        "secretariat"),
                new DraftReady("h"),
                new SymbolAssigned("BP/MC.9/L.1"),
                new SilenceKeyTurned("au", "au.cochair", "h", T, "Asia/Makassar"),
                new SilenceKeyTurned("id", "id.cochair", "h", T, "Asia/Makassar"),
                new SilencePlaced(
                        FORUM,
                        "meeting-1",
                        "h",
                        "BP/MC.9/L.1",
                        "Declaration",
                        T,
                        T.plusSeconds(10),
                        "Asia/Makassar",
                        Duration.ofHours(72),
                        Duration.ofHours(72),
                        List.of("th"),
                        List.of("th"),
                        1));
        var codec = new Streams("outcomes", store).codec(documents);
        List<StoredEvent> stored = new java.util.ArrayList<>();
        for (DocumentEvent e : history) {
            long version = stored.size() + 1;
            stored.add(new StoredEvent(version, STREAM + "@" + version, codec.type(e), T, null, codec.data(e)));
        }
        Meta meta = new Meta(T, "a", null, FORUM, "forum", "c", null, null);
        store.append(
                new Commit(Commit.idOf(STREAM, 1), STREAM, 1, stored.size(), null, STREAM + "|k", "h", stored, meta));
    }

    private CommandHandler instance(Instant clock) {
        CommandHandler.Outbox nowhere = new CommandHandler.Outbox() {
            @Override
            public void appended(Commit commit) {
                // published elsewhere
            }

            @Override
            public void unconfirmed(Commit commit) {
                throw new AssertionError("the store always answers here");
            }
        };
        return new CommandHandler(
                "outcomes",
                store,
                new Streams("outcomes", store),
                Policy.load("outcomes"),
                authority,
                nowhere,
                Gate.opened(),
                Scheduling.threads(),
                () -> clock);
    }

    private static Request objection(Instant receivedAt) {
        return new Request(
                "ObjectToSilence",
                Request.Origin.PERSON,
                "th.head",
                null,
                Ids.v5("objection"),
                Ids.sha256("objection"),
                OptionalLong.empty(),
                Request.Stage.CONTINUES,
                receivedAt,
                "c",
                null,
                null);
    }

    private void settles(CommandHandler instance, Instant at) {
        Request timer = Request.ofService("outcomes", "SettleSilence", Ids.v5("timer"), at, "c", null);
        DocumentCommand settle = new SettleSilence();
        instance.handle(documents, STREAM, settle, timer);
    }

    private Status status() {
        return instance(T).read(documents, STREAM).state().status();
    }

    @Test
    void an_objection_received_in_time_on_a_stalled_instance_counts_though_another_settles_the_expiry() {
        CommandHandler stalled = instance(T.plusSeconds(9));
        CommandHandler other = instance(T.plusSeconds(10));
        other.read(documents, STREAM); // it knows the document as under silence
        stalled.handle(documents, STREAM, new ObjectToSilence("No."), objection(T.minusMillis(1)));
        settles(other, T.plusSeconds(10));
        assertThat(status()).isEqualTo(Status.BROKEN);
    }

    @Test
    void what_stands_before_settlement_counts_and_the_late_instance_is_told_so() {
        CommandHandler stalled = instance(T.plusSeconds(20));
        CommandHandler other = instance(T.plusSeconds(10));
        stalled.read(documents, STREAM); // it still knows the document as under silence when it goes on
        settles(other, T.plusSeconds(10));
        assertThatThrownBy(() ->
                        stalled.handle(documents, STREAM, new ObjectToSilence("No."), objection(T.minusMillis(1))))
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.rule()).isEqualTo(DocumentRule.NOT_UNDER_SILENCE));
        assertThat(status()).isEqualTo(Status.ADOPTED);
    }

    @Test
    void a_timer_that_fires_on_two_instances_adopts_once() {
        CommandHandler one = instance(T.plusSeconds(10));
        CommandHandler two = instance(T.plusSeconds(11));
        two.read(documents, STREAM);
        settles(one, T.plusSeconds(10));
        settles(two, T.plusSeconds(11));
        long head = instance(T).read(documents, STREAM).version();
        assertThat(head).isEqualTo(7);
    }
}
