package org.plenary.infra.local.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/**
 * How often a sign-in may fail, by the name that was typed and by the address it came from, whether there is such a name
 * or not. An attempt costs one of each before it is judged, so that many at once are not more than many in turn; success
 * gives back what it cost and nothing else, so that a known password buys no guesses at the code. Nobody is locked out:
 * what was spent comes back by itself.
 */
final class Throttle {
    /** Failures of one name at once, for passwords and codes together; then one each so often. */
    static final int NAME_FAILURES = 5;

    static final Duration NAME_AGAIN = Duration.ofSeconds(30);
    /** A delegation shares an address. */
    static final int ADDRESS_FAILURES = 30;

    static final Duration ADDRESS_AGAIN = Duration.ofSeconds(10);
    /** Names and addresses remembered; the least recently used go first. */
    static final int KEPT_MAX = 10_000;
    /** After so long everything that was spent is back. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final int NAME_LENGTH_MAX = 80;

    /** Too many failed; how long until the next attempt is taken. */
    static final class Full extends AuthenticationException {
        private static final long serialVersionUID = 1;
        private final Duration wait;

        Full(Duration wait) {
            super("too many attempts failed");
            this.wait = wait;
        }

        /** In whole seconds, at least one. */
        Duration until() {
            return Duration.ofSeconds(Math.max(1, wait.plusMillis(999).toSeconds()));
        }
    }

    /** An attempt that has begun; one that is not said to have succeeded has failed. */
    interface Attempt {
        void succeeded();
    }

    private final Cache<String, Bucket> buckets;
    private final TimeMeter time;

    Throttle(InstantSource clock) {
        time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
        buckets = Caffeine.newBuilder()
                .maximumSize(KEPT_MAX)
                .expireAfterAccess(KEPT)
                .ticker(time::currentTimeNanos)
                .build();
    }

    /**
     * Begins an attempt.
     *
     * @throws Full where none is taken now; it costs nothing then
     */
    Attempt begin(String name, String address) {
        Bucket ofName = bucket("name " + key(name), NAME_FAILURES, NAME_AGAIN);
        Bucket ofAddress = bucket("address " + address, ADDRESS_FAILURES, ADDRESS_AGAIN);
        take(ofName);
        try {
            take(ofAddress);
        } catch (Full full) {
            ofName.addTokens(1);
            throw full;
        }
        return () -> {
            ofName.addTokens(1);
            ofAddress.addTokens(1);
        };
    }

    private static void take(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new Full(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** As the store of users compares names; what is too long to be one is all the same name. */
    private static String key(String name) {
        String stripped = name.strip();
        return stripped.length() > NAME_LENGTH_MAX ? "" : stripped.toLowerCase(Locale.ROOT);
    }

    private Bucket bucket(String key, int failures, Duration again) {
        return buckets.get(
                key,
                k -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(failures).refillGreedy(1, again))
                        .withCustomTimePrecision(time)
                        .build());
    }

    /** How many names and addresses are remembered. */
    long kept() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }
}
