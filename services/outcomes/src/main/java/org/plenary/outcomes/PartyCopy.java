package org.plenary.outcomes;

import static com.mongodb.client.model.Filters.eq;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Dated;
import org.plenary.kernel.feed.Envelope;

/** The copy of a party: the class that it entered with, and the dated changes of it. */
final class PartyCopy {
    private static final String CLASS = "partyClass";

    private PartyCopy() {}

    static Document fold(@Nullable Document before, Envelope event) {
        Document p = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "PartyRegistered", "PartyEntered" -> {
                p.append("forum", data.getString("forum"))
                        .append("party", data.getString("party"))
                        .append(CLASS, data.getString(CLASS));
                if (data.containsKey("from")) {
                    p.append("from", data.getString("from"));
                }
            }
            case "PartyClassChanged" -> Dated.change(p, CLASS, data.getString(CLASS), data.getString("from"));
            default -> {
                // a name says nothing about rights
            }
        }
        return p;
    }

    /** The class in force at the instant; null where it is no party then. */
    static @Nullable String classAt(@Nullable Document party, Instant at) {
        return Dated.at(party, CLASS, at);
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
