package org.plenary.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.agenda.domain.Agenda;
import org.plenary.agenda.domain.AgendaCommand.CirculateAgenda;
import org.plenary.agenda.domain.AgendaCommand.FreezeAgenda;
import org.plenary.agenda.domain.AgendaDecider;
import org.plenary.agenda.domain.AgendaEvent.AgendaOpened;
import org.plenary.agenda.domain.AgendaFacts;
import org.plenary.agenda.domain.Item;
import org.plenary.agenda.domain.ItemDecider;
import org.plenary.agenda.domain.ItemEvent.ItemSubmitted;
import org.plenary.agenda.domain.MeetingFacts;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.test.Examples;

/** Facts come from the copies as the feed keeps them, and items from their own streams. */
class GatheredFactsTest {
    private static final Instant NOON = Instant.parse("2027-04-01T12:00:00Z");
    private static final String MEETING = "meeting-" + Examples.ID;
    private static final String FORUM = "forum-" + Examples.ID;
    private static final Item SUBMITTED = new ItemDecider()
            .evolve(
                    new ItemDecider().initial(),
                    Json.read(Examples.text("agenda", "ItemSubmitted"), ItemSubmitted.class));
    private static final Agenda OPENED = new AgendaDecider()
            .evolve(
                    new AgendaDecider().initial(),
                    Json.read(Examples.text("agenda", "AgendaOpened"), AgendaOpened.class));
    private EmbeddedStore store;
    private MongoClient client;
    private MongoDatabase database;
    private GatheredFacts facts;

    @BeforeEach
    void open(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(store.uri());
        database = client.getDatabase("agenda");
        facts = new GatheredFacts(
                new Copies(database), id -> id.equals("item-1") ? SUBMITTED : new ItemDecider().initial());
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    private void copied() {
        Document m = AgendaReactions.meeting(null, Examples.of("meeting", "meeting", "MeetingConvened"));
        m.get("presence", Document.class)
                .append("th", "MEMBER_STATE")
                .append("nz", "MEMBER_STATE")
                .append("iom", "MEMBER_ORGANISATION")
                .append("ca", "OBSERVER_STATE");
        database.getCollection("copy.meeting.meeting")
                .insertOne(m.append("_id", MEETING).append("version", 7L));
        Document f = AgendaReactions.forum(null, Examples.of("membership", "forum", "FrameworkAdopted"));
        f = AgendaReactions.forum(f, Examples.of("membership", "forum", "RegisterImported"));
        database.getCollection("copy.membership.forum").insertOne(f.append("_id", FORUM));
    }

    @Test
    void a_meeting_that_was_not_heard_of_is_no_meeting() {
        assertThat(facts.meeting(MEETING).meeting()).isNull();
    }

    @Test
    void an_item_is_judged_by_the_meetings_deadlines_and_the_forums_objectives() {
        copied();
        MeetingFacts known = facts.meeting(MEETING);
        assertThat(known.objectives()).containsExactly(1);
        assertThat(known.meeting().regularUntil()).isEqualTo(Instant.parse("2027-02-08T01:00:00Z"));
        assertThat(known.meeting().supplementaryUntil()).isEqualTo(Instant.parse("2027-02-24T01:00:00Z"));
        assertThat(known.meeting().keyholders()).containsExactly("au", "id");
        assertThat(known.meeting().status()).isEqualTo("CONVENED");
    }

    @Test
    void only_member_states_count_for_the_quorum_and_all_parties_are_recipients() {
        copied();
        AgendaFacts known = facts.agenda(new CirculateAgenda(), OPENED, NOON);
        assertThat(known.present()).isEqualTo(2);
        assertThat(known.recipients()).containsExactly("th");
        assertThat(known.evidence()).isEqualTo(MEETING + "@7, 2 present");
        assertThat(known.items()).isEmpty();
    }

    @Test
    void a_party_that_joined_later_is_a_recipient_from_its_date_on() {
        copied();
        Document joined = PartyCopy.fold(null, Examples.of("membership", "party", "PartyEntered"));
        joined = PartyCopy.fold(joined, Examples.of("membership", "party", "PartyRenamed"));
        database.getCollection("copy.membership.party").insertOne(joined.append("_id", "party-fj"));
        Instant from = Instant.parse("2027-03-01T00:00:00Z");
        assertThat(facts.agenda(new CirculateAgenda(), OPENED, from).recipients())
                .containsExactly("th", "fj");
        assertThat(facts.agenda(new CirculateAgenda(), OPENED, from.minusMillis(1))
                        .recipients())
                .containsExactly("th");
    }

    @Test
    void a_freeze_sees_the_items_that_exist_as_their_streams_have_them() {
        copied();
        AgendaFacts known = facts.agenda(new FreezeAgenda(List.of("item-1", "item-2")), OPENED, NOON);
        assertThat(known.items()).isEqualTo(Map.of("item-1", SUBMITTED));
    }
}
