package org.plenary.outcomes;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.test.Examples;
import org.plenary.outcomes.domain.DocumentCommand;
import org.plenary.outcomes.domain.DocumentCommand.PlaceUnderSilence;
import org.plenary.outcomes.domain.OutcomeFacts;

/** Facts come from the copies as the feed keeps them, and are those in force when the command was received. */
class GatheredFactsTest {
    private static final String MEETING = "meeting-" + Examples.ID;
    private static final String FORUM = "forum-" + Examples.ID;
    private static final Instant JOINED = Instant.parse("2027-03-01T00:00:00Z");
    private static final Instant ADMITTED = Instant.parse("2027-06-01T00:00:00Z");
    private EmbeddedStore store;
    private MongoClient client;
    private GatheredFacts facts;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        MongoDatabase database = client.getDatabase("outcomes");
        facts = new GatheredFacts(new Copies(database));
        Document m = OutcomesReactions.meeting(null, Examples.of("meeting", "meeting", "MeetingConvened"));
        database.getCollection("copy.meeting.meeting").insertOne(m.append("_id", MEETING));
        Document f = null;
        for (String e : new String[] {
            "RuleCardImported", "SigningKeyRegistered", "RegisterImported", "RuleCardAdopted", "SigningKeyRotated"
        }) {
            f = OutcomesReactions.forum(f, Examples.of("membership", "forum", e));
        }
        database.getCollection("copy.membership.forum").insertOne(f.append("_id", FORUM));
        Document fj = PartyCopy.fold(null, Examples.of("membership", "party", "PartyEntered"));
        fj = PartyCopy.fold(fj, Examples.of("membership", "party", "PartyClassChanged"));
        database.getCollection("copy.membership.party").insertOne(fj.append("_id", "party-fj"));
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private OutcomeFacts at(Instant at) {
        DocumentCommand place = new PlaceUnderSilence("0".repeat(64), at, "UTC");
        return facts.forDecision(place, MEETING, at);
    }

    @Test
    void a_party_that_joined_later_is_asked_in_a_silence_with_the_class_of_that_day() {
        assertThat(at(JOINED.minusMillis(1)).partyClasses()).doesNotContainKey("fj");
        assertThat(at(JOINED).partyClasses()).containsEntry("fj", "OBSERVER_STATE");
        assertThat(at(ADMITTED).partyClasses()).containsEntry("fj", "MEMBER_STATE");
        assertThat(at(Instant.EPOCH).partyClasses()).as("of the founding").isEqualTo(Map.of("th", "MEMBER_STATE"));
    }

    @Test
    void the_card_in_force_is_the_last_one_adopted() {
        assertThat(at(JOINED).rules().ruleCardVersion()).isEqualTo(2);
    }

    @Test
    void a_rotated_key_is_good_from_its_date() {
        assertThat(at(JOINED.minusMillis(1)).signingKeys()).doesNotContainKey("au-demonstration-2");
        assertThat(at(JOINED).signingKeys()).containsKey("au-demonstration-2").doesNotContainKey("au-demonstration-1");
    }
}
