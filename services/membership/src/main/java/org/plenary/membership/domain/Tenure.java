package org.plenary.membership.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role that is held, or proposed, from an instant on.
 *
 * @param grant its id
 * @param body in which it is held; null for the whole forum
 * @param post the official title that goes with it, as the party gave it
 * @param until when it ends; null for no end known
 */
public record Tenure(
        String grant,
        Role role,
        @Nullable String body,
        @Nullable String post,
        Instant from,
        @Nullable Instant until) {
    /** Whether it is held at the instant. */
    public boolean inForce(Instant at) {
        return !at.isBefore(from) && (until == null || at.isBefore(until));
    }

    Tenure endedAt(Instant end) {
        return new Tenure(grant, role, body, post, from, end);
    }
}
