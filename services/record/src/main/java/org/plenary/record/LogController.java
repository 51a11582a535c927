package org.plenary.record;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Entry;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.TlogProof;
import org.plenary.tlog.Tree;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
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
    private final LogPolicy policy;
    private final Witnesses witnesses;

    LogController(LogStore store, RedactedStore redacted, Publisher publisher, LogPolicy policy, Witnesses witnesses) {
        this.store = store;
        this.redacted = redacted;
        this.publisher = publisher;
        this.policy = policy;
        this.witnesses = witnesses;
    }

    @GetMapping("/record/checkpoint")
    ResponseEntity<String> checkpoint() {
        return shortly(publisher.checkpoint().encoded());
    }

    @GetMapping("/record/vkey")
    ResponseEntity<String> vkey() {
        return shortly(publisher.key().vkey() + "\n");
    }

    @GetMapping("/record/policy")
    ResponseEntity<String> policy() {
        return shortly(policy.text());
    }

    /** What may change at any time. */
    private static ResponseEntity<String> shortly(String text) {
        return open(ResponseEntity.ok())
                .contentType(TEXT)
                .cacheControl(CacheControl.maxAge(Duration.ofSeconds(1)))
                .eTag(tag(text.getBytes(StandardCharsets.UTF_8)))
                .body(text);
    }

    /** Anybody may read the log, so a verifier on another site's page may, too. */
    private static ResponseEntity.BodyBuilder open(ResponseEntity.BodyBuilder answer) {
        return answer.header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }

    private static String tag(byte[] bytes) {
        return "\"" + HexFormat.of().formatHex(Hashing.sha256(bytes), 0, 16) + "\"";
    }

    @GetMapping("/record/tile/**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        return tile(request.getRequestURI().substring("/record/".length()));
    }

    /** A tile or bundle by its path below the prefix. */
    ResponseEntity<byte[]> tile(String spelled) {
        Refused absent = new Refused(Kind.NOT_FOUND, "There is no such tile in the published log.");
        TilePath path = TilePath.parse(spelled).orElseThrow(() -> absent);
        byte[] bytes = published(path) ? store.tile(path) : null;
        if (bytes == null) {
            throw absent;
        }
        return open(ResponseEntity.ok())
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .eTag(tag(bytes))
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
        SignedNote checkpoint = publisher.checkpoint();
        Checkpoint head = Checkpoint.parse(checkpoint.text());
        if (entry.index() >= head.size()) {
            throw new Refused(Kind.NOT_FOUND, "The event is sequenced, but not yet under a checkpoint. Please wait.");
        }
        Map<TilePath, byte[]> tiles = store.tiles(Tree.inclusionTiles(entry.index(), head.size()));
        Tree tree = new Tree(head.size(), p -> Objects.requireNonNull(tiles.get(p), p.toString()));
        return open(ResponseEntity.ok())
                .contentType(TEXT)
                .body(new TlogProof(entry.index(), tree.inclusion(entry.index()), checkpoint.encoded()).encoded());
    }

    @GetMapping("/api/record/entries")
    ResponseEntity<String> where(@RequestParam String stream, @RequestParam long version) {
        Entry entry = entry(stream, version);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("leafIndex", entry.index());
        shown.put("published", entry.index() < publisher.publishedSize());
        shown.put("leaf", Json.tree(new String(entry.leaf(), StandardCharsets.UTF_8)));
        shown.put("proof", "/record/proof/" + stream + "/" + version);
        redacted.find(entry.key()).ifPresent(r -> shown.put("redacted", Map.of("redaction", r.redaction())));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(shown));
    }

    /** How the log does, for people: what is published, and what keeps it from going on. */
    @GetMapping("/api/record/log")
    ResponseEntity<String> state() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("origin", publisher.key().name());
        shown.put("published", publisher.publishedSize());
        shown.put("alarm", publisher.alarm());
        shown.put("refuses", publisher.refuses());
        shown.put("quorum", witnesses.quorum());
        shown.put("witnesses", witnesses.status());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(shown));
    }

    private Entry entry(String stream, long version) {
        if (!stream.matches("[a-z0-9-]{1,120}") || version < 1) {
            throw BadInput.field("/stream", "format", "Name a stream and a version from 1.");
        }
        Optional<Entry> found = store.byKey(stream + "@" + version);
        return found.orElseThrow(() -> new Refused(Kind.NOT_FOUND, "No such event is in the log yet."));
    }
}
