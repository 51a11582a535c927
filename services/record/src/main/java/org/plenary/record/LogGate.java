package org.plenary.record;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.plenary.kernel.feed.Feed;

/**
 * Whether this instance knows that its store is the newest: before the witnesses were asked, an entry could get an index
 * that another entry has in what they saw. What is heard meanwhile waits in Kafka.
 */
final class LogGate {
    private final Duration patience;
    private boolean open;
    private long closings;
    private String reason = "the log is not compared with its witnesses yet";

    /** @param patience how long one who asks waits before being told */
    LogGate(Duration patience) {
        this.patience = patience;
    }

    synchronized void open() {
        open = true;
        reason = "";
        notifyAll();
    }

    synchronized void close(String why) {
        closings++;
        open = false;
        reason = why;
    }

    /** How often it was said to be closed: whoever finds another number looks again. */
    synchronized long closings() {
        return closings;
    }

    /** Why it is closed; empty where it is open. */
    synchronized String reason() {
        return reason;
    }

    /** Does something while it is open; whoever closes it waits until that is done. */
    synchronized int during(IntSupplier what) {
        await();
        return what.getAsInt();
    }

    /** Returns when it is open; throws what makes the feed wait, and not park, where that takes long. */
    synchronized void await() {
        long until = System.nanoTime() + patience.toNanos();
        while (!open) {
            long left = until - System.nanoTime();
            try {
                if (left <= 0) {
                    throw new Feed.SourceAway("the log takes nothing in: " + reason, new IllegalStateException(reason));
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Feed.SourceAway("stopped", e);
            }
        }
    }
}
