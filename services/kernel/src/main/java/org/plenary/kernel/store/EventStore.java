package org.plenary.kernel.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Commits by exact key. Two implementations, MongoDB and memory, held to one contract test. */
public interface EventStore {
    /** What became of an append. */
    enum Outcome {
        /** The commit stands. */
        APPENDED,
        /** Its version or its command key is taken. The caller looks the command key up to see which. */
        TAKEN
    }

    /**
     * Where a stream ends, in the store or in what is made from it.
     *
     * @param version of the last event; 0 where there is none
     * @param hash of the last event ({@link StoredEvent#hash}); empty where it is not known
     */
    record Head(long version, String hash) {
        /** Of a stream that is not there. */
        public static final Head NONE = new Head(0, "");

        /** Whether another event stands in the same place. */
        public boolean contradicts(Head other) {
            return version == other.version && !hash.isEmpty() && !other.hash.isEmpty() && !hash.equals(other.hash);
        }
    }

    /**
     * Appends the commit, pending.
     *
     * @throws Unconfirmed where the store did not answer: it may stand or not
     */
    Outcome append(Commit commit);

    /** The commit with exactly this id. */
    Optional<Commit> find(String id);

    /** The commit of this command. */
    Optional<Commit> findByCommandKey(String commandKey);

    /** Whether the commit stands and is not marked as published. */
    boolean pending(String id);

    /** Up to {@code limit} pending commits, in no promised order. */
    List<Commit> pending(int limit);

    /** Clears the pending marks of exactly these commits. */
    void published(Collection<String> ids);

    /** The newest snapshot of the stream. */
    Optional<Snapshot> snapshot(String stream);

    /** Keeps a snapshot in place of an older one; it may be dropped at any time. */
    void keep(Snapshot snapshot);

    /** Up to {@code limit} streams after this one in the store's own fixed order, {@code ""} for the first. */
    List<String> streams(String after, int limit);

    /** The commit that holds the event, by exact keys: it begins at most {@link Commit#EVENTS_MAX} versions before. */
    default Optional<Commit> holding(String stream, long version) {
        for (long first = version; first > Math.max(0, version - Commit.EVENTS_MAX); first--) {
            Optional<Commit> found = find(Commit.idOf(stream, first));
            if (found.isPresent()) {
                return found.filter(c -> c.last() >= version);
            }
        }
        return Optional.empty();
    }

    /** The version of the stream's last event, by exact keys from its newest snapshot; 0 where there is none. */
    default long head(String stream) {
        long version = snapshot(stream).map(Snapshot::version).orElse(0L);
        Optional<Commit> next = find(Commit.idOf(stream, version + 1));
        while (next.isPresent()) {
            version = next.get().last();
            next = find(Commit.idOf(stream, version + 1));
        }
        return version;
    }

    /** The stream's last event, by the same exact keys. */
    default Head end(String stream) {
        Optional<Snapshot> kept = snapshot(stream);
        Optional<Commit> last = kept.flatMap(s -> find(s.commit()));
        long version = kept.map(Snapshot::version).orElse(0L);
        Optional<Commit> next = find(Commit.idOf(stream, version + 1));
        while (next.isPresent()) {
            last = next;
            version = next.get().last();
            next = find(Commit.idOf(stream, version + 1));
        }
        long end = version;
        String hash = last.filter(c -> c.last() == end)
                .map(c -> c.events().getLast().hash())
                .orElse("");
        return new Head(end, hash);
    }

    /** The heads of up to {@code limit} streams after this one, in the order of {@link #streams}. */
    default Map<String, Head> heads(String after, int limit) {
        Map<String, Head> heads = new LinkedHashMap<>();
        streams(after, limit).forEach(s -> heads.put(s, end(s)));
        return heads;
    }

    /** Every commit of every stream, each stream in order; for rebuilding views. */
    void forEach(Consumer<Commit> each);
}
