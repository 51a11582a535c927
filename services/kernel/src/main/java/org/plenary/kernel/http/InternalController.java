package org.plenary.kernel.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A stream's events for sibling services that missed some; with client credentials only, never routed outside. */
@RestController
public final class InternalController {
    /** Events of an answer at most; the caller asks again from the last. */
    public static final int EVENTS_MAX = 500;

    private final String service;
    private final EventStore store;

    /** Of one service. */
    public InternalController(String service, EventStore store) {
        this.service = service;
        this.store = store;
    }

    /** Events from the version on; a version in the middle of a commit is fine, so it walks from the start. */
    @GetMapping(value = "/internal/streams/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    public String events(@PathVariable String id, @RequestParam(defaultValue = "1") long from) {
        List<Envelope> found = new ArrayList<>();
        Optional<Commit> commit = store.find(Commit.idOf(id, 1));
        while (commit.isPresent() && found.size() < EVENTS_MAX) {
            Commit c = commit.get();
            c.events().stream().filter(e -> e.version() >= from).forEach(e -> found.add(Envelope.of(service, c, e)));
            commit = store.find(Commit.idOf(id, c.last() + 1));
        }
        return Json.write(found);
    }
}
