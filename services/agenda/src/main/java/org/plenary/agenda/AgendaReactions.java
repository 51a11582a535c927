package org.plenary.agenda;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.agenda.domain.AgendaCommand.AssignSymbol;
import org.plenary.agenda.domain.AgendaCommand.OpenAgenda;
import org.plenary.agenda.domain.AgendaEntry;
import org.plenary.agenda.domain.AgendaEvent.AgendaAdopted;
import org.plenary.agenda.domain.AgendaEvent.AgendaFrozen;
import org.plenary.agenda.domain.ItemCommand.IncludeItem;
import org.plenary.agenda.domain.ItemCommand.ListItem;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.register.MintNumber;
import org.plenary.kernel.register.Register;

/** What agenda does when it hears others and itself, and the copies it keeps. */
final class AgendaReactions {
    private final ItemAggregate items;
    private final AgendaAggregate agendas;
    private final Register register;

    AgendaReactions(ItemAggregate items, AgendaAggregate agendas, Register register) {
        this.items = items;
        this.agendas = agendas;
        this.register = register;
    }

    void whenMeetingConvenedOpenTheCallForItems(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("MeetingConvened")) {
            Document m = Document.parse(event.data());
            OpenAgenda open = new OpenAgenda(
                    m.getString("forum"),
                    event.stream(),
                    m.getString("body"),
                    m.getString("title"),
                    m.getString("symbolStem"),
                    m.getList("keyholders", String.class),
                    m.getInteger("quorumDecide"));
            commands.send(agendas, AgendaAggregate.stream(event.stream()), open);
        }
    }

    /** The number is minted with the opening, as a document has one number in all its editions. */
    void whenAgendaOpenedMintItsNumberAndWhenFrozenListItsItems(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("AgendaFrozen")) {
            AgendaFrozen frozen = Json.read(event.data(), AgendaFrozen.class);
            for (AgendaEntry e : frozen.entries()) {
                commands.send(items, e.item(), new ListItem(event.stream(), frozen.edition(), e.number()));
            }
        }
        if (event.name().equals("AgendaOpened")) {
            String series = event.tree().path("symbolStem").asString() + "/A";
            String forum = event.tree().path("forum").asString();
            commands.send(register, Register.stream(forum, series), new MintNumber(forum, series, event.stream()));
        }
    }

    void whenAgendaAdoptedIncludeItsItems(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("AgendaAdopted")) {
            for (AgendaEntry e : Json.read(event.data(), AgendaAdopted.class).entries()) {
                commands.send(items, e.item(), new IncludeItem(event.stream()));
            }
        }
    }

    void whenNumberMintedAssignTheSymbol(Envelope event, Reaction.Commands commands) {
        String symbol = event.tree().path("series").asString() + "."
                + event.tree().path("number").asLong();
        commands.send(agendas, event.tree().path("holder").asString(), new AssignSymbol(symbol));
    }

    /** A meeting as items and adoption need it. */
    static Document meeting(@Nullable Document before, Envelope event) {
        Document m = before == null ? new Document("presence", new Document()) : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "MeetingConvened" ->
                m.append("forum", data.getString("forum"))
                        .append("body", data.getString("body"))
                        .append("regularUntil", data.getString("regularUntil"))
                        .append("supplementaryUntil", data.getString("supplementaryUntil"))
                        .append("keyholders", data.getList("keyholders", String.class))
                        .append("status", "CONVENED");
            case "PresenceRecorded" -> {
                Document presence = m.get("presence", Document.class);
                if (data.getBoolean("present")) {
                    presence.append(data.getString("party"), data.getString("partyClass"));
                } else {
                    presence.remove(data.getString("party"));
                }
            }
            case "MeetingOpened" -> m.append("status", "OPEN");
            case "MeetingEnteredSubstance" -> m.append("status", "IN_SUBSTANCE");
            case "MeetingClosed" -> m.append("status", "CLOSED");
            default -> {
                // an event that the agenda does not need
            }
        }
        return m;
    }

    /** A forum as items need it: the numbers of its objectives, and its parties. */
    static Document forum(@Nullable Document before, Envelope event) {
        Document f = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        if (event.name().equals("FrameworkAdopted")) {
            List<Integer> numbers = new ArrayList<>();
            data.getList("objectives", Document.class).forEach(o -> numbers.add(o.getInteger("number")));
            f.append("objectives", numbers);
        } else if (event.name().equals("RegisterImported")) {
            List<String> parties = new ArrayList<>();
            data.getList("parties", Document.class).forEach(p -> parties.add(p.getString("party")));
            f.append("parties", parties);
        }
        return f;
    }

    static Document nothing(@Nullable Document before, Envelope event) {
        return before == null ? new Document() : before;
    }
}
