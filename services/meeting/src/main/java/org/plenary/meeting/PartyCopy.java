package org.plenary.meeting;

import static com.mongodb.client.model.Filters.eq;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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

    /** All parties of a forum at the instant, those of the founding data in their order and then who joined later. */
    static List<String> allAt(Copies copies, String forum, List<String> founding, Instant at) {
        TreeSet<String> later = new TreeSet<>();
        for (Document party : copies.all("membership", "party").find(eq("forum", forum))) {
            if (Dated.begun(party, at)) {
                later.add(party.getString("party"));
            }
        }
        founding.forEach(later::remove);
        List<String> all = new ArrayList<>(founding);
        all.addAll(later);
        return all;
    }
}
