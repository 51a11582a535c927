package org.plenary.kernel.feed;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.plenary.kernel.store.Documents;

/**
 * Streams that a feed stopped following because of an event it could not take. They wait for an operator; nothing of
 * them is skipped, and other streams go on.
 */
public final class Parked {
    private final Documents parked;
    private final Bell bell;

    /** In the service's collection {@code parked}. */
    public Parked(Documents parked, Bell bell) {
        this.parked = parked;
        this.bell = bell;
    }

    /** Whether the feed stopped following the stream. */
    public boolean contains(String stream) {
        return parked.find(stream) != null;
    }

    /** Stops following the source's stream at this event, and rings. */
    public void park(String source, String stream, long version, String cause, Instant at) {
        parked.put(new Document("_id", stream)
                .append("source", source)
                .append("version", version)
                .append("cause", cause)
                .append("at", Date.from(at)));
        bell.ring(source, stream, version, at);
    }

    /** How many streams wait. */
    public long count() {
        return parked.count();
    }

    /** Whether a stream of this service waits. */
    public boolean anyOf(String source) {
        return !parked.where("source", source, 1).isEmpty();
    }
}
