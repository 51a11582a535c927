package org.plenary.record.search;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;
import org.plenary.record.search.Sequenced.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Follows the log, entry by entry, into the index. What it makes depends on the log alone: built again, it is the same.
 * An event whose opening was destroyed is taken in again without its words, with all that its stream's first event told
 * of the others.
 */
final class Follower implements SmartLifecycle, SearchConfiguration.Forgetting {
    /** Entries of one step at most. */
    static final int BATCH_MAX = 500;
    /** Entries between two commits at most, while there is more to read. */
    private static final int UNCOMMITTED_MAX = 10_000;
    /** Steps that found nothing between two looks at what is to be forgotten. */
    private static final int IDLE_STEPS = 10;
    /** Streams whose first event is kept in mind. */
    private static final int FACTS_MAX = 10_000;

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Sequenced log;
    private final RecordIndex index;
    private final Map<String, StreamFacts> facts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StreamFacts> eldest) {
            return size() > FACTS_MAX;
        }
    };
    /** Events that are redacted, and that could still be opened here when they were last looked at. */
    private final Set<String> awaited = new ConcurrentSkipListSet<>();

    private int uncommitted;
    private int idle;
    private volatile boolean running;
    private @Nullable Thread thread;

    Follower(Sequenced log, RecordIndex index) {
        this.log = log;
        this.index = index;
        if (!follows()) {
            LOG.warn("the log is not the one that the index was made of: it is built again");
            index.clear();
        }
        index.reading().terms(Fields.REDACTS).stream()
                .filter(index.reading()::opened)
                .forEach(awaited::add);
    }

    /** Whether the last entry that was taken in is the one that stands in the log there. */
    private boolean follows() {
        return index.position() == 0
                || log.at(index.position() - 1)
                        .map(e -> hash(e).equals(index.last()))
                        .orElse(false);
    }

    private static String hash(Entry entry) {
        return Ids.sha256(new String(entry.leaf(), StandardCharsets.UTF_8));
    }

    /** Takes the next entries in; returns how many there were. */
    int step() {
        List<Entry> entries = log.from(index.position(), BATCH_MAX);
        entries.forEach(this::take);
        if (!entries.isEmpty()) {
            index.refresh();
            uncommitted += entries.size();
        }
        if (uncommitted > (entries.isEmpty() ? 0 : UNCOMMITTED_MAX)) {
            index.commit();
            uncommitted = 0;
        }
        idle = entries.isEmpty() ? idle + 1 : 0;
        if (idle % IDLE_STEPS == 0) {
            redacted();
        }
        return entries.size();
    }

    private void take(Entry entry) {
        Optional<Happening> event = Happening.of(entry);
        event.ifPresent(this::put);
        index.moved(entry.index() + 1, hash(entry));
        event.ifPresent(this::taken);
    }

    private void put(Happening event) {
        StreamFacts known = event.opened() == null ? StreamFacts.NONE : facts(event.stream());
        String meeting = known.meeting();
        String body = meeting == null ? known.body() : facts(meeting).body();
        index.put(event.key(), Fields.of(event, known, body));
    }

    /** What others waited for: a meeting's body, or that an event is to be forgotten. */
    private void taken(Happening event) {
        if (event.version() == 1 && event.kind().equals("meeting")) {
            index.refresh();
            index.reading().having(Fields.BODY_OF, event.stream()).forEach(this::again);
        }
        if (event.opened() != null && event.name().endsWith("Redacted")) {
            awaited.addAll(EventText.events(event.opened().data()));
        }
    }

    private StreamFacts facts(String stream) {
        StreamFacts known = facts.get(stream);
        if (known == null) {
            Happening first = log.of(stream + "@1").flatMap(Happening::of).orElse(null);
            if (first == null || first.opened() == null) {
                return StreamFacts.NONE;
            }
            known = StreamFacts.of(stream, first.opened().data());
            facts.put(stream, known);
        }
        return known;
    }

    /** Takes in again what was opened when it was taken in and cannot be opened any more. */
    private void redacted() {
        boolean any = false;
        for (String event : List.copyOf(awaited)) {
            Entry entry = log.of(event).orElse(null);
            if (entry != null && entry.rest() == null && entry.index() < index.position()) {
                if (index.reading().opened(event)) {
                    takeAgain(event.substring(0, event.lastIndexOf('@')));
                    any = true;
                }
                awaited.remove(event);
            }
        }
        if (any) {
            index.forgetReplaced();
        }
    }

    /** The redaction's own event may tell nothing any more: what opens it is lost where a mirror gave it back. */
    @Override
    public void forget(String event) {
        awaited.add(event);
    }

    private void takeAgain(String stream) {
        facts.remove(stream);
        Set<Long> touched = new TreeSet<>(index.reading().having(Fields.STREAM, stream));
        touched.addAll(index.reading().having(Fields.BODY_OF, stream));
        touched.forEach(this::again);
    }

    private void again(long leaf) {
        log.at(leaf).flatMap(Happening::of).ifPresent(this::put);
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("record-index").start(this::run);
    }

    private void run() {
        while (running) {
            try {
                if (step() == 0) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (RuntimeException e) {
                if (running) {
                    LOG.warn("the index waits: {}", e.toString());
                    LockSupport.parkNanos(PAUSE_AFTER_ERROR.toNanos());
                }
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread t = thread;
        if (t != null) {
            try {
                t.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        index.commit();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
