package org.plenary.membership;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.membership.domain.Role;

/** The people of the forums, as the service's own view has them; it may be a moment behind their streams. */
final class PeopleView {
    private final MongoDatabase database;

    PeopleView(MongoDatabase database) {
        this.database = database;
    }

    /** Whether any person of the unit holds the role at the instant. */
    boolean anyHolds(String forum, String unit, Role role, Instant at) {
        return anotherHolds(forum, unit, role, null, at);
    }

    /** Whether a person of the unit other than this one holds the role at the instant; of no unit where it is null. */
    boolean anotherHolds(String forum, @Nullable String unit, Role role, @Nullable String subject, Instant at) {
        for (Document person : database.getCollection("view.people").find(and(eq("forum", forum), eq("unit", unit)))) {
            boolean holds = person.getList("grants", Document.class, java.util.List.of()).stream()
                    .anyMatch(g -> g.getString("role").equals(role.name()) && g.get("body") == null && inForce(g, at));
            if (holds && !person.getString("subject").equals(subject)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inForce(Document grant, Instant at) {
        String until = grant.getString("until");
        return !at.isBefore(Instant.parse(grant.getString("from")))
                && (until == null || at.isBefore(Instant.parse(until)));
    }
}
