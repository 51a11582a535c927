package org.plenary.circulation;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.plenary.kernel.feed.Copies;

/** Who receives a party's copies: its heads and focal points, from the copy of the people. */
final class AddresseesView {
    /** Addressees of a party at most; the contract's limit. */
    static final int ADDRESSEES_MAX = 20;

    private final MongoCollection<Document> people;

    AddresseesView(Copies copies) {
        people = copies.all("membership", "person");
        people.createIndex(Indexes.ascending("forum", "unit", "subject"), new IndexOptions().unique(true));
    }

    List<String> of(String forum, String party) {
        List<String> subjects = new ArrayList<>();
        for (Document person : people.find(and(eq("forum", forum), eq("unit", party)))) {
            boolean receives = person.getList("grants", Document.class, List.of()).stream()
                    .anyMatch(g -> g.get("until") == null
                            && (g.getString("role").equals("HEAD")
                                    || g.getString("role").equals("FOCAL_POINT")));
            if (receives && subjects.size() < ADDRESSEES_MAX) {
                subjects.add(person.getString("subject"));
            }
        }
        return subjects.stream().sorted().toList();
    }
}
