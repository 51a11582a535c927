package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.http.ReadController;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.record.EventReading.Eyes;
import org.plenary.record.EventReading.Seen;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Proving.Under;
import org.plenary.tlog.ProofBundle;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Receipts: the proof bundle of one event, opened for who may read it, closed for everybody else. */
@RestController
class ReceiptController {
    /** How long a receipt waits for its checkpoint. */
    static final Duration WAIT = ReadController.AT_LEAST_WAIT;
    /** After which time it is worth asking again; a checkpoint comes about once a second. */
    static final int RETRY_AFTER_SECONDS = 2;
    /** Events of a stream that one page of a list looks at. */
    static final int LOOKED_AT_MAX = 200;

    private static final Duration POLL = Duration.ofMillis(50);

    private final LogStore store;
    private final Logs logs;
    private final Proving proving;
    private final EventReading reading;
    private final InstantSource clock;

    ReceiptController(LogStore store, Logs logs, Proving proving, EventReading reading, InstantSource clock) {
        this.store = store;
        this.logs = logs;
        this.proving = proving;
        this.reading = reading;
        this.clock = clock;
    }

    @GetMapping("/api/record/receipts/{stream}/{version}")
    ResponseEntity<byte[]> receipt(@PathVariable String stream, @PathVariable long version) {
        Entry entry = entry(store, stream, version);
        Under under = under(entry);
        Seen seen = reading.of(Sender.subject()).see(entry);
        seen.opening().ifPresent(o -> AccessFilter.reads(seen.audience()));
        ProofBundle bundle = proving.bundle(
                under,
                entry,
                seen,
                Downloads.of(type(entry), stream, seen.rest()).map(Downloads.Sealed::claim));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"receipt-" + entry.key() + ".proof.json\"")
                .body(proving.text(bundle, seen.verdict()).getBytes(StandardCharsets.UTF_8));
    }

    static Entry entry(LogStore store, String stream, long version) {
        if (!stream.matches("[a-z0-9-]{1,120}") || version < 1) {
            throw BadInput.field("/stream", "format", "Name a stream and a version from 1.");
        }
        return store.byKey(stream + "@" + version)
                .orElseThrow(() -> later("No such event is in the log yet. If it was accepted just now, it will be in a"
                        + " moment. Please look again."));
    }

    static Refused later(String sentence) {
        return new Refused(Kind.NOT_FOUND, sentence, Map.of(Refused.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS));
    }

    private Under under(Entry entry) {
        Instant stop = clock.instant().plus(WAIT);
        while (logs.publishedPlaces() <= entry.place() && clock.instant().isBefore(stop)) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        Under under = proving.newest();
        if (!under.has(entry)) {
            throw later("The event is in the log as number " + logs.index(entry.place())
                    + ", and not yet under a signed checkpoint. Its receipt follows. Please look again.");
        }
        return under;
    }

    static String type(Entry entry) {
        return leaf(entry).path("type").asString("");
    }

    private static JsonNode leaf(Entry entry) {
        return Json.tree(new String(entry.leaf(), StandardCharsets.UTF_8));
    }

    /** What of a stream the reader, or the reader's unit, did: each has a receipt. */
    @GetMapping(value = "/api/record/receipts", produces = MediaType.APPLICATION_JSON_VALUE)
    String receipts(
            @RequestParam String stream,
            @RequestParam(defaultValue = "" + ReadController.LIMIT_DEFAULT) int limit,
            @RequestParam(defaultValue = "0") long cursor) {
        if (!stream.matches("[a-z0-9-]{1,120}")) {
            throw BadInput.field("/stream", "format", "Name a stream.");
        }
        if (limit < 1 || limit > ReadController.LIMIT_MAX) {
            throw BadInput.field("/limit", "range", "limit is 1 to " + ReadController.LIMIT_MAX + ".");
        }
        if (cursor < 0 || cursor > Integer.MAX_VALUE) {
            throw BadInput.field("/cursor", "format", "The cursor is not one of ours.");
        }
        Eyes eyes = reading.of(Sender.subject());
        long published = logs.publishedPlaces();
        List<Object> items = new ArrayList<>();
        long version = cursor + 1;
        Optional<Entry> next = store.byKey(stream + "@" + version);
        while (next.isPresent() && items.size() < limit && version <= cursor + LOOKED_AT_MAX) {
            Entry entry = next.get();
            Seen seen = eyes.see(entry);
            if (seen.opening().isPresent() && eyes.own(seen.rest())) {
                items.add(item(entry, published));
            }
            version++;
            next = store.byKey(stream + "@" + version);
        }
        if (!items.isEmpty()) {
            AccessFilter.reads(Audience.FORUM);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", items);
        if (next.isPresent()) {
            page.put("next", Long.toString(version - 1));
        }
        return Json.write(page);
    }

    private Map<String, Object> item(Entry entry, long published) {
        JsonNode leaf = leaf(entry);
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", entry.key());
        item.put("version", EventReading.version(entry));
        item.put("type", leaf.path("type").asString(""));
        item.put("recordedAt", leaf.path("recordedAt").asString(""));
        item.put("leafIndex", logs.index(entry.place()));
        item.put("published", entry.place() < published);
        item.put("receipt", "/api/record/receipts/" + entry.key().replace('@', '/'));
        return item;
    }
}
