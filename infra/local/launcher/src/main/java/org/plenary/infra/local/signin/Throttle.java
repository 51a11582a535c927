package org.plenary.infra.local.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/**
 * How often a sign-in may fail, whether there is such a name or not. Wrong passwords are few for one name at one address,
 * so that a stranger who types them elsewhere does not keep the person out, and not without end for a name over all
 * addresses. Wrong codes are few for a name wherever they come from: only who knows the password gets to type one. An
 * attempt costs one of each before it is judged, so that many at once are not more than many in turn; success gives back
 * what it cost and nothing else. Nobody is locked out: what was spent comes back by itself.
 */
final class Throttle {
    /** So many failures at once, and then one each so often. */
    record Limit(int failures, Duration again) {}

    /** Passwords of one name at one address. */
    static final Limit HERE = new Limit(5, Duration.ofSeconds(30));
    /** Passwords of one name over all addresses: twenty of them use it up at once, three never do. */
    static final Limit NAME = new Limit(100, Duration.ofSeconds(10));
    /** Codes of one name over all addresses; three of a million are right at a time. */
    static final Limit CODES = new Limit(5, Duration.ofSeconds(30));
    /** All failures at one address: a delegation shares one. */
    static final Limit ADDRESS = new Limit(30, Duration.ofSeconds(10));

    /** What is remembered of names and addresses; the least recently used goes first. */
    static final int KEPT_MAX = 30_000;
    /** After so long everything that was spent is back. */
    static final Duration KEPT = Duration.ofMinutes(20);

    private static final int NAME_LENGTH_MAX = 80;
    /** One site has no more of an IPv6 address to choose from than what follows (RFC 6177). */
    private static final int SITE_BYTES = 6;

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
     * Begins an attempt at a password.
     *
     * @throws Full where none is taken now; it costs nothing then
     */
    Attempt password(String name, String address) {
        String site = site(address);
        return begin(
                new Counted("address " + site, ADDRESS),
                new Counted("here " + site + " " + key(name), HERE),
                new Counted("name " + key(name), NAME));
    }

    /**
     * Begins an attempt at a code.
     *
     * @throws Full where none is taken now; it costs nothing then
     */
    Attempt code(String name, String address) {
        return begin(new Counted("address " + site(address), ADDRESS), new Counted("code " + key(name), CODES));
    }

    private record Counted(String key, Limit limit) {}

    /** The address comes first, so that one that is refused does not push others out of what is remembered. */
    private Attempt begin(Counted... all) {
        List<Bucket> spent = new ArrayList<>();
        Attempt attempt = () -> spent.forEach(b -> b.addTokens(1));
        for (Counted each : all) {
            Bucket bucket = bucket(each);
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                attempt.succeeded();
                throw new Full(Duration.ofNanos(probe.getNanosToWaitForRefill()));
            }
            spent.add(bucket);
        }
        return attempt;
    }

    /** As the store of users compares names; what is too long to be one is all the same name. */
    private static String key(String name) {
        String stripped = name.strip();
        return stripped.length() > NAME_LENGTH_MAX ? "" : stripped.toLowerCase(Locale.ROOT);
    }

    /** Whoever has one IPv6 address has very many; all of a site are the same. */
    private static String site(String address) {
        try {
            // nothing with a colon is looked up as a name
            if (address.contains(":") && InetAddress.getByName(address) instanceof Inet6Address v6) {
                return HexFormat.of().formatHex(v6.getAddress(), 0, SITE_BYTES);
            }
        } catch (UnknownHostException e) {
            return address;
        }
        return address;
    }

    private Bucket bucket(Counted counted) {
        return buckets.get(
                counted.key(),
                k -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(counted.limit().failures())
                                .refillGreedy(1, counted.limit().again()))
                        .withCustomTimePrecision(time)
                        .build());
    }

    /** How many names and addresses are remembered. */
    long kept() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }
}
