package org.plenary.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.decide.Standing;
import org.plenary.membership.domain.ForumChange;
import org.plenary.membership.domain.ForumChange.OfKey;

/** Two forums side by side with a party and a person of the same names: nothing of the one holds in the other. */
class TwoForumsTest {
    private static final String FIRST = ForumAggregate.stream("BP");
    private static final String SECOND = ForumAggregate.stream("XX");
    private static final Policy POLICY = Policy.load("membership");
    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;
    private Authority authority;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("membership");
        for (String forum : List.of(FIRST, SECOND)) {
            database.getCollection("view.parties")
                    .insertOne(new Document("_id", PartyAggregate.stream(forum, "th"))
                            .append("forum", forum)
                            .append("party", "th"));
        }
        for (String role : List.of("SECRETARIAT", "CO_CHAIR")) {
            database.getCollection("people")
                    .insertOne(new Document("_id", Authority.stream(FIRST, role))
                            .append("forum", FIRST)
                            .append("subject", role)
                            .append("unit", "th")
                            .append(
                                    "grants",
                                    List.of(new Document("role", role).append("from", "2026-01-01T00:00:00Z"))));
        }
        authority = new Authority(database.getCollection("people"), Set.of());
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void a_list_has_the_parties_of_its_own_forum_only() {
        PartiesView parties = new PartiesView(database);
        assertThat(parties.streams(FIRST)).containsExactly(PartyAggregate.stream(FIRST, "th"));
        assertThat(parties.streams(SECOND)).containsExactly(PartyAggregate.stream(SECOND, "th"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EnterParty", "RenameParty", "ChangePartyClass", "PreviewRegisterImport", "ImportRegister"})
    void the_secretariat_of_one_forum_is_nobody_in_the_other(String operation) {
        assertThat(answer(operation, FIRST, "SECRETARIAT")).isEqualTo(Policy.Answer.ALLOW);
        assertThat(answer(operation, SECOND, "SECRETARIAT")).isEqualTo(Policy.Answer.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProposeRuleCard",
                "ProposeBodyChange",
                "ProposeSigningKey",
                "ConsentToForumChange",
                "WithdrawForumChange"
            })
    void a_co_chair_of_one_forum_turns_no_key_in_the_other(String operation) {
        assertThat(answer(operation, FIRST, "CO_CHAIR")).isEqualTo(Policy.Answer.ALLOW);
        assertThat(answer(operation, SECOND, "CO_CHAIR")).isEqualTo(Policy.Answer.FORBIDDEN);
    }

    private Policy.Answer answer(String operation, String forum, String subject) {
        Instant now = NOON;
        Standing standing = authority.standing(forum, subject, now);
        return POLICY.judge(operation, standing, null, null, "FOUNDED");
    }

    @Test
    void the_same_change_has_another_hash_in_the_other_forum() {
        ForumChange change = new ForumChange(null, null, new OfKey("th", "th-1", "k", true, null), null);
        assertThat(change.hash(FIRST)).isNotEqualTo(change.hash(SECOND));
    }
}
