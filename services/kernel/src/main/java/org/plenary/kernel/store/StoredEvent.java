package org.plenary.kernel.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;

/**
 * One event as it is stored and published.
 *
 * @param version its place in the stream, from 1
 * @param id {@code <stream>@<version>}
 * @param type {@code org.plenary.<service>.<Event>.v<N>}
 * @param recordedAt when it was decided, milliseconds; never falls within a stream
 * @param validFrom from when it is in force where that differs from {@code recordedAt}
 * @param data the event as JSON text, kept to the byte so that its hash never changes
 */
public record StoredEvent(
        long version,
        String id,
        String type,
        Instant recordedAt,
        @Nullable Instant validFrom,
        String data) {
    /** SHA-256 over what makes this event this event, to tell a duplicate from another event with its id. */
    public String hash() {
        return hash(id, type, recordedAt, data);
    }

    /** The same, of an event that is somewhere else. */
    public static String hash(String id, String type, Instant recordedAt, String data) {
        return Ids.sha256(id + "\n" + type + "\n" + recordedAt + "\n" + data);
    }
}
