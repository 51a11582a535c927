package org.plenary.kernel.command;

import java.util.List;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.StoredEvent;

/**
 * What became of an accepted command; a function of its commit alone, so that a repetition gets the same.
 *
 * @param stream the stream it changed
 * @param version the stream's version after it, the ETag
 * @param events the ids of its events; empty where nothing was to do
 */
public record Answer(String stream, long version, List<String> events) {
    static Answer of(Commit commit) {
        return new Answer(
                commit.stream(),
                commit.last(),
                commit.events().stream().map(StoredEvent::id).toList());
    }
}
