package org.plenary.kernel.restore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.CloudEvents.Origin;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.StoredEvent;

/**
 * Puts events of a topic together into the commits they were published from, each stream in order. Repetitions are left
 * out here; that the events are the service's own was found before.
 */
final class Assembly {
    /**
     * In the place of a command's id where none is known: so no repetition finds the commit, and the command is decided
     * anew on what stands.
     */
    static final String MARK = "restored-";

    /**
     * A commit as it was, or as much of it as there is.
     *
     * @param whole false where its last events were not published
     */
    record Built(Commit commit, boolean marked, boolean whole) {}

    private static final class Open {
        private long next = 1;
        private @Nullable String previous;
        private @Nullable Envelope first;
        private @Nullable Origin origin;
        private final List<StoredEvent> events = new ArrayList<>();
    }

    private final Map<String, Open> open = new HashMap<>();
    private final Consumer<Built> built;

    /** @param built takes each commit, those of a stream in order */
    Assembly(Consumer<Built> built) {
        this.built = built;
    }

    /** Takes the next event that counts. */
    void take(Envelope e, Optional<Origin> origin) {
        Open o = open.computeIfAbsent(e.stream(), s -> new Open());
        if (e.version() != o.next) {
            return; // a repetition
        }
        if (e.commitVersion() == e.version()) {
            close(o);
            o.first = e;
            o.origin = origin.orElse(null);
        } else if (o.first == null || o.first.version() != e.commitVersion()) {
            throw new Contradiction(e.id() + " says that it goes on with another commit than the one before it");
        }
        o.events.add(new StoredEvent(e.version(), e.id(), e.type(), e.recordedAt(), e.validFrom(), e.data()));
        o.next++;
        if (o.origin != null && o.origin.last() == e.version()) {
            close(o);
        }
    }

    /** No more events come. */
    void end() {
        open.values().forEach(this::close);
        open.clear();
    }

    private void close(Open o) {
        Envelope first = o.first;
        if (first == null) {
            return;
        }
        Origin origin = o.origin;
        String id = Commit.idOf(first.stream(), first.version());
        long last = o.next - 1;
        boolean whole = origin == null || origin.last() == last;
        boolean marked = origin == null || !whole;
        Commit commit = new Commit(
                id,
                first.stream(),
                first.version(),
                last,
                o.previous,
                first.stream() + "|" + (origin == null || !whole ? MARK + first.version() : origin.commandId()),
                origin == null ? MARK + first.version() : origin.requestHash(),
                List.copyOf(o.events),
                first.meta());
        o.previous = id;
        o.first = null;
        o.origin = null;
        o.events.clear();
        built.accept(new Built(commit, marked, whole));
    }
}
