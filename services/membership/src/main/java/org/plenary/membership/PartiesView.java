package org.plenary.membership;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;

/** Which parties a forum has, by the list of them. */
final class PartiesView {
    /** Parties of a forum that are exported. */
    static final int PARTIES_MAX = 1_000;

    private final MongoDatabase database;

    PartiesView(MongoDatabase database) {
        this.database = database;
    }

    /** Their streams, by slug. */
    List<String> streams(String forum) {
        List<String> found = new ArrayList<>();
        database.getCollection("view.parties")
                .find(eq("forum", forum))
                .projection(Projections.include("party"))
                .sort(Sorts.ascending("party"))
                .limit(PARTIES_MAX)
                .forEach(d -> found.add(d.getString("_id")));
        return found;
    }
}
