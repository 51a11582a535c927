package org.plenary.record;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * Which streams belong to a stream, by their first events: one document a pair, numbered, so that all are read by exact
 * keys; and up to which entry of the log that is known.
 */
final class NamingStore {
    private static final int DUPLICATE_KEY = 11000;
    /** Another name where other pairs are noted than before: then all entries are looked at again. */
    private static final String NEXT = "next-2";

    private final MongoCollection<Document> pairs;
    private final MongoCollection<Document> counts;

    NamingStore(MongoDatabase database) {
        pairs = database.getCollection("naming");
        counts = database.getCollection("naming.counts");
        pairs.createIndex(Indexes.ascending("pair"), new IndexOptions().unique(true));
    }

    /** Notes that the first event of the one names the other; once, however often it is told. */
    void note(String named, String by) {
        String pair = named + "|" + by;
        if (pairs.find(eq("pair", pair)).first() != null) {
            return;
        }
        long n = count(named);
        while (!inserted(named, n, by)) {
            if (pairs.find(eq("pair", pair)).first() != null) {
                return;
            }
            n++;
        }
        counted(named, n + 1);
    }

    private boolean inserted(String named, long n, String by) {
        try {
            pairs.insertOne(new Document("_id", named + "|" + n)
                    .append("pair", named + "|" + by)
                    .append("stream", by));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** The streams whose first events name this one, in the order in which they were noted, at most so many. */
    List<String> naming(String named, int max) {
        List<String> found = new ArrayList<>();
        while (found.size() < max) {
            Document pair = pairs.find(eq("_id", named + "|" + found.size())).first();
            if (pair == null) {
                break;
            }
            found.add(pair.getString("stream"));
        }
        return found;
    }

    /** How many were noted with this one. */
    long howMany(String named) {
        long n = count(named);
        while (pairs.find(eq("_id", named + "|" + n)).first() != null) {
            n++;
        }
        return n;
    }

    /** The index of the first entry that is not yet looked at. */
    long next() {
        return count(NEXT);
    }

    /** Entries before this index are looked at. */
    void next(long index) {
        counted(NEXT, index);
    }

    private long count(String name) {
        return Optional.ofNullable(counts.find(eq("_id", name)).first())
                .map(d -> d.getLong("count"))
                .orElse(0L);
    }

    /** Only says where to look first: a lower one costs a few lookups more. */
    private void counted(String name, long count) {
        counts.replaceOne(
                eq("_id", name), new Document("_id", name).append("count", count), new ReplaceOptions().upsert(true));
    }
}
