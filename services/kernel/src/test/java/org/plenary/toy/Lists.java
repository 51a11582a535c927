package org.plenary.toy;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.Document;
import org.plenary.kernel.access.Authority;

/** A list of jars of all audiences, in a forum of its own, and those who read it. */
final class Lists {
    static final String FORUM = "forum-00000000-0000-0000-0000-00000000000f";

    private final MongoDatabase database;

    Lists(MongoDatabase database) {
        this.database = database;
    }

    /** Known to the forum, as a guest of the unit. */
    void person(String subject, String unit) {
        database.getCollection("copy.membership.person")
                .insertOne(new Document("_id", Authority.stream(FORUM, subject))
                        .append("version", 1L)
                        .append("eventHash", "")
                        .append("forum", FORUM)
                        .append("subject", subject)
                        .append("unit", unit)
                        .append(
                                "grants",
                                List.of(new Document("grant", "g1")
                                        .append("role", "GUEST")
                                        .append("from", "2020-01-01T00:00:00Z"))));
    }

    /** The n-th jar of the list. */
    void jar(int n, String audience) {
        jars(n, n, audience);
    }

    /** The jars from one number to another. */
    void jars(int first, int last, String audience) {
        List<Document> jars = new ArrayList<>();
        for (int n = first; n <= last; n++) {
            jars.add(new Document("_id", "jar-of-list-" + n)
                    .append("version", 1L)
                    .append("eventHash", "")
                    .append("forum", FORUM)
                    .append("order", order(n))
                    .append("audience", audience));
        }
        database.getCollection("view.jars").insertMany(jars);
    }

    /** Where the n-th jar stands in the list. */
    static String order(int n) {
        return String.format(Locale.ROOT, "secret-%05d", n);
    }

    /** Takes the jars away. */
    void clear() {
        database.getCollection("view.jars").deleteMany(new Document("forum", FORUM));
    }
}
