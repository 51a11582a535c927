package org.plenary.kernel.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one command, appended together or not at all; one document in the store and the outbox at once.
 *
 * @param id {@code <stream>|<version of its first event>}
 * @param version of its first event
 * @param last version of its last event; the ETag of the answer
 * @param previous id of the stream's previous commit, null at the first
 * @param commandKey {@code <stream>|<commandId>}, unique
 * @param requestHash SHA-256 of what was asked, to tell a repetition from another request with the same key
 */
public record Commit(
        String id,
        String stream,
        long version,
        long last,
        @Nullable String previous,
        String commandKey,
        String requestHash,
        List<StoredEvent> events,
        Meta meta) {
    /** Events a commit holds at most. */
    public static final int EVENTS_MAX = 100;
    /** Bytes of all events' data a commit holds at most. */
    public static final int BYTES_MAX = 512 * 1024;

    /** The id of the commit that starts at the version. */
    public static String idOf(String stream, long version) {
        return stream + "|" + version;
    }
}
