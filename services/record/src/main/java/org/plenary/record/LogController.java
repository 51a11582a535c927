package org.plenary.record;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.RedactedStore.Redacted;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.Tree;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The log as C2SP tlog-tiles has it, proofs of single entries, and where an event stands. Nothing unpublished is served. */
@RestController
class LogController {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain; charset=utf-8");
    private final LogStore store;
    private final RedactedStore redacted;
    private final Publisher publisher;

    LogController(LogStore store, RedactedStore redacted, Publisher publisher) {
        this.store = store;
        this.redacted = redacted;
        this.publisher = publisher;
    }

    @GetMapping("/record/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.maxAge(Duration.ofSeconds(1)))
                .body(publisher.checkpointBytes());
    }

    @GetMapping("/record/vkey")
    ResponseEntity<String> vkey() {
        return ResponseEntity.ok().contentType(TEXT).body(publisher.vkey() + "\n");
    }

    @GetMapping("/record/tile/**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        Refused absent = new Refused(Kind.NOT_FOUND, "There is no such tile in the published log.");
        TilePath path = TilePath.parse(request.getRequestURI().substring("/record/".length()))
                .orElseThrow(() -> absent);
        byte[] bytes = published(path) ? store.tile(path) : null;
        if (bytes == null) {
            throw absent;
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .body(bytes);
    }

    private boolean published(TilePath path) {
        try {
            return path.entriesNeeded() <= publisher.publishedSize();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    @GetMapping("/record/proof/{stream}/{version}")
    ResponseEntity<String> proof(@PathVariable String stream, @PathVariable long version) {
        Entry entry = entry(stream, version);
        String checkpoint = publisher.checkpoint();
        Checkpoint head = Checkpoint.parse(SignedNote.parse(checkpoint).text());
        if (entry.index() >= head.size()) {
            throw new Refused(Kind.NOT_FOUND, "The event is sequenced, but not yet under a checkpoint. Please wait.");
        }
        Tree tree = new Tree(head.size(), p -> Objects.requireNonNull(store.tile(p), p.toString()));
        return ResponseEntity.ok()
                .contentType(TEXT)
                .body(new TlogProof(entry.index(), tree.inclusion(entry.index()), checkpoint).encoded());
    }

    @GetMapping("/api/record/entries")
    ResponseEntity<String> where(@RequestParam String stream, @RequestParam long version) {
        Entry entry = entry(stream, version);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("leafIndex", entry.index());
        shown.put("published", entry.index() < publisher.publishedSize());
        shown.put("leaf", Json.tree(new String(entry.leaf(), java.nio.charset.StandardCharsets.UTF_8)));
        shown.put("proof", "/record/proof/" + stream + "/" + version);
        redacted.find(entry.key()).ifPresent(r -> shown.put("redacted", tombstone(r)));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(shown));
    }

    private static Map<String, Object> tombstone(Redacted r) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("redaction", r.redaction());
        r.told().properties().forEach(p -> told.put(p.getKey(), p.getValue()));
        return told;
    }

    private Entry entry(String stream, long version) {
        if (!stream.matches("[a-z0-9-]{1,120}") || version < 1) {
            throw BadInput.field("/stream", "format", "Name a stream and a version from 1.");
        }
        Optional<Entry> found = store.byKey(stream + "@" + version);
        return found.orElseThrow(() -> new Refused(Kind.NOT_FOUND, "No such event is in the log yet."));
    }
}
