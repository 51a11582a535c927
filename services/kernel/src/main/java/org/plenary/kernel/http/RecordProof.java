package org.plenary.kernel.http;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.StoredEvent;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Where the proof of what a service gives out stands: the receipt of the event that sealed it, which the record makes. */
public final class RecordProof {
    /** Events that are looked at, from the last one back. */
    public static final int LOOKED_AT_MAX = 500;

    private RecordProof() {}

    /**
     * Sends the reader on to the record's receipt of the last event with one of these names.
     *
     * @param version the stream's version
     * @throws Refused 404, where there is none among the last {@link #LOOKED_AT_MAX}
     */
    public static ResponseEntity<Void> of(EventStore store, String stream, long version, Set<String> names) {
        Optional<Commit> commit = store.holding(stream, version);
        while (commit.isPresent() && version - commit.get().version() < LOOKED_AT_MAX) {
            for (StoredEvent e : commit.get().events().reversed()) {
                if (names.contains(name(e.type()))) {
                    return ResponseEntity.status(HttpStatus.SEE_OTHER)
                            .location(URI.create("/api/record/receipts/" + stream + "/" + e.version()))
                            .build();
                }
            }
            long before = commit.get().version() - 1;
            commit = before < 1 ? Optional.empty() : store.holding(stream, before);
        }
        throw new Refused(Refused.Kind.NOT_FOUND, "Nothing was sealed yet that a proof could speak of.");
    }

    private static String name(String type) {
        int end = type.lastIndexOf(".v");
        return type.substring(type.lastIndexOf('.', end - 1) + 1, end);
    }
}
