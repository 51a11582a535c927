package org.plenary.record;

import java.util.List;
import java.util.Optional;
import org.plenary.record.search.Sequenced;

/** The log's entries with their openings, as timelines and search take them in. */
final class LogEntries implements Sequenced {
    private final LogStore store;
    private final Logs logs;

    LogEntries(LogStore store, Logs logs) {
        this.store = store;
        this.logs = logs;
    }

    @Override
    public List<Entry> from(long index, int max) {
        return store.from(index, max).stream().map(this::opened).toList();
    }

    @Override
    public Optional<Entry> at(long index) {
        return store.at(index).map(this::opened);
    }

    @Override
    public Optional<Entry> of(String key) {
        return store.byKey(key).map(this::opened);
    }

    @Override
    public long leafIndex(long place) {
        return logs.index(place);
    }

    private Entry opened(LogStore.Entry e) {
        String rest = store.opening(e.key()).map(LogStore.Opening::rest).orElse(null); // null unless it stands
        return new Entry(e.place(), e.key(), e.leaf(), rest);
    }
}
