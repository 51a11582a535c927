package org.plenary.kernel.feed;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.plenary.kernel.store.Documents;

/**
 * Streams with an event that could not be taken: heard ones that the feed stopped following, and own ones whose views or
 * timers are behind. They wait for an operator; nothing of them is skipped, and other streams go on.
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

    /** Notes that the source's stream stopped at this event, and rings. */
    public void park(String source, String stream, long version, String cause, Instant at) {
        parked.put(new Document("_id", stream)
                .append("source", source)
                .append("version", version)
                .append("cause", cause)
                .append("at", Date.from(at)));
        bell.ring(source, stream, version, at);
    }

    /** Follows the stream again. */
    public void release(String stream) {
        parked.delete(stream);
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
