package org.plenary.kernel.decide;

import java.time.Duration;
import java.time.Instant;

/**
 * An exact instant T by which something must be received. It is judged by receipt, and what is received at exactly T is
 * late; what follows from T is settled a little after it, so that what a slow instance received in time still counts.
 */
public record Deadline(Instant at) {
    /** How long after T it is settled. */
    public static final Duration SETTLEMENT = Duration.ofSeconds(10);

    /** Whether the command was received before T. */
    public boolean met(Act act) {
        return act.receivedAt().isBefore(at);
    }

    /** When it is settled, with effect as of T. */
    public Instant settlesAt() {
        return at.plus(SETTLEMENT);
    }

    /** Whether a command received then may act on its having passed. */
    public boolean settled(Act act) {
        return !act.receivedAt().isBefore(settlesAt());
    }
}
