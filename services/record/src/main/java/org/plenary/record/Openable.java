package org.plenary.record;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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

    private record Standing(long openings, long closings) {}

    private final LogGate log;
    private final Gate store;
    private final Rehearing rehearing;
    private volatile @Nullable Standing heard;

    Openable(LogGate log, Gate store, Rehearing rehearing) {
        this.log = log;
        this.store = store;
        this.rehearing = rehearing;
    }

    /** Open or closed as it is now; null where the store may be an older copy. */
    private @Nullable Standing now() {
        Standing now = new Standing(log.openings(), store.closings());
        return log.reason().isEmpty() && store.reason().isEmpty() ? now : null;
    }

    @Override
    public void run() throws InterruptedException {
        Standing now = now();
        if (now != null && !now.equals(heard)) {
            rehearing.hear();
            heard = now;
        }
    }

    @Override
    public void require() {
        Standing now = now();
        if (now == null || !Objects.equals(now, heard)) {
            throw new Refused(
                    Refused.Kind.NOT_READY,
                    "The record makes sure that its store is the newest one. Until then it gives out no details of events,"
                            + " since some of them may have been redacted. Proofs and the log itself can be had. Please try"
                            + " again in a moment.",
                    Map.of(Refused.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS));
        }
    }
}
