package org.plenary.kernel.command;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the service may decide anything at all. Closed until its store was compared with what it once published, and
 * for as long as that comparison finds events in Kafka that the store does not have: a restored backup would mint
 * versions and numbers a second time.
 */
public final class Gate {
    private volatile @Nullable String closed;
    private long closings;

    private Gate(@Nullable String closed) {
        this.closed = closed;
    }

    /** Open from the start: for tests and tools that have no Kafka. */
    public static Gate opened() {
        return new Gate(null);
    }

    /** Closed until somebody opens it. */
    public static Gate closed(String why) {
        return new Gate(Objects.requireNonNull(why));
    }

    /** How often it was closed: to be asked before the comparison that may open it. */
    public synchronized long closings() {
        return closings;
    }

    /** Lets commands in, unless it was closed again since: then what was compared may be another store. */
    public synchronized void open(long closingsBefore) {
        if (closings == closingsBefore) {
            closed = null;
        }
    }

    /** Keeps commands out; the sentence is for people. */
    public synchronized void close(String why) {
        closings++;
        closed = Objects.requireNonNull(why);
    }

    /** Why commands are kept out; empty where they are not. */
    public Optional<String> reason() {
        return Optional.ofNullable(closed);
    }

    /** @throws Refused 503, where it is closed */
    public void require() {
        String why = closed;
        if (why != null) {
            throw new Refused(Refused.Kind.NOT_READY, why);
        }
    }
}
