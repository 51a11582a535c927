package org.plenary.kernel.view;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * A view or copy built again from its events, beside the live one.
 *
 * @param live what readers see
 * @param fresh what the events say
 */
public record Rebuilt(MongoCollection<Document> live, MongoCollection<Document> fresh) {
    /** Differences named at most. */
    public static final int NAMED_MAX = 100;

    /**
     * What was found.
     *
     * @param streams how many streams the events make
     * @param different streams whose documents differ at the same version, or that the live one lacks; the first
     *     {@link #NAMED_MAX}
     */
    public record Report(long streams, List<String> different) {}

    /** Compares byte for byte. A live document that moved on meanwhile is not a difference. */
    public Report compare() {
        List<String> different = new ArrayList<>();
        long streams = 0;
        for (Document rebuilt : fresh.find()) {
            streams++;
            Document standing = live.find(eq("_id", rebuilt.getString("_id"))).first();
            if (different.size() < NAMED_MAX && differs(standing, rebuilt)) {
                different.add(rebuilt.getString("_id"));
            }
        }
        return new Report(streams, List.copyOf(different));
    }

    private static boolean differs(@org.jspecify.annotations.Nullable Document standing, Document rebuilt) {
        if (standing == null) {
            return true;
        }
        return standing.getLong("version") <= rebuilt.getLong("version") && !standing.equals(rebuilt);
    }

    /** Puts each rebuilt document in the live one's place, unless that moved on meanwhile. */
    public void putInPlace() {
        for (Document rebuilt : fresh.find()) {
            String id = rebuilt.getString("_id");
            Document standing = live.find(eq("_id", id)).first();
            if (standing == null) {
                live.replaceOne(eq("_id", id), rebuilt, new ReplaceOptions().upsert(true));
            } else if (differs(standing, rebuilt)) {
                live.replaceOne(and(eq("_id", id), eq("version", standing.getLong("version"))), rebuilt);
            }
        }
    }
}
