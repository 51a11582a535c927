package org.plenary.kernel.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.CopyRebuild;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.Rebuilt;
import org.plenary.kernel.view.Scratch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For sibling services and operators on the service's own port, with client credentials; never routed outside. */
@RestController
public final class InternalController {
    /** Events of an answer at most; the caller asks again from the last. */
    public static final int EVENTS_MAX = 500;
    /** Characters of event data after which an answer ends with the commit at hand. */
    public static final int DATA_MAX = 2 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(InternalController.class);

    private final String service;
    private final EventStore store;
    private final Bodies bodies;
    private final Tombstones tombstones;
    private final OwnViews views;
    private final CopyRebuild copies;
    private final Scratch scratch;
    private final Census census;
    private final Semaphore rebuilding = new Semaphore(1);

    /** Of one service. */
    public InternalController(
            String service,
            EventStore store,
            Bodies bodies,
            Tombstones tombstones,
            OwnViews views,
            CopyRebuild copies,
            Scratch scratch,
            Census census) {
        this.service = service;
        this.store = store;
        this.bodies = bodies;
        this.tombstones = tombstones;
        this.views = views;
        this.copies = copies;
        this.scratch = scratch;
        this.census = census;
    }

    /** Events from the version on; none where the stream ends before it. */
    @GetMapping(value = "/internal/streams/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    public String events(@PathVariable String id, @RequestParam(defaultValue = "1") long from) {
        List<Envelope> found = new ArrayList<>();
        Optional<Commit> commit = store.holding(id, Math.max(1, from));
        int data = 0;
        while (commit.isPresent() && found.size() < EVENTS_MAX && data < DATA_MAX) {
            Commit c = commit.get();
            for (StoredEvent e : c.events()) {
                if (e.version() >= from) {
                    found.add(Envelope.of(service, c, e));
                    data += e.data().length();
                }
            }
            commit = store.find(Commit.idOf(id, c.last() + 1));
        }
        return Json.write(found);
    }

    /**
     * The heads of up to {@link Census#SIBLINGS_PAGE} streams after this one, or of one stream; for the siblings'
     * census. Versions only, unless hashes are asked for: a sibling of an earlier release reads nothing else.
     */
    @GetMapping(value = "/internal/heads", produces = MediaType.APPLICATION_JSON_VALUE)
    public String heads(
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String stream,
            @RequestParam(defaultValue = "false") boolean hashes) {
        Map<String, EventStore.Head> heads =
                stream.isEmpty() ? store.heads(after, Census.SIBLINGS_PAGE) : Map.of(stream, store.end(stream));
        Map<String, Object> told = new LinkedHashMap<>();
        heads.forEach((name, head) -> told.put(name, hashes ? head : head.version()));
        return Json.write(told);
    }

    /** Takes a census now. */
    @PostMapping(value = "/internal/census", produces = MediaType.APPLICATION_JSON_VALUE)
    public String census() {
        return Json.write(census.take());
    }

    /** A confidential body; each read is logged, by id. 410 where it was redacted, 404 where it never was. */
    @GetMapping(value = "/internal/bodies/{id}", produces = "text/plain;charset=UTF-8")
    public String body(@PathVariable String id) {
        tombstones.of(id).ifPresent(t -> {
            throw Tombstones.gone(t);
        });
        String text = bodies.text(id)
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such body, or no more."));
        LOG.info("body {} was read by {}", id, Sender.subject());
        return text;
    }

    /** The collections that can be built again. */
    @GetMapping(value = "/internal/rebuild", produces = MediaType.APPLICATION_JSON_VALUE)
    public String rebuildable() {
        List<String> names = new ArrayList<>(copies.subscriptions().keySet());
        views.names().forEach(v -> names.add("view." + v));
        return Json.write(names.stream().sorted().toList());
    }

    /**
     * Builds a view ({@code view.<name>}) or copy ({@code copy.<service>.<aggregate>}) again and compares it with the
     * live one; with {@code replace} puts what differs in its place, unless an event could not be folded. One at a time.
     */
    @PostMapping(value = "/internal/rebuild/{collection}", produces = MediaType.APPLICATION_JSON_VALUE)
    public String rebuild(@PathVariable String collection, @RequestParam(defaultValue = "false") boolean replace) {
        if (!rebuilding.tryAcquire()) {
            throw new Refused(Refused.Kind.BUSY, "Something is being rebuilt. Please try again when that is done.");
        }
        Rebuilt.Report report;
        boolean replaced;
        try (Scratch.Run run = scratch.open(collection)) {
            Rebuilt rebuilt = rebuilt(collection, run.documents());
            report = rebuilt.compare();
            replaced = replace && report.unread().isEmpty();
            if (replaced) {
                rebuilt.putInPlace();
            }
        } catch (Feed.SourceAway e) {
            throw new Refused(Refused.Kind.BUSY, "The events' source does not answer now. Please try again.");
        } finally {
            rebuilding.release();
        }
        LOG.info("{} rebuilt by {}: {} differ", collection, Sender.subject(), report.different());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("collection", collection);
        answer.put("streams", report.streams());
        answer.put("different", report.different());
        answer.put("unread", report.unread());
        answer.put("replaced", replaced);
        return Json.write(answer);
    }

    private Rebuilt rebuilt(String collection, Documents fresh) {
        String view = collection.startsWith("view.") ? collection.substring("view.".length()) : "";
        if (views.names().contains(view)) {
            return views.rebuild(view, fresh);
        }
        Subscription copy = copies.subscriptions().get(collection);
        if (copy == null) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such view or copy.");
        }
        return copies.rebuild(copy, fresh);
    }
}
