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
    private final Bell bell;

    /** On the service's database. */
    public Parked(MongoCollection<Document> parked, Bell bell) {
        this.parked = parked;
        this.bell = bell;
    }

    /** Whether the feed stopped following the stream. */
    public boolean contains(String stream) {
        return parked.find(eq("_id", stream)).first() != null;
    }

    /** Stops following the source's stream at this event, and rings. */
    public void park(String source, String stream, long version, String cause, Instant at) {
        parked.replaceOne(
                eq("_id", stream),
                new Document("_id", stream)
                        .append("source", source)
                        .append("version", version)
                        .append("cause", cause)
                        .append("at", Date.from(at)),
                new ReplaceOptions().upsert(true));
        bell.ring(source, stream, version, at);
    }

    /** How many streams wait. */
    public long count() {
        return parked.countDocuments();
    }

    /** Whether a stream of this service waits. */
    public boolean anyOf(String source) {
        return parked.find(eq("source", source)).first() != null;
    }
}
