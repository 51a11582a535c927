package org.plenary.agenda;

import static com.mongodb.client.model.Filters.eq;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Dated;
import org.plenary.kernel.feed.Envelope;

/** The copy of a party: from when it is one. */
final class PartyCopy {
    private PartyCopy() {}

    static Document fold(@Nullable Document before, Envelope event) {
        Document p = before == null ? new Document() : before;
        if (event.name().equals("PartyRegistered") || event.name().equals("PartyEntered")) {
            Document data = Document.parse(event.data());
            p.append("forum", data.getString("forum")).append("party", data.getString("party"));
            if (data.containsKey("from")) {
                p.append("from", data.getString("from"));
            }
        }
        return p;
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
        return Stream.concat(founding.stream(), later.stream()).toList();
    }
}
