package org.plenary.kernel.store;

import java.util.Collection;
import java.util.List;
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

    /** Every commit of every stream, each stream in order; for rebuilding views. */
    void forEach(Consumer<Commit> each);
}
