package org.plenary.kernel.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.plenary.kernel.command.Refused;

/**
 * How current this service's copy of the authority's events is. What binds the forum is not done on an authority that
 * may have been revoked: where the copy is older than {@link #STALE_AFTER}, binding acts get 503 and reads say so.
 */
public final class Freshness {
    /** The age from which the copy is too old to bind anybody by. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(30);

    private final InstantSource clock;
    private volatile Instant asOf = Instant.EPOCH;

    /** By the clock that the ages are measured with. */
    public Freshness(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes a heartbeat. An authority whose clock is ahead makes nothing fresher than the moment it was heard.
     *
     * @param passed the next offset this service will take of a partition of the authority's events
     * @param parked whether a stream of the authority's waits for an operator
     */
    public void heard(Heartbeat beat, LongUnaryOperator passed, boolean parked) {
        Instant now = clock.instant();
        Instant said = beat.asOf().isAfter(now) ? now : beat.asOf();
        if (parked || !said.isAfter(asOf)) {
            return;
        }
        List<Long> ends = beat.ends();
        for (int p = 0; p < ends.size(); p++) {
            if (passed.applyAsLong(p) < ends.get(p)) {
                return;
            }
        }
        asOf = said;
    }

    /** The instant up to which every act of the authority is known here; the epoch before the first heartbeat. */
    public Instant asOf() {
        return asOf;
    }

    /** The instant as of which roles are known, where that is too long ago at {@code now}. */
    public Optional<Instant> stale(Instant now) {
        Instant known = asOf;
        return known.isBefore(now.minus(STALE_AFTER)) ? Optional.of(known) : Optional.empty();
    }

    /** @throws Refused 503, where the copy is too old */
    public void require(Instant now) {
        stale(now).ifPresent(known -> {
            throw new Refused(
                    Refused.Kind.AUTHORITY_STALE,
                    "What people may do is not known here as of now, so acts that bind wait. Nothing was recorded;"
                            + " please send it again in a moment.",
                    Map.of("asOf", known.toString(), "staleAfterSeconds", STALE_AFTER.toSeconds()));
        });
    }
}
