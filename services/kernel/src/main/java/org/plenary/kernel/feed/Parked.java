package org.plenary.kernel.feed;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/**
 * Streams that a feed stopped following because of an event it could not take. They wait for an operator; nothing of
 * them is skipped, and other streams go on.
 */
public final class Parked {
    private final MongoCollection<Document> parked;

    /** On the service's database. */
    public Parked(MongoCollection<Document> parked) {
        this.parked = parked;
    }

    /** Whether the feed stopped following the stream. */
    public boolean contains(String stream) {
        return parked.find(eq("_id", stream)).first() != null;
    }

    /** Stops following the stream at this event. */
    public void park(String stream, long version, String cause, Instant at) {
        parked.replaceOne(
                eq("_id", stream),
                new Document("_id", stream)
                        .append("version", version)
                        .append("cause", cause)
                        .append("at", Date.from(at)),
                new ReplaceOptions().upsert(true));
    }

    /** How many streams wait. */
    public long count() {
        return parked.countDocuments();
    }
}
