package org.plenary.kernel.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;
import tools.jackson.databind.JsonNode;

/**
 * One event as it travels: the attributes of its CloudEvent and its data as JSON text.
 *
 * @param service the source's name
 * @param stream the stream id, the CloudEvent's subject and partition key
 * @param version its place in the stream, the CloudEvent's sequence
 * @param commitVersion the version of the first event of its commit
 * @param meta what all events of its commit share
 */
public record Envelope(
        String service,
        String stream,
        long version,
        String id,
        String type,
        Instant recordedAt,
        @Nullable Instant validFrom,
        long commitVersion,
        Meta meta,
        String data) {

    /** The n-th event of a commit of the service. */
    public static Envelope of(String service, Commit commit, StoredEvent e) {
        return new Envelope(
                service,
                commit.stream(),
                e.version(),
                e.id(),
                e.type(),
                e.recordedAt(),
                e.validFrom(),
                commit.version(),
                commit.meta(),
                e.data());
    }

    /** The event's name without service and version: {@code MeetingProposed}. */
    public String name() {
        int end = type.lastIndexOf(".v");
        return type.substring(type.lastIndexOf('.', end - 1) + 1, end);
    }

    /** The stream's prefix: {@code meeting} of {@code meeting-<uuid>}. */
    public String aggregate() {
        return aggregate(stream);
    }

    /** A stream's prefix. */
    public static String aggregate(String stream) {
        int end = stream.indexOf('-');
        return end < 0 ? stream : stream.substring(0, end);
    }

    /** The data as a tree. */
    public JsonNode tree() {
        return Json.tree(data);
    }

    /** SHA-256 over what makes this event this event, to tell a duplicate from another event with its id. */
    public String hash() {
        return StoredEvent.hash(id, type, recordedAt, data);
    }
}
