package org.plenary.membership;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Dated;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.Accreditation;
import org.plenary.membership.domain.Accreditation.Status;
import org.plenary.membership.domain.AccreditationFacts;
import org.plenary.membership.domain.AccreditationFacts.Delegation;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;
import org.plenary.membership.domain.Capacity;
import org.plenary.membership.domain.PartyClass;
import org.plenary.membership.domain.credentials.Report;
import org.plenary.membership.domain.credentials.ReportEntry;
import org.plenary.membership.domain.credentials.ReportFacts;
import org.plenary.membership.domain.protocol.SeatedParty;
import org.plenary.membership.domain.protocol.SeatingFacts;
import org.springframework.beans.factory.ObjectProvider;
import tools.jackson.databind.JsonNode;

/** What decisions on accreditations, reports and seats need to know: of meetings by the copy, of the rest by own views. */
final class GatheredFacts {
    private static final String VIEW = "view.accreditations";
    private static final String COPY = "copy.membership.accreditation";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final MongoDatabase database;
    private final Copies copies;
    private final ObjectProvider<CommandHandler> handler;
    private final ForumAggregate forums;
    private final SecureRandom lots = new SecureRandom();

    /** Forums are read from their streams as they stand. */
    GatheredFacts(
            MongoDatabase database, Copies copies, ObjectProvider<CommandHandler> handler, ForumAggregate forums) {
        this.database = database;
        this.copies = copies;
        this.handler = handler;
        this.forums = forums;
        for (String collection : List.of(VIEW, COPY)) {
            database.getCollection(collection)
                    .createIndex(Indexes.ascending("meeting", "party", "order"), new IndexOptions().unique(true));
        }
    }

    /** The body that meets, whose co-chairs decide on its delegations; null where the meeting is not known here. */
    @Nullable
    String body(String meeting) {
        return copies.find("meeting", meeting)
                .map(m -> m.getString("body"))
                .filter(b -> !b.isEmpty())
                .orElse(null);
    }

    @Nullable
    KnownMeeting meeting(String meeting) {
        Document m = copies.find("meeting", meeting).orElse(null);
        if (m == null || m.getString("forum") == null) {
            return null;
        }
        return new KnownMeeting(
                m.getString("forum"),
                m.getString("status"),
                m.getList("keyholders", String.class, List.of()),
                meeting + "@" + m.getLong("version"));
    }

    /** The places that others than this accreditation hold, in these states. */
    Delegation delegation(String forum, String meeting, String party, String except, Collection<Status> states) {
        int max = max(forum, meeting);
        Bson others = and(eq("meeting", meeting), eq("party", party), in("status", names(states)), ne("_id", except));
        long members = accreditations(VIEW).countDocuments(others);
        Document head = accreditations(VIEW)
                .find(and(others, eq("capacity", Capacity.HEAD.name())))
                .sort(Sorts.ascending("order"))
                .first();
        return new Delegation((int) members, head == null ? null : head.getString("_id"), max);
    }

    /** How many people a delegation may have, by the newest rule card of the meeting's body and type that says so. */
    private int max(String forum, String meeting) {
        Document m = copies.find("meeting", meeting).orElseGet(Document::new);
        int max = AccreditationFacts.DELEGATION_MAX;
        JsonNode state =
                Json.MAPPER.valueToTree(handler.getObject().read(forums, forum).state());
        for (JsonNode card : state.path("ruleCards")) {
            if (card.path("body").asString("").equals(m.getString("body"))
                    && card.path("meetingType").asString("").equals(m.getString("meetingType"))) {
                max = card.path("card").path("delegationMax").asInt(AccreditationFacts.DELEGATION_MAX);
            }
        }
        return max;
    }

    /** Those that stand when their meeting ends: by the feed's own copy, which one thread keeps with the meeting's. */
    List<String> standing(String meeting) {
        List<String> found = new ArrayList<>();
        accreditations(COPY)
                .find(and(eq("meeting", meeting), in("status", names(Accreditation.STANDING))))
                .forEach(d -> found.add(d.getString("_id")));
        return found;
    }

    /** Whom the forum knows of: the wishes of a party that were never accepted are its own affair. */
    ReportFacts report(String meeting) {
        List<ReportEntry> entries = new ArrayList<>();
        accreditations(VIEW)
                .find(and(eq("meeting", meeting), eq("audience", Audience.FORUM)))
                .sort(Sorts.ascending("party", "order"))
                .limit(ReportFacts.ENTRIES_MAX + 1)
                .forEach(d -> entries.add(new ReportEntry(
                        d.getString("_id"),
                        d.getLong("version"),
                        d.getString("party"),
                        Capacity.valueOf(d.getString("capacity")),
                        Status.valueOf(d.getString("status")))));
        return new ReportFacts(meeting(meeting), entries);
    }

    /** What is contested, or was when the report was compiled, from the streams: a view may not have come to it yet. */
    ReportFacts contested(Report report, AccreditationAggregate accreditations) {
        Set<String> ids = new TreeSet<>();
        report.entries().stream().filter(e -> e.status() == Status.CONTESTED).forEach(e -> ids.add(e.accreditation()));
        accreditations(VIEW)
                .find(and(eq("meeting", report.meeting()), eq("status", Status.CONTESTED.name())))
                .forEach(d -> ids.add(d.getString("_id")));
        List<ReportEntry> entries = new ArrayList<>();
        for (String id : ids) {
            Loaded<Accreditation> now = handler.getObject().read(accreditations, id);
            Accreditation a = now.state();
            if (a.capacity() != null) {
                entries.add(new ReportEntry(id, now.version(), a.party(), a.capacity(), a.status()));
            }
        }
        return new ReportFacts(null, entries);
    }

    /** The lot is drawn here and now; which letter counts is the event's to say. */
    SeatingFacts seating(String forum, String meeting, Instant at) {
        List<SeatedParty> parties = new ArrayList<>();
        FindIterable<Document> all =
                database.getCollection("view.parties").find(eq("forum", forum)).sort(Sorts.ascending("order"));
        try (MongoCursor<Document> each = all.iterator()) {
            while (each.hasNext() && parties.size() <= SeatingFacts.PARTIES_MAX) {
                Document d = each.next();
                classAt(d, at).ifPresent(c -> parties.add(new SeatedParty(d.getString("party"), c, names(d, at))));
            }
        }
        String letter = String.valueOf(LETTERS.charAt(lots.nextInt(LETTERS.length())));
        return new SeatingFacts(meeting(meeting), letter, parties);
    }

    /** Who has not joined by then has no class yet, and no seat. */
    private static Optional<PartyClass> classAt(Document party, Instant at) {
        return party.getList("classes", Document.class).stream()
                .filter(c -> Dated.begun(c, at))
                .reduce((earlier, later) -> later)
                .map(c -> PartyClass.valueOf(c.getString("partyClass")));
    }

    private static Map<String, String> names(Document party, Instant at) {
        Map<String, String> names = new TreeMap<>();
        party.getList("names", Document.class).stream()
                .filter(n -> Dated.begun(n, at))
                .forEach(n -> names.put(n.getString("language"), n.getString("name")));
        names.putIfAbsent(SeatedParty.OFFICIAL, party.getString("name"));
        return names;
    }

    private static List<String> names(Collection<Status> states) {
        return states.stream().map(Status::name).toList();
    }

    private MongoCollection<Document> accreditations(String collection) {
        return database.getCollection(collection);
    }
}
