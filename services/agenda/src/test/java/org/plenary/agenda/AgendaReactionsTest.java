package org.plenary.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.agenda.domain.AgendaCommand.AssignSymbol;
import org.plenary.agenda.domain.AgendaCommand.OpenAgenda;
import org.plenary.agenda.domain.ItemCommand.IncludeItem;
import org.plenary.agenda.domain.ItemCommand.ListItem;
import org.plenary.agenda.domain.ItemDecider;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.register.MintNumber;
import org.plenary.kernel.register.Register;
import org.plenary.kernel.test.Examples;

/** What agenda sends when it hears an event; every event is the example of its owner's contract. */
class AgendaReactionsTest {
    private static final String AGENDA = "agenda-" + Examples.ID;
    private static final String ITEM = "item-" + Examples.ID;

    private record Sent(String aggregate, String stream, Object command) {}

    private static final class Recorded implements Reaction.Commands {
        private final List<Sent> sent = new ArrayList<>();

        @Override
        public <C> Answer send(Aggregate<C, ?, ?, ?> aggregate, String stream, C command) {
            sent.add(new Sent(aggregate.name(), stream, command));
            return new Answer(stream, 1, List.of());
        }

        @Override
        public UUID nextId() {
            return Ids.v5("next");
        }
    }

    private final GatheredFacts facts = new GatheredFacts(new Copies(null), id -> new ItemDecider().initial());
    private final AgendaReactions reactions =
            new AgendaReactions(new ItemAggregate(facts, stream -> null), new AgendaAggregate(facts), new Register());

    private static List<Sent> sent(Reaction reaction, Envelope event) {
        Recorded commands = new Recorded();
        reaction.on(event, commands);
        return commands.sent;
    }

    @Test
    void a_convened_meeting_opens_its_one_agenda_document() {
        assertThat(sent(
                        reactions::whenMeetingConvenedOpenTheCallForItems,
                        Examples.of("meeting", "meeting", "MeetingConvened")))
                .containsExactly(new Sent(
                        "agenda",
                        AGENDA,
                        new OpenAgenda(
                                "forum-" + Examples.ID,
                                "meeting-" + Examples.ID,
                                "conference",
                                "Ninth Ministerial Conference (fictional)",
                                "BP/MC.9",
                                List.of("au", "id"),
                                30)));
        assertThat(sent(
                        reactions::whenMeetingConvenedOpenTheCallForItems,
                        Examples.of("meeting", "meeting", "MeetingOpened")))
                .isEmpty();
    }

    @Test
    void an_opened_agenda_asks_the_register_for_its_number_and_gets_its_symbol() {
        String forum = "forum-" + Examples.ID;
        assertThat(sent(
                        reactions::whenAgendaOpenedMintItsNumberAndWhenFrozenListItsItems,
                        Examples.of("agenda", "agenda", "AgendaOpened")))
                .containsExactly(new Sent(
                        "register", Register.stream(forum, "BP/MC.9/A"), new MintNumber(forum, "BP/MC.9/A", AGENDA)));
        assertThat(sent(reactions::whenNumberMintedAssignTheSymbol, Examples.of("agenda", "register", "NumberMinted")))
                .containsExactly(new Sent("agenda", AGENDA, new AssignSymbol("BP/MC.9/A.1")));
    }

    @Test
    void a_frozen_agenda_lists_its_items_and_an_adopted_one_includes_them() {
        assertThat(sent(
                        reactions::whenAgendaOpenedMintItsNumberAndWhenFrozenListItsItems,
                        Examples.of("agenda", "agenda", "AgendaFrozen")))
                .containsExactly(new Sent("item", ITEM, new ListItem(AGENDA, 1, 1)));
        assertThat(sent(reactions::whenAgendaAdoptedIncludeItsItems, Examples.of("agenda", "agenda", "AgendaAdopted")))
                .containsExactly(new Sent("item", ITEM, new IncludeItem(AGENDA)));
        assertThat(sent(
                        reactions::whenAgendaAdoptedIncludeItsItems,
                        Examples.of("agenda", "agenda", "AgendaCirculated")))
                .isEmpty();
    }

    private static Document meeting(String... events) {
        Document m = null;
        for (String e : events) {
            m = AgendaReactions.meeting(m, Examples.of("meeting", "meeting", e));
        }
        return m;
    }

    @Test
    void the_copy_of_a_meeting_follows_its_state_and_deadlines() {
        Document m = meeting("MeetingConvened");
        assertThat(m.getString("status")).isEqualTo("CONVENED");
        assertThat(m.getString("regularUntil")).isEqualTo("2027-02-08T01:00:00Z");
        assertThat(m.getString("supplementaryUntil")).isEqualTo("2027-02-24T01:00:00Z");
        assertThat(meeting("MeetingConvened", "MeetingOpened").getString("status"))
                .isEqualTo("OPEN");
        assertThat(meeting("MeetingConvened", "MeetingOpened", "MeetingEnteredSubstance")
                        .getString("status"))
                .isEqualTo("IN_SUBSTANCE");
        assertThat(meeting("MeetingConvened", "MeetingOpened", "MeetingEnteredSubstance", "MeetingClosed")
                        .getString("status"))
                .isEqualTo("CLOSED");
    }

    @Test
    void presence_is_of_a_party_once_and_ends_when_it_leaves() {
        Document m = meeting("MeetingConvened", "PresenceRecorded", "PresenceRecorded");
        assertThat(m.get("presence", Document.class)).isEqualTo(new Document("th", "MEMBER_STATE"));
        String left = Examples.text("meeting", "PresenceRecorded").replace("true", "false");
        Document after = AgendaReactions.meeting(
                m, Examples.with("meeting", "meeting", "PresenceRecorded", Audience.FORUM, left));
        assertThat(after.get("presence", Document.class)).isEmpty();
    }

    @Test
    void the_copy_of_a_forum_keeps_objectives_and_parties_and_no_people() {
        Document f = AgendaReactions.forum(null, Examples.of("membership", "forum", "ForumFounded"));
        f = AgendaReactions.forum(f, Examples.of("membership", "forum", "FrameworkAdopted"));
        f = AgendaReactions.forum(f, Examples.of("membership", "forum", "RegisterImported"));
        assertThat(f).isEqualTo(new Document("objectives", List.of(1)).append("parties", List.of("th")));
    }
}
