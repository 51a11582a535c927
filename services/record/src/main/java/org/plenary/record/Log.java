package org.plenary.record;

import org.jspecify.annotations.Nullable;
import org.plenary.tlog.LogKey;

/**
 * One of the record's logs. The record's entries stand in one row; each log has those from its start to the next one's.
 * A log that goes on where another ended begins with a leaf that says so, before its entries.
 *
 * @param number from 1
 * @param key its name and key, for ever
 * @param start the place of its first event among the entries of all logs
 * @param first its first leaf; null for the first log, which begins with an event
 */
record Log(int number, LogKey key, long start, byte @Nullable [] first) {
    /** The path of this number below the record's address, and what its documents' names begin with; empty for the first. */
    static String prefix(int number) {
        return number == 1 ? "" : "log" + number + "/";
    }

    String prefix() {
        return prefix(number);
    }

    /** Leaves before its first event. */
    int lead() {
        return first == null ? 0 : 1;
    }

    /** Where the entry of a place stands in this log. */
    long index(long place) {
        return place - start + lead();
    }

    /** The place after that of its entry before this index; its start where it has no event before that. */
    long place(long index) {
        return start + Math.max(0, index - lead());
    }
}
