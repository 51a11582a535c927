package org.plenary.kernel.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Scheduling;

/**
 * A world of fibers of which one runs at a time, in an order that the seed decides, in a time of its own. Everything
 * that touches a store, a broker or a clock passes a {@link #point}: there the fiber may yield, and its node may crash.
 */
final class World {
    /** Steps of one run at most: more means that something goes round in circles. */
    static final int STEPS_MAX = 250_000;

    private static final int STORY_MAX = 300;
    private static final Instant BEGIN = Instant.parse("2027-01-15T12:00:00Z");

    /** A node died; the fiber ends. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super(null, null, false, false);
        }
    }

    /** One strand of work; a node's fibers die with it. */
    final class Fiber {
        private final String name;
        private @Nullable Node node;
        private final Thread thread;
        private final Semaphore baton = new Semaphore(0);
        private long wakeAt;
        private boolean ended;

        private Fiber(String name, @Nullable Node node, Runnable work) {
            this.name = name;
            this.node = node;
            this.thread = Thread.ofVirtual().unstarted(() -> {
                baton.acquireUninterruptibly();
                try {
                    work.run();
                } catch (Crash e) {
                    // its node is dead
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    ended = true;
                    handOver();
                }
            });
            thread.start();
        }

        private boolean ready() {
            return !ended && wakeAt <= millis && (node == null || node.dead() || node.stalledUntil() <= millis);
        }
    }

    private final long seed;
    private final Random random;
    private final List<Fiber> fibers = new ArrayList<>();
    private final Deque<String> story = new ArrayDeque<>();
    private final Semaphore finished = new Semaphore(0);
    private @Nullable Fiber current;
    private @Nullable Throwable failure;
    private long millis;
    private int steps;
    private boolean calm;

    World(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** True with this probability, and never once the world is calm. */
    boolean chance(double probability) {
        return !calm && random.nextDouble() < probability;
    }

    /** From now on nothing more goes wrong. */
    void calm() {
        calm = true;
        tell("calm");
    }

    boolean isCalm() {
        return calm;
    }

    Instant now() {
        return BEGIN.plusMillis(millis);
    }

    long millis() {
        return millis;
    }

    /** A line of the story that a failure prints. */
    void tell(String line) {
        if (story.size() == STORY_MAX) {
            story.removeFirst();
        }
        story.addLast("%8d  %-14s %s".formatted(millis, current == null ? "" : current.name, line));
    }

    String story() {
        return "seed " + seed + ", " + steps + " steps; the last of its story:\n" + String.join("\n", story);
    }

    void fiber(String name, @Nullable Node node, Runnable work) {
        fibers.add(new Fiber(name, node, work));
    }

    /** Runs until every fiber has ended. */
    void run() {
        next(null);
        finished.acquireUninterruptibly();
        Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError(story(), failed);
        }
    }

    /** When the run is over. */
    interface Goal {
        boolean reached();
    }

    /** Work of a caller inside a node: it ends with {@link Crash} where the node dies. */
    <T> T on(Node node, java.util.function.Supplier<T> work) {
        Fiber me = java.util.Objects.requireNonNull(current);
        me.node = node;
        try {
            return work.get();
        } finally {
            me.node = null;
        }
    }

    /** Where a fiber may yield and its node may crash. */
    void point(String what) {
        Fiber me = current;
        if (me == null) {
            return; // the checks after the run
        }
        if (me.node != null) {
            if (me.node.dead()) {
                throw new Crash();
            }
            if (chance(0.0015)) {
                tell("crash of " + me.node.name() + " at " + what);
                me.node.die();
                throw new Crash();
            }
        }
        mayStop(what, 0.001);
        if (random.nextInt(5) < 2) {
            rest(0);
        }
    }

    /** Where a fiber's node may stop for a while. */
    void mayStop(String what, double probability) {
        Fiber me = current;
        if (me != null && me.node != null && chance(probability)) {
            int forMillis = random.nextInt(12_000);
            tell(me.node.name() + " stops for " + forMillis + " at " + what);
            me.node.stall(forMillis);
            rest(0);
        }
    }

    /** Waits in the world's time. */
    void sleep(long forMillis) {
        rest(Math.max(1, forMillis));
    }

    private void rest(long forMillis) {
        Fiber me = java.util.Objects.requireNonNull(current);
        me.wakeAt = millis + forMillis;
        next(me);
        if (me.node != null && me.node.dead()) {
            throw new Crash();
        }
    }

    /** Chooses who runs next; returns when that is {@code me} again, at once where it is chosen. */
    private void next(@Nullable Fiber me) {
        Fiber chosen = choose();
        if (chosen == me && me != null) {
            return;
        }
        current = chosen;
        if (chosen == null) {
            finished.release();
        } else {
            chosen.baton.release();
        }
        if (me != null && !me.ended) {
            me.baton.acquireUninterruptibly();
        }
    }

    private void handOver() {
        Fiber chosen = choose();
        current = chosen;
        if (chosen == null) {
            finished.release();
        } else {
            chosen.baton.release();
        }
    }

    private @Nullable Fiber choose() {
        steps++;
        fibers.removeIf(f -> f.ended);
        if (fibers.isEmpty() || failure != null) {
            return null;
        }
        if (steps > STEPS_MAX) {
            failure = new IllegalStateException("it does not come to an end");
            return null;
        }
        if (random.nextInt(4) == 0) {
            millis++;
        }
        List<Fiber> ready = fibers.stream().filter(Fiber::ready).toList();
        while (ready.isEmpty()) {
            millis = Math.max(
                    millis + 1, fibers.stream().mapToLong(this::readyAt).min().orElseThrow());
            ready = fibers.stream().filter(Fiber::ready).toList();
        }
        return ready.get(random.nextInt(ready.size()));
    }

    private long readyAt(Fiber f) {
        return f.node == null || f.node.dead() ? f.wakeAt : Math.max(f.wakeAt, f.node.stalledUntil());
    }

    /** The kernel's waits and locks, by this world's schedule. */
    Scheduling scheduling() {
        return new Scheduling() {
            @Override
            public void pause(Duration atLeast, Duration atMost) {
                long spread = atMost.toMillis() - atLeast.toMillis();
                sleep(atLeast.toMillis() + (spread > 0 ? random.nextInt((int) spread) : 0));
            }

            @Override
            public Lock lock() {
                return new FiberLock();
            }
        };
    }

    /** A lock that a fiber waits for by yielding. It dies with its node, so nobody has to free it then. */
    private final class FiberLock implements Lock {
        private @Nullable Fiber holder;

        @Override
        public void lock() {
            while (holder != null) {
                World.this.sleep(1);
            }
            holder = current;
        }

        @Override
        public void unlock() {
            holder = null;
        }

        @Override
        public void lockInterruptibly() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tryLock() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tryLock(long time, java.util.concurrent.TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException();
        }
    }
}
