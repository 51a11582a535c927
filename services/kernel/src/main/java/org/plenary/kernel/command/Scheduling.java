package org.plenary.kernel.command;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** How the kernel waits and excludes: by threads, or as a simulation schedules it. */
public interface Scheduling {
    /** Waits for a random time between the two, or less where the thread is interrupted. */
    void pause(Duration atLeast, Duration atMost);

    /** A new lock. */
    Lock lock();

    /** By threads. */
    static Scheduling threads() {
        return new Scheduling() {
            @Override
            public void pause(Duration atLeast, Duration atMost) {
                long spread = atMost.toNanos() - atLeast.toNanos();
                LockSupport.parkNanos(atLeast.toNanos()
                        + (spread > 0 ? ThreadLocalRandom.current().nextLong(spread) : 0));
            }

            @Override
            public Lock lock() {
                return new ReentrantLock();
            }
        };
    }
}
