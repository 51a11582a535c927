package org.plenary.outcomes;

import static com.mongodb.client.model.Filters.eq;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Envelope;

/** The copy of a party: the class that it entered with, and the dated changes of it. */
final class PartyCopy {
    private PartyCopy() {}

    static Document fold(@Nullable Document before, Envelope event) {
        Document p = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "PartyRegistered", "PartyEntered" -> {
                p.append("forum", data.getString("forum"))
                        .append("party", data.getString("party"))
                        .append("partyClass", data.getString("partyClass"));
                if (data.containsKey("from")) {
                    p.append("from", data.getString("from"));
                }
            }
            case "PartyClassChanged" -> {
                List<Document> changes = new ArrayList<>(p.getList("changes", Document.class, List.of()));
                changes.add(new Document("partyClass", data.getString("partyClass"))
                        .append("from", data.getString("from")));
                p.append("changes", changes);
            }
            default -> {
                // a name says nothing about rights
            }
        }
        return p;
    }

    /** The class in force at the instant; null where it is no party then. */
    static @Nullable String classAt(@Nullable Document party, Instant at) {
        if (party == null || !begun(party, at)) {
            return null;
        }
        String inForce = party.getString("partyClass");
        for (Document change : party.getList("changes", Document.class, List.of())) {
            if (begun(change, at)) {
                inForce = change.getString("partyClass");
            }
        }
        return inForce;
    }

    private static boolean begun(Document dated, Instant at) {
        String from = dated.getString("from");
        return from == null || !at.isBefore(Instant.parse(from));
    }

    /** All parties of a forum at the instant with their classes, those of the founding also where not yet heard. */
    static Map<String, String> allAt(Copies copies, String forum, Map<String, String> founding, Instant at) {
        Map<String, String> classes = new TreeMap<>(founding);
        for (Document party : copies.all("membership", "party").find(eq("forum", forum))) {
            String inForce = classAt(party, at);
            if (inForce != null) {
                classes.put(party.getString("party"), inForce);
            }
        }
        return classes;
    }
}
