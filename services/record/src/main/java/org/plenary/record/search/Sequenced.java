package org.plenary.record.search;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the index is made of: the log's entries with what opens them. Every lookup is by an exact key. */
public interface Sequenced {
    /**
     * An entry of the log.
     *
     * @param index its place among the entries of all logs
     * @param key {@code <stream>@<version>} of an event
     * @param leaf the entry's bytes
     * @param rest what the leaf commits to, as JSON; null where it was destroyed, or never was
     */
    record Entry(
            long index, String key, byte[] leaf, @Nullable String rest) {}

    /** Entries from an index on without a gap, at most so many. */
    List<Entry> from(long index, int max);

    /** The entry at the index. */
    Optional<Entry> at(long index);

    /** Where the entry of a place stands in its log. */
    long leafIndex(long place);

    /** The entry of an event. */
    Optional<Entry> of(String key);
}
