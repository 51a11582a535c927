package org.plenary.kernel.redaction;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a redaction. */
public sealed interface RedactionEvent {
    /**
     * A person proposed it.
     *
     * @param event that is redacted, {@code <stream>@<version>}
     * @param content the body of it that is destroyed; absent where only what opens the event in the record is
     * @param hash of all this, to which the other person consents
     */
    record RedactionProposed(
            String event,
            @Nullable String content,
            Belonging belonging,
            Ground ground,
            String reason,
            String hash,
            Instant at,
            Signatory by)
            implements RedactionEvent {}

    /** Another person consented: it is redacted. Says all that whoever holds a copy must know to destroy it. */
    record EventRedacted(
            String event,
            @Nullable String content,
            Ground ground,
            String hash,
            Instant at,
            Signatory proposedBy,
            Signatory by)
            implements RedactionEvent {}

    /** Another person said no. */
    record RedactionDeclined(String hash, String reason, Instant at, Signatory by) implements RedactionEvent {}

    /** Who proposed it took it back. */
    record RedactionWithdrawn(String hash, Instant at) implements RedactionEvent {}

    /** The service that owned the body has destroyed its bytes and its salt. */
    record BodyDestroyed(String content, Instant at) implements RedactionEvent {}
}
