package org.plenary.kernel.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
        String data) {}
