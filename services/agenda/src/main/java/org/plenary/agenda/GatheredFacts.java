package org.plenary.agenda;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.bson.Document;
import org.plenary.agenda.domain.Agenda;
import org.plenary.agenda.domain.AgendaCommand;
import org.plenary.agenda.domain.AgendaCommand.CirculateAgenda;
import org.plenary.agenda.domain.AgendaCommand.FreezeAgenda;
import org.plenary.agenda.domain.AgendaFacts;
import org.plenary.agenda.domain.Item;
import org.plenary.agenda.domain.MeetingFacts;
import org.plenary.agenda.domain.MeetingFacts.KnownMeeting;
import org.plenary.kernel.feed.Copies;

/** The facts that decisions on items and agendas need, from local copies and, for items, from their own streams. */
final class GatheredFacts {
    private static final AgendaFacts NOTHING = new AgendaFacts(Map.of(), "", 0, List.of(), "");
    private final Copies copies;
    private final Function<String, Item> items;

    /** Items are read from their streams as they stand, not from a view that may lag. */
    GatheredFacts(Copies copies, Function<String, Item> items) {
        this.copies = copies;
        this.items = items;
    }

    MeetingFacts meeting(String meeting) {
        Document m = copies.find("meeting", meeting).orElse(null);
        if (m == null || m.getString("regularUntil") == null) {
            return new MeetingFacts(null, Set.of());
        }
        KnownMeeting known = new KnownMeeting(
                m.getString("forum"),
                m.getString("body"),
                m.getString("status"),
                Instant.parse(m.getString("regularUntil")),
                Instant.parse(m.getString("supplementaryUntil")),
                m.getList("keyholders", String.class));
        Set<Integer> objectives = new TreeSet<>();
        copies.find("membership", known.forum())
                .ifPresent(f -> objectives.addAll(f.getList("objectives", Integer.class, List.of())));
        return new MeetingFacts(known, objectives);
    }

    AgendaFacts agenda(AgendaCommand command, Agenda agenda, Instant at) {
        if (agenda.status() == Agenda.Status.NONE) {
            return NOTHING;
        }
        Map<String, Item> named = new TreeMap<>();
        if (command instanceof FreezeAgenda freeze) {
            for (String id : freeze.items()) {
                Item item = items.apply(id);
                if (item.status() != Item.Status.NONE) {
                    named.put(id, item);
                }
            }
        }
        Document m = copies.find("meeting", agenda.meeting()).orElseGet(Document::new);
        int present = (int) m.get("presence", new Document()).values().stream()
                .filter("MEMBER_STATE"::equals)
                .count();
        List<String> parties = command instanceof CirculateAgenda ? recipients(agenda.forum(), at) : List.of();
        String evidence = agenda.meeting() + "@" + m.get("version", 0L) + ", " + present + " present";
        return new AgendaFacts(named, m.get("status", ""), present, parties, evidence);
    }

    private List<String> recipients(String forum, Instant at) {
        List<String> founding = copies.find("membership", forum)
                .map(f -> f.getList("parties", String.class, List.of()))
                .orElse(List.of());
        return PartyCopy.allAt(copies, forum, founding, at);
    }
}
