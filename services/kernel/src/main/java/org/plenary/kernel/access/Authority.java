package org.plenary.kernel.access;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.Standing.Grant;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.parking.Parking;

/**
 * What each person may act as, by membership's events alone: the token says who, this says what. A copy of the person
 * streams, one document each, so that a revocation works as soon as its event is here.
 */
public final class Authority {
    /** Roles whose holders also read every text of their forum, or of the body in which they hold them. */
    private static final Set<String> READS_ALL = Set.of("SECRETARIAT", "CO_CHAIR", "AUDITOR");

    private final Supplier<MongoCollection<Document>> source;
    private volatile @Nullable MongoCollection<Document> people;
    private final Set<String> operators;

    /** On the collection that holds the copy; operators are named by configuration, as they found the first forum. */
    public Authority(MongoCollection<Document> people, Set<String> operators) {
        this(() -> people, operators);
    }

    /** On a collection that is only asked for when the first person is, since what is heard may need this first. */
    public Authority(Supplier<MongoCollection<Document>> people, Set<String> operators) {
        this.source = people;
        this.operators = Set.copyOf(operators);
    }

    private MongoCollection<Document> people() {
        MongoCollection<Document> known = people;
        if (known == null) {
            known = source.get();
            people = known;
        }
        return known;
    }

    /** The person's stream: one for each subject in each forum. */
    public static String stream(String forum, String subject) {
        return "person-" + Ids.v5(forum + "|" + subject);
    }

    /** What the person may act as in the forum at the instant. An unknown person is a visitor. */
    public Standing standing(String forum, String subject, Instant at) {
        Document person = subject.isEmpty()
                ? null
                : people().find(eq("_id", stream(forum, subject))).first();
        Set<Grant> grants = new HashSet<>();
        if (operators.contains(subject)) {
            grants.add(new Grant(Standing.OPERATOR, null));
            if (forum.equals(Parking.FORUM)) {
                grants.add(new Grant(Policy.TRUSTED, null));
            }
        }
        if (person == null) {
            return new Standing(subject, null, grants);
        }
        for (Document grant : person.getList("grants", Document.class, List.of())) {
            if (inForce(grant, at)) {
                grants.add(new Grant(grant.getString("role"), grant.getString("body")));
                if (READS_ALL.contains(grant.getString("role"))) {
                    grants.add(new Grant(Policy.TRUSTED, grant.getString("body")));
                }
            }
        }
        return new Standing(subject, person.getString("unit"), grants, recusedFrom(person, at));
    }

    private static Set<String> recusedFrom(Document person, Instant at) {
        Set<String> things = new HashSet<>();
        for (Document recusal : person.getList("recusals", Document.class, List.of())) {
            if (inForce(recusal, at)) {
                things.add(recusal.getString("thing"));
            }
        }
        return things;
    }

    /** Whether the forum knows the unit: whether it knows a person of it. Asked for acts on behalf only. */
    public boolean knows(String forum, String unit) {
        return people().find(and(eq("forum", forum), eq("unit", unit))).first() != null;
    }

    private static boolean inForce(Document grant, Instant at) {
        String from = grant.getString("from");
        String until = grant.getString("until");
        return !at.isBefore(Instant.parse(from)) && (until == null || at.isBefore(Instant.parse(until)));
    }

    /** Folds a person's event into the copy. */
    public static Document fold(@Nullable Document before, Envelope event) {
        Document person = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "PersonRegistered" -> {
                person.append("forum", data.getString("forum"))
                        .append("subject", data.getString("subject"))
                        .append("unit", data.getString("unit"))
                        .append("grants", new ArrayList<Document>());
            }
            case "RoleGranted" -> grants(person).add(data);
            case "RoleEnded" ->
                grants(person).stream()
                        .filter(g -> g.getString("grant").equals(data.getString("grant")))
                        .forEach(g -> g.append("until", data.getString("until")));
            case "PersonRecused" -> recusals(person).add(data);
            case "RecusalEnded" ->
                recusals(person).stream()
                        .filter(r ->
                                r.getString("thing").equals(data.getString("thing")) && r.getString("until") == null)
                        .forEach(r -> r.append("until", data.getString("until")));
            default -> {
                // an event that says nothing about authority
            }
        }
        return person;
    }

    private static List<Document> recusals(Document person) {
        List<Document> recusals = new ArrayList<>(person.getList("recusals", Document.class, List.of()));
        person.append("recusals", recusals);
        return recusals;
    }

    private static List<Document> grants(Document person) {
        List<Document> grants = new ArrayList<>(person.getList("grants", Document.class, List.of()));
        person.append("grants", grants);
        return grants;
    }
}
