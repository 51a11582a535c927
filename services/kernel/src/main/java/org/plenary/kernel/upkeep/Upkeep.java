package org.plenary.kernel.upkeep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** What a service does again and again beside its work, one thread a task, so that none waits for another. */
public final class Upkeep implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** One task; it may fail and is tried again at its next turn. Work that is AutoCloseable is closed by its thread. */
    public record Task(String name, Duration every, Work work) {}

    /** What a task does at a turn. */
    @FunctionalInterface
    public interface Work {
        /** Throws where it could not be done this time. */
        void run() throws Exception;
    }

    private final List<Task> tasks;
    private final List<Thread> threads = new ArrayList<>();
    private volatile CountDownLatch stopped = new CountDownLatch(0);

    /** Started and stopped with the service. */
    public Upkeep(List<Task> tasks) {
        this.tasks = List.copyOf(tasks);
    }

    @Override
    public void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopped = stop;
        for (Task task : tasks) {
            threads.add(Thread.ofPlatform().daemon().name(task.name()).start(() -> repeat(task, stop)));
        }
    }

    private static void repeat(Task task, CountDownLatch stop) {
        boolean failing = false;
        try {
            do {
                try {
                    task.work().run();
                    failing = false;
                } catch (InterruptedException e) {
                    return;
                } catch (Exception e) {
                    if (!failing && stop.getCount() > 0) {
                        LOG.warn("{}: {}", task.name(), e.toString());
                    }
                    failing = true;
                }
            } while (!stop.await(task.every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            // stopped
        } finally {
            close(task);
        }
    }

    private static void close(Task task) {
        if (task.work() instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception e) {
                LOG.debug("{}: {}", task.name(), e.toString());
            }
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        for (Thread thread : threads) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }

    @Override
    public int getPhase() {
        return 1;
    }
}
