package org.plenary.meeting;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.register.MintNumber;
import org.plenary.kernel.register.Register;
import org.plenary.meeting.domain.MeetingCommand.AssignSymbol;
import org.plenary.meeting.domain.MeetingCommand.EnterSubstance;

/** What meeting does when it hears others and itself, and the copies it keeps. */
final class MeetingReactions {
    private final MeetingAggregate meetings;
    private final Register register;

    MeetingReactions(MeetingAggregate meetings, Register register) {
        this.meetings = meetings;
        this.register = register;
    }

    void whenMeetingConvenedMintTheNoticesNumber(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("MeetingConvened")) {
            String forum = event.tree().path("forum").asString();
            String series = event.tree().path("symbolStem").asString() + "/N";
            commands.send(register, Register.stream(forum, series), new MintNumber(forum, series, event.stream()));
        }
    }

    void whenNumberMintedAssignTheSymbol(Envelope event, Reaction.Commands commands) {
        String symbol = event.tree().path("series").asString() + "."
                + event.tree().path("number").asLong();
        commands.send(meetings, event.tree().path("holder").asString(), new AssignSymbol(symbol));
    }

    void whenAgendaAdoptedEnterSubstance(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("AgendaAdopted")) {
            commands.send(
                    meetings,
                    event.tree().path("meeting").asString(),
                    new EnterSubstance(
                            event.stream(), event.tree().path("edition").asInt()));
        }
    }

    /** A forum as scheduling needs it: prefix, bodies, rule cards, and the slugs of its parties. */
    static Document forum(@Nullable Document before, Envelope event) {
        Document f = before == null
                ? new Document("bodies", new Document())
                        .append("cards", new Document())
                        .append("parties", new ArrayList<String>())
                : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "ForumFounded" ->
                f.append("symbolPrefix", data.getString("symbolPrefix"))
                        .append("fictional", data.getBoolean("fictional"));
            case "BodyEstablished" -> f.get("bodies", Document.class).append(data.getString("body"), data);
            case "BodyChanged" -> BodyCopy.changed(f.get("bodies", Document.class), data);
            case "RuleCardImported", "RuleCardAdopted" ->
                f.get("cards", Document.class)
                        .append(data.getString("body") + "|" + data.getString("meetingType"), data);
            case "RegisterImported" -> {
                List<String> parties = new ArrayList<>();
                data.getList("parties", Document.class).forEach(p -> parties.add(p.getString("party")));
                f.append("parties", parties);
            }
            default -> {
                // an event that scheduling does not need
            }
        }
        return f;
    }

    static Document accreditation(@Nullable Document before, Envelope event) {
        Document a = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "DelegateNominated" ->
                a.append("meeting", data.getString("meeting"))
                        .append("party", data.getString("party"))
                        .append("capacity", data.getString("capacity"))
                        .append("status", "SUBMITTED");
            case "DelegateAccepted" -> a.append("status", "ACCEPTED");
            case "CredentialsInOrder" -> a.append("status", "IN_ORDER");
            case "AssuranceReceived" -> a.append("status", "PROVISIONAL");
            case "CredentialsContested" -> a.append("status", "CONTESTED");
            case "CredentialsSettled" -> a.append("status", data.getString("outcome"));
            case "NominationResubmitted" ->
                a.append("capacity", data.getString("capacity")).append("status", "SUBMITTED");
            case "NominationReturned",
                    "DelegateRefused",
                    "NominationWithdrawn",
                    "DelegateReplaced",
                    "AccreditationExpired" -> a.append("status", "NOT_ACCEPTED");
            default -> {
                // what is said besides: the note verbale, by what a nomination was judged, a key alone
            }
        }
        return a;
    }

    static Document item(@Nullable Document before, Envelope event) {
        Document i = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "ItemSubmitted" ->
                i.append("meeting", data.getString("meeting")).append("status", "SUBMITTED");
            case "ItemIncluded" -> i.append("status", "INCLUDED");
            case "DebateOpened" -> i.append("status", "UNDER_CONSIDERATION");
            case "ItemConcluded" -> i.append("status", "CONCLUDED");
            case "ItemDeferred" -> i.append("status", "DEFERRED");
            default -> {
                // an item that is not yet included does not hold a meeting open
            }
        }
        return i;
    }

    static Document nothing(@Nullable Document before, Envelope event) {
        return before == null ? new Document() : before;
    }
}
