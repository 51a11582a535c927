package org.plenary.record;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Rehearing;
import org.plenary.kernel.upkeep.Upkeep;
import org.plenary.record.search.SearchConfiguration;

/**
 * Whether the details of events may be given to anybody. Where the store may be an older copy they may not: it would not
 * know what was redacted since, nor whose role has ended. So whenever the log was compared with what others saw, first
 * all is heard again that the store once knew.
 */
final class Openable implements Upkeep.Work, SearchConfiguration.Openable {
    /** Between two looks. */
    static final Duration EVERY = Duration.ofMillis(200);
    /** After which time it is worth asking again. */
    static final int RETRY_AFTER_SECONDS = 5;

    private record Closings(long log, long store) {}

    private final LogGate log;
    private final Gate store;
    private final Rehearing rehearing;
    private final Redacting redacting;
    /** Closings before the last time that it was looked whether something lacks; null before the first. */
    private volatile @Nullable Closings heard;

    Openable(LogGate log, Gate store, Rehearing rehearing, Redacting redacting) {
        this.log = log;
        this.store = store;
        this.rehearing = rehearing;
        this.redacting = redacting;
    }

    private Closings closings() {
        return new Closings(log.closings(), store.closings());
    }

    private boolean open() {
        return log.reason().isEmpty() && store.reason().isEmpty();
    }

    /** At the start at once, so that nobody waits longer than for the gates; later whenever they were closed. */
    @Override
    public void run() throws InterruptedException {
        Closings now = closings();
        if (heard == null || open() && !now.equals(heard)) {
            rehearing.hear();
            redacting.run(); // what was heard before its entry was there
            heard = now;
        }
    }

    @Override
    public void require() {
        if (!open() || !closings().equals(heard)) {
            throw new Refused(
                    Refused.Kind.NOT_READY,
                    "The record makes sure that its store is the newest one. Until then it gives out no details of events,"
                            + " since some of them may have been redacted. Proofs and the log itself can be had. Please try"
                            + " again in a moment.",
                    Map.of(Refused.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS));
        }
    }
}
