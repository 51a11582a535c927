package org.plenary.kernel.redaction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.redaction.RedactionEvent.EventRedacted;
import org.plenary.kernel.redaction.RedactionEvent.RedactionDeclined;
import org.plenary.kernel.redaction.RedactionEvent.RedactionProposed;

/**
 * A redaction as it stands.
 *
 * @param events how many there were; the stream's version
 * @param proposal the latest one; null before the first
 * @param confirmed null until another person consented
 * @param confirmedAs the version of that event
 * @param declined the answer to the latest proposal, where it was no
 * @param destroyedAt when the service had destroyed the body
 */
public record RedactionState(
        Status status,
        long events,
        @Nullable RedactionProposed proposal,
        @Nullable EventRedacted confirmed,
        long confirmedAs,
        @Nullable RedactionDeclined declined,
        @Nullable Instant destroyedAt) {
    /** Where it is. */
    public enum Status {
        /** Nothing was proposed. */
        NONE,
        /** Another person's answer is awaited. */
        PROPOSED,
        /** It is redacted; a body is being destroyed. */
        CONFIRMED,
        /** The body is destroyed. */
        DESTROYED,
        /** Another person said no. */
        DECLINED,
        /** It was taken back. */
        WITHDRAWN
    }

    /** Whether it is redacted, and so not to be read any more. */
    public boolean redacted() {
        return confirmed != null;
    }
}
