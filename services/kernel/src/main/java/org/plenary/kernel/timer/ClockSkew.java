package org.plenary.kernel.timer;

import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.plenary.kernel.command.Refused;

/**
 * How far this instance's clock is from the store's. Deadlines are judged by {@code receivedAt}, which this clock
 * takes: over {@link #MAX} it takes none, so that the sender's next attempt reaches an instance that is right.
 */
public final class ClockSkew {
    /** The distance from which deadlines are not judged by this clock. */
    public static final Duration MAX = Duration.ofSeconds(1);

    private final InstantSource clock;
    private volatile Duration skew = Duration.ZERO;

    /** Zero until measured. */
    public ClockSkew(InstantSource clock) {
        this.clock = clock;
    }

    /** Asks the store for its time; the answer is taken to be of the middle of the round trip. */
    public void measure(MongoDatabase database) {
        Instant asked = clock.instant();
        Document hello = database.runCommand(new Document("hello", 1));
        Instant answered = clock.instant();
        if (hello.get("localTime") instanceof Date theirs) {
            Instant middle = asked.plus(Duration.between(asked, answered).dividedBy(2));
            Duration apart = Duration.between(theirs.toInstant(), middle);
            Duration doubt = Duration.between(asked, answered).dividedBy(2);
            skew = apart.abs().compareTo(doubt) <= 0 ? Duration.ZERO : apart;
        }
    }

    /** This clock minus the store's, as last measured. */
    public Duration skew() {
        return skew;
    }

    /** Whether this clock is too far away to judge by. */
    public boolean wrong() {
        return skew.abs().compareTo(MAX) > 0;
    }

    /** @throws Refused 503, where this clock is too far away */
    public void require() {
        if (wrong()) {
            throw new Refused(
                    Refused.Kind.CLOCK_SKEWED,
                    "This server's clock is not right, so it judges no deadline. Please send it again at once.",
                    Map.of("skewMillis", skew.toMillis()));
        }
    }
}
