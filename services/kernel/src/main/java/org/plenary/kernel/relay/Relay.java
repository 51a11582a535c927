package org.plenary.kernel.relay;

import com.mongodb.MongoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.timer.Timers;
import org.plenary.kernel.view.OwnViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes commits to Kafka: each only after its predecessor, one unacknowledged record per stream, streams in
 * parallel; then applies them to the service's own views; then clears their marks, in batches. A commit's timers are set
 * before it is sent, and fire whether Kafka is there or not. A crash
 * anywhere sends a tail again: duplicates, never a gap, never a first delivery out of order. All on one thread; the
 * producer's acknowledgements come back through its queue.
 */
public final class Relay implements CommandHandler.Outbox, AutoCloseable {
    /** Commits handed over in memory at most; beyond it they are found by scanning. */
    public static final int HANDED_MAX = 10_000;
    /** Commits a scan of pending ones brings at most. */
    public static final int SCAN_MAX = 1_000;
    /** How late a mark is cleared at most. */
    public static final Duration CLEAR_WITHIN = Duration.ofMillis(100);
    /** Unconfirmed commits looked up at most; beyond it a scan finds them. */
    public static final int UNCONFIRMED_MAX = 1_000;

    /** Between two readings of the standing timers, where several instances share the work. */
    public static final Duration LOAD_TIMERS_EVERY = Duration.ofSeconds(10);

    /** How long an unconfirmed commit is looked up: no write is under way so long. */
    public static final Duration DOUBT_FOR = Duration.ofMinutes(10);

    /** Before late writes are first looked for, where no interval says when; then ever more seldom. */
    public static final Duration LATE_FIRST = Duration.ofSeconds(1);

    /** Between two look-ups of the unconfirmed commits. */
    public static final Duration CONFIRM_EVERY = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int OUT_REMEMBERED = 50_000;
    /** Between two scans that are wanted. */
    private static final Duration SCAN_AGAIN = Duration.ofMillis(250);

    private static final String OTHER_STORE =
            "A commit that was built upon is not in the store, which an operator must put right.";

    /**
     * How much it keeps in memory at most; beyond it commits are found by scanning.
     *
     * @param handed commits handed over
     * @param scanned pending commits that one scan brings
     * @param unconfirmed commits looked up
     */
    public record Bounds(int handed, int scanned, int unconfirmed) {
        /** Of every service. */
        public static final Bounds USUAL = new Bounds(HANDED_MAX, SCAN_MAX, UNCONFIRMED_MAX);
    }

    private sealed interface Signal {}

    private record Handed(Commit commit) implements Signal {}

    private record Acknowledged(Commit commit, int event, int generation) implements Signal {}

    private record Failed(int generation, Exception cause) implements Signal {}

    private record Retry(String stream) implements Signal {}

    private record Doubt(Commit commit, Instant since) {}

    /**
     * What the relay is at, for health, metrics and the heartbeat.
     *
     * @param waiting streams with commits that are not in Kafka yet, and one more while there may be others
     * @param publishedUpTo every commit acknowledged before it is in Kafka and in the service's own views; stands still
     *     while a view or timer of one could not be brought up to it
     */
    public record Status(boolean leading, int waiting, long published, Instant publishedUpTo) {}

    private final String service;
    private final EventStore store;
    private final Lease lease;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final OwnViews views;
    private final Timers timers;
    private final Parked parked;
    private final Gate gate;
    private final InstantSource clock;
    private final @Nullable Duration scanInterval;
    private final Bounds bounds;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicInteger handed = new AtomicInteger();
    private final ConcurrentLinkedQueue<Doubt> unconfirmed = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean scanWanted = true;
    /** The producer that last failed to take a record; more would only wait for the same. */
    private volatile int failedGeneration = -1;

    private volatile boolean lateExpected;
    private volatile Status status = new Status(false, 0, 0, Instant.EPOCH);

    // Below: the relay thread's own.
    private final Map<String, Deque<Commit>> waiting = new HashMap<>();
    private final Map<String, Commit> inFlight = new HashMap<>();
    private final Map<String, Long> out = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > OUT_REMEMBERED;
        }
    };
    private final List<String> toClear = new ArrayList<>();
    private final Set<String> behind = new HashSet<>();
    private final Set<String> retried = new HashSet<>();
    private final Set<String> ordered = new HashSet<>();
    private int queued;
    private Instant clearAt = Instant.MAX;
    private Instant scanAt = Instant.EPOCH;
    private Instant wantedAt = Instant.EPOCH;
    private Instant scanBegan = Instant.EPOCH;
    private Instant lateUntil = Instant.EPOCH;
    private Duration latePause = LATE_FIRST;
    private @Nullable Signal awaited;
    private Instant confirmAt = Instant.EPOCH;
    private Instant loadAt = Instant.EPOCH;
    private @Nullable Producer<byte[], byte[]> producer;
    private int generation;
    private boolean leading;
    private boolean caughtUp;
    private long published;

    /**
     * @param producers makes an idempotent producer with acks=all
     * @param scanInterval how often pending commits are looked for besides on need; null for never, where no other
     *     instance appends: then only late writes are looked for, of a process before and of doubts that were dropped
     */
    public Relay(
            String service,
            EventStore store,
            Lease lease,
            Supplier<Producer<byte[], byte[]>> producers,
            OwnViews views,
            Timers timers,
            Parked parked,
            Gate gate,
            InstantSource clock,
            @Nullable Duration scanInterval,
            Bounds bounds) {
        this.service = service;
        this.store = store;
        this.lease = lease;
        this.producers = producers;
        this.views = views;
        this.timers = timers;
        this.parked = parked;
        this.gate = gate;
        this.clock = clock;
        this.scanInterval = scanInterval;
        this.bounds = bounds;
        this.thread = Thread.ofPlatform().name(service + "-relay").unstarted(this::run);
    }

    /** Starts the relay's thread. */
    public void start() {
        thread.start();
    }

    @Override
    public void appended(Commit commit) {
        if (handed.incrementAndGet() > bounds.handed()) {
            handed.decrementAndGet();
            scanWanted = true;
        } else {
            signals.add(new Handed(commit));
        }
    }

    @Override
    public void unconfirmed(Commit commit) {
        if (unconfirmed.size() < bounds.unconfirmed()) {
            unconfirmed.add(new Doubt(commit, clock.instant()));
        } else {
            lateExpected = true;
        }
        scanWanted = true;
    }

    /**
     * Tries again to bring the own views and timers of a parked stream up to its commits, by an operator's order. Its
     * entry leaves when that went well.
     *
     * @return whether this instance leads; else another one must be asked
     */
    public boolean retryParked(String stream) {
        if (status.leading()) {
            signals.add(new Retry(stream));
        }
        return status.leading();
    }

    /** What it is at. */
    public Status status() {
        return status;
    }

    private void run() {
        try {
            while (running) {
                if (step()) {
                    awaited = signals.poll(toClear.isEmpty() ? 25 : 5, TimeUnit.MILLISECONDS);
                } else {
                    TimeUnit.MILLISECONDS.sleep(leading ? 250 : 50);
                }
            }
        } catch (InterruptedException e) {
            running = false;
        } finally {
            status = new Status(false, 0, published, Instant.EPOCH);
            end();
        }
    }

    private void end() {
        try {
            clear();
        } catch (RuntimeException e) {
            LOG.debug("{} relay: marks stay: {}", service, e.toString());
        }
        closeProducer();
        lease.release();
    }

    /**
     * One turn of the relay's thread, which never waits; a simulation calls it in its place.
     *
     * @return whether it leads and went well; else the next turn should wait a little
     */
    public boolean step() {
        try {
            turn();
            return leading;
        } catch (RuntimeException e) {
            LOG.warn("{} relay: {}; starting again from the first pending commit", service, e.toString());
            restart();
            return false;
        } catch (VirtualMachineError e) {
            LOG.error("{} relay ran out of room; starting again from the first pending commit", service, e);
            restart();
            return false;
        }
    }

    private void turn() {
        if (gate.reason().isPresent() || !lease.held()) {
            leading = false;
            caughtUp = false;
            drop();
            awaited = null;
            signals.clear();
            handed.set(0);
            status = new Status(false, 0, published, Instant.EPOCH);
            return;
        }
        if (!leading) {
            loadTimers(); // throws where the store is away: then it does not lead yet, and tries again
            leading = true;
            retried.clear();
            parked.of(Parked.Kind.OWN, SCAN_MAX).forEach(e -> retry(e.stream()));
            scanWanted = true;
            wantedAt = Instant.EPOCH;
            lateExpected = true; // what a process before sent last, and nobody may ask for again
        }
        if (scanInterval != null && !clock.instant().isBefore(loadAt)) {
            loadTimers();
        }
        timers.fire(); // before anything that waits for Kafka
        Instant began = clock.instant();
        Signal signal = awaited == null ? signals.poll() : awaited;
        awaited = null;
        while (signal != null) {
            take(signal);
            signal = signals.poll();
        }
        expectLateWrites();
        if (scanDue()) {
            scan();
        }
        confirm();
        for (String stream : List.copyOf(waiting.keySet())) {
            if (failedGeneration == generation) {
                break; // each would wait for the same broker
            }
            advance(stream);
        }
        if (!clock.instant().isBefore(clearAt) || toClear.size() >= bounds.scanned()) {
            clear();
        }
        caughtUp = caughtUp || (waiting.isEmpty() && inFlight.isEmpty() && !scanWanted);
        int unknown = scanWanted ? 1 : 0;
        status = new Status(true, waiting.size() + inFlight.size() + unknown, published, publishedUpTo(began));
    }

    /** Again now and then where instances share the work: a holder that was late may set one after the next has read. */
    private void loadTimers() {
        timers.load();
        loadAt = clock.instant().plus(LOAD_TIMERS_EVERY);
    }

    /** Without a scan interval every commit is handed over in memory before it is acknowledged; else a scan finds it. */
    private Instant publishedUpTo(Instant began) {
        boolean allOut = caughtUp && behind.isEmpty() && waiting.isEmpty() && inFlight.isEmpty() && !scanWanted;
        if (!allOut) {
            return status.publishedUpTo();
        }
        return scanInterval == null ? began : scanBegan;
    }

    private void take(Signal signal) {
        switch (signal) {
            case Handed h -> {
                handed.decrementAndGet();
                if (queued < bounds.handed()) {
                    enqueue(h.commit());
                } else {
                    scanWanted = true;
                }
            }
            case Retry r -> {
                ordered.add(r.stream());
                retry(r.stream());
            }
            case Acknowledged a -> {
                if (a.generation() == generation) {
                    acknowledged(a.commit(), a.event());
                }
            }
            case Failed f -> {
                if (f.generation() == generation) {
                    LOG.warn("{} relay: send failed: {}", service, f.cause().toString());
                    restart();
                }
            }
        }
    }

    /**
     * Its commits are sent again, which repeats them, and are then taken at home as if for the first time. Where none
     * is pending they were taken meanwhile, and nothing is left to wait for.
     */
    private void retry(String stream) {
        boolean nothingLeft = store.holding(stream, store.head(stream))
                .filter(c -> store.pending(c.id()))
                .isEmpty();
        if (nothingLeft && !behind.contains(stream)) {
            parked.leave(Parked.ownId(stream));
        } else if (retried.add(stream)) {
            behind.remove(stream);
            out.remove(stream);
            scanWanted = true;
        }
    }

    private void enqueue(Commit commit) {
        if (commit.last() <= out.getOrDefault(commit.stream(), 0L)) {
            return;
        }
        Deque<Commit> queue = waiting.computeIfAbsent(commit.stream(), s -> new ArrayDeque<>());
        if (queue.isEmpty() || queue.getLast().version() < commit.version()) {
            queue.addLast(commit);
            queued(commit);
        } else if (queue.stream().noneMatch(c -> c.id().equals(commit.id()))) {
            queue.add(commit);
            queued(commit);
            List<Commit> sorted = new ArrayList<>(queue);
            sorted.sort(Comparator.comparing(Commit::version));
            queue.clear();
            queue.addAll(sorted);
        }
    }

    /** Its timers are set now: a deadline does not wait for Kafka. */
    private void queued(Commit commit) {
        queued++;
        takenAtHome(commit, timers::apply);
    }

    /** Without an interval: scans at growing pauses while a write may be under way that nobody asks for again. */
    private void expectLateWrites() {
        if (scanInterval == null && lateExpected) {
            lateExpected = false;
            latePause = LATE_FIRST;
            scanAt = clock.instant().plus(latePause);
            lateUntil = clock.instant().plus(DOUBT_FOR);
        }
    }

    private boolean scanDue() {
        Instant now = clock.instant();
        return queued < bounds.handed() && (!now.isBefore(scanAt) || (scanWanted && !now.isBefore(wantedAt)));
    }

    private Instant nextScan(Instant now) {
        if (scanInterval != null) {
            return now.plus(scanInterval);
        }
        if (now.isBefore(scanAt)) {
            return scanAt;
        }
        latePause = latePause.multipliedBy(2);
        return now.isBefore(lateUntil) ? now.plus(latePause) : Instant.MAX;
    }

    /**
     * Brings the pending commits into the queues; a full page means there are more. Streams whose commits stay pending
     * because their views are behind would fill every page: they are left out, and asked for their next commit instead.
     */
    private void scan() {
        scanWanted = false;
        wantedAt = clock.instant().plus(SCAN_AGAIN);
        scanAt = nextScan(clock.instant());
        clear();
        scanBegan = clock.instant();
        List<Commit> found = store.pending(bounds.scanned(), Set.copyOf(behind));
        found.forEach(this::enqueue);
        behind.forEach(this::next);
        if (found.size() == bounds.scanned()) {
            scanWanted = true;
        }
    }

    private void next(String stream) {
        Long last = out.get(stream);
        if (last != null) {
            store.find(Commit.idOf(stream, last + 1)).ifPresent(this::enqueue);
        }
    }

    /** Looks unconfirmed commits up by their exact ids, until they stand or another took their version. */
    private void confirm() {
        if (clock.instant().isBefore(confirmAt)) {
            return;
        }
        confirmAt = clock.instant().plus(CONFIRM_EVERY);
        for (int i = unconfirmed.size(); i > 0; i--) {
            Doubt doubt = unconfirmed.peek();
            if (doubt == null) {
                return;
            }
            Commit commit = doubt.commit();
            Optional<Commit> standing = store.find(commit.id());
            unconfirmed.poll();
            if (standing.isEmpty()) {
                if (doubt.since().plus(DOUBT_FOR).isAfter(clock.instant())) {
                    unconfirmed.add(doubt);
                }
            } else if (standing.get().commandKey().equals(commit.commandKey())) {
                enqueue(standing.get());
            }
        }
    }

    /** Sends the stream's next commit if none is in flight and its predecessor is out. */
    private void advance(String stream) {
        Deque<Commit> queue = waiting.get(stream);
        if (queue == null || inFlight.containsKey(stream)) {
            return;
        }
        Commit next = queue.peek();
        while (next != null) {
            if (next.last() <= out.getOrDefault(stream, 0L)) {
                queue.poll();
                queued--;
            } else {
                Commit earlier = pendingBefore(next);
                if (earlier == null) {
                    queue.poll();
                    queued--;
                    inFlight.put(stream, next);
                    send(next, 0);
                    return;
                }
                queue.addFirst(earlier);
                queued(earlier);
                if (queue.size() > bounds.scanned()) {
                    queue.removeLast(); // a scan finds it when its turn comes
                    queued--;
                    scanWanted = true;
                }
            }
            next = queue.peek();
        }
        waiting.remove(stream);
    }

    /** The commit's predecessor where it is not out yet; null where it is, or there is none. */
    private @Nullable Commit pendingBefore(Commit commit) {
        String previous = commit.previous();
        if (previous == null || out.getOrDefault(commit.stream(), 0L) >= commit.version() - 1) {
            return null;
        }
        Commit standing = store.find(previous).orElse(null);
        if (standing == null) {
            gate.close(OTHER_STORE);
            throw new IllegalStateException(previous + ", before " + commit.id() + ", is not in the store");
        }
        return store.pending(previous) ? standing : null;
    }

    private void send(Commit commit, int event) {
        Envelope envelope = Envelope.of(service, commit, commit.events().get(event));
        int sentBy = generation;
        producer().send(CloudEvents.record(envelope, commit), (metadata, failure) -> {
            if (failure != null) {
                failedGeneration = sentBy;
            }
            signals.add(failure == null ? new Acknowledged(commit, event, sentBy) : new Failed(sentBy, failure));
        });
    }

    private void acknowledged(Commit commit, int event) {
        if (event + 1 < commit.events().size()) {
            send(commit, event + 1);
            return;
        }
        boolean taken = takenAtHome(commit, views::apply) && !behind.contains(commit.stream());
        published++;
        out.put(commit.stream(), commit.last());
        inFlight.remove(commit.stream());
        if (taken) {
            ordered.remove(commit.stream());
            if (retried.remove(commit.stream())) {
                parked.leave(Parked.ownId(commit.stream()));
            }
            toClear.add(commit.id());
            if (clearAt.equals(Instant.MAX)) {
                clearAt = clock.instant().plus(CLEAR_WITHIN.dividedBy(2));
            }
        }
        advance(commit.stream());
    }

    /**
     * Brings the own views or timers up to the commit. Where the commit itself is the reason that this fails, its
     * stream is parked, its mark stays, and the next start, perhaps of a mended version, tries it again.
     */
    private boolean takenAtHome(Commit commit, Consumer<Commit> taking) {
        try {
            taking.accept(commit);
            return true;
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} cannot take its own {}: {}", service, commit.id(), Parked.withoutWords(e));
            if (behind.add(commit.stream())) {
                Parked.Entry standing = parked.find(Parked.ownId(commit.stream()));
                if (standing == null
                        || standing.leaving()
                        || standing.version() != commit.version()
                        || ordered.contains(commit.stream())) {
                    Instant now = Json.millis(clock.instant());
                    parked.park(Parked.Entry.own(service, commit.stream(), commit.version(), e, now));
                }
                retried.remove(commit.stream());
                ordered.remove(commit.stream());
            }
            return false;
        }
    }

    private void clear() {
        if (!toClear.isEmpty()) {
            store.published(List.copyOf(toClear));
            toClear.clear();
        }
        clearAt = Instant.MAX;
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    /** After a failure: nothing in memory is believed; a new producer starts from the first pending commit. */
    private void restart() {
        try {
            clear(); // what Kafka acknowledged need not be sent again
        } catch (RuntimeException e) {
            LOG.debug("{} relay: marks stay: {}", service, e.toString());
        }
        drop();
        closeProducer();
        scanWanted = true;
        wantedAt = Instant.EPOCH;
        caughtUp = false;
    }

    private void drop() {
        generation++;
        waiting.clear();
        queued = 0;
        inFlight.clear();
        behind.clear();
        toClear.clear();
        out.clear();
        clearAt = Instant.MAX;
    }

    private void closeProducer() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
            producer = null;
        }
    }

    @Override
    public void close() {
        running = false;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
