package org.plenary.kernel.restore;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.CopyRestore;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.parking.Stops;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.OwnViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What a service does once, before anything else runs in it, where an operator says that it is to be restored: its
 * commits from its own topic, views and timers from them, what stopped from the commits that say so, and its copies up
 * to where its feed was. It never happens by itself: an empty store is as likely a wrong address as a lost disk.
 */
public final class Restore implements SmartLifecycle {
    /** Whether to. */
    public enum Mode {
        /** As ever: a store that lacks what was published takes no command. */
        NONE,
        /** Put back what the store lacks. */
        FROM_KAFKA
    }

    /**
     * What was done.
     *
     * @param commits put back, with so many {@code events}
     * @param streams in the topic
     * @param stood commits that the store had already
     * @param marked of those put back: their command is not known, so a repetition of it is decided anew
     * @param cut of those put back: their last events were not published and are lost, the first {@code cutOff} by id
     * @param others records in the topic that this service did not make, the first {@code named}
     * @param copies streams of other services that are copied again
     */
    public record Report(
            long commits,
            long events,
            long streams,
            long stood,
            long marked,
            long cut,
            List<String> cutOff,
            long others,
            List<String> named,
            long copies) {
        Report withCopies(long brought) {
            return new Report(commits, events, streams, stood, marked, cut, cutOff, others, named, brought);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

    private final String service;
    private final Mode mode;
    private final EventStore store;
    private final OwnViews views;
    private final Timers timers;
    private final Parked parked;
    private final @Nullable CopyRestore copies;
    private final Set<String> without;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private volatile @Nullable Report report;
    private volatile boolean running;

    /**
     * @param copies null where the copies say what the service itself keeps of each event, which no fold brings back
     * @param without records of the topic that are left out, {@code <partition>/<offset>}
     * @param consumers without a group
     */
    public Restore(
            String service,
            Mode mode,
            EventStore store,
            OwnViews views,
            Timers timers,
            Parked parked,
            @Nullable CopyRestore copies,
            Set<String> without,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.service = service;
        this.mode = mode;
        this.store = store;
        this.views = views;
        this.timers = timers;
        this.parked = parked;
        this.copies = copies;
        this.without = Set.copyOf(without);
        this.consumers = consumers;
    }

    /** What was done at the start; null where nothing was to be done. */
    public @Nullable Report report() {
        return report;
    }

    /**
     * Does it.
     *
     * @throws Contradiction where a person must decide first; nothing was written then
     */
    Report restore() {
        OwnCommits.Home home = commit -> {
            timers.apply(commit);
            views.apply(commit);
        };
        Report done = new OwnCommits(service, store, home, without).restore(consumers);
        Stops stops = Stops.of(service, store);
        stops.settle(parked);
        if (copies == null) {
            stops.waiting().values().forEach(parked::parkAgain);
        } else {
            done = done.withCopies(copies.restore(stops.waiting(), stops.passedOver()));
        }
        return done;
    }

    @Override
    public void start() {
        running = true;
        if (mode == Mode.NONE) {
            return;
        }
        LOG.warn("{} is restored from Kafka, as its setting plenary.restore says", service);
        Report done = restore();
        report = done;
        LOG.warn("{} is restored: {}; take plenary.restore away before the next start", service, done);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before relay, feed and web server. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
