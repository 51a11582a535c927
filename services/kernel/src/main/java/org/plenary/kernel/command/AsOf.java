package org.plenary.kernel.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.store.StoredEvent;

/**
 * Two instants to look at a thing from: what was known by then, by when it was received; and what was in force by then,
 * by from when it has effect. Neither says anything of the other.
 *
 * @param knownOn without what was received later; null for all that is known now
 * @param inForceOn without what has effect only later; null for whatever its effect
 */
public record AsOf(@Nullable Instant knownOn, @Nullable Instant inForceOn) {
    /** Whether the event is part of what is looked at. */
    public boolean holds(Meta meta, StoredEvent event) {
        Instant effect = event.validFrom() == null ? event.recordedAt() : event.validFrom();
        return (knownOn == null || !meta.receivedAt().isAfter(knownOn))
                && (inForceOn == null || !effect.isAfter(inForceOn));
    }

    /** Whether it is the present that is looked at. */
    public boolean now() {
        return knownOn == null && inForceOn == null;
    }

    /** As of when dated things are shown: what was in force is asked for, or what was seen by who looked then. */
    public Instant shownAt() {
        if (inForceOn != null) {
            return inForceOn;
        }
        if (knownOn != null) {
            return knownOn;
        }
        throw new IllegalStateException("the present has no instant");
    }
}
