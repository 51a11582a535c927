package org.plenary.record;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Logs.Open;
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
    /** A log other than the first, in a path. */
    private static final String LOG = "log[1-9][0-9]{0,3}";

    private final LogStore store;
    private final RedactedStore redacted;
    private final Logs logs;
    private final Publisher publisher;

    LogController(LogStore store, RedactedStore redacted, Logs logs, Publisher publisher) {
        this.store = store;
        this.redacted = redacted;
        this.logs = logs;
        this.publisher = publisher;
    }

    @GetMapping({"/record/checkpoint", "/record/{log:" + LOG + "}/checkpoint"})
    ResponseEntity<String> checkpoint(@PathVariable(required = false) @Nullable String log) {
        return shortly(checkpoint(named(log)).encoded());
    }

    @GetMapping({"/record/vkey", "/record/{log:" + LOG + "}/vkey"})
    ResponseEntity<String> vkey(@PathVariable(required = false) @Nullable String log) {
        return shortly(named(log).log().key().vkey() + "\n");
    }

    @GetMapping({"/record/policy", "/record/{log:" + LOG + "}/policy"})
    ResponseEntity<String> policy(@PathVariable(required = false) @Nullable String log) {
        return shortly(named(log).policy().text());
    }

    /** The key and the address of the log that goes on where this one ended; 404 while it goes on itself. */
    @GetMapping({"/record/successor", "/record/{log:" + LOG + "}/successor"})
    ResponseEntity<String> successor(@PathVariable(required = false) @Nullable String log) {
        Open next = logs.numbered(named(log).log().number() + 1)
                .orElseThrow(() -> new Refused(Kind.NOT_FOUND, "This log has not ended."));
        return shortly(next.log().key().vkey() + "\n" + next.url() + "\n");
    }

    private Open named(@Nullable String log) {
        int number = log == null ? 1 : Integer.parseInt(log.substring("log".length()));
        return logs.numbered(number).orElseThrow(() -> new Refused(Kind.NOT_FOUND, "There is no such log."));
    }

    private SignedNote checkpoint(Open open) {
        return open.log().number() == logs.growing().log().number()
                ? publisher.checkpoint()
                : open.checkpoint()
                        .orElseThrow(() ->
                                new Refused(Kind.NOT_FOUND, "This log ended before anything of it was published."));
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

    @GetMapping({"/record/tile/**", "/record/{log:" + LOG + "}/tile/**"})
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        return tile(request.getRequestURI().substring("/record/".length()));
    }

    /** A tile or bundle by its path below the record's address. */
    ResponseEntity<byte[]> tile(String spelled) {
        Refused absent = new Refused(Kind.NOT_FOUND, "There is no such tile in the published log.");
        int at = spelled.indexOf("tile/");
        if (at < 0) {
            throw absent;
        }
        Open open = named(at == 0 ? null : spelled.substring(0, at - 1));
        TilePath path = TilePath.parse(spelled.substring(at)).orElseThrow(() -> absent);
        byte[] bytes = published(open, path) ? open.store().tile(path) : null;
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

    private static boolean published(Open open, TilePath path) {
        try {
            return path.entriesNeeded() <= open.published().size();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    @GetMapping("/record/proof/{stream}/{version}")
    ResponseEntity<String> proof(@PathVariable String stream, @PathVariable long version) {
        Entry entry = entry(stream, version);
        Open open = logs.of(entry.place());
        SignedNote checkpoint = checkpoint(open);
        Checkpoint head = Checkpoint.parse(checkpoint.text());
        long index = open.log().index(entry.place());
        if (index >= head.size()) {
            throw new Refused(Kind.NOT_FOUND, "The event is sequenced, but not yet under a checkpoint. Please wait.");
        }
        Map<TilePath, byte[]> tiles = open.store().tiles(Tree.inclusionTiles(index, head.size()));
        Tree tree = new Tree(head.size(), p -> Objects.requireNonNull(tiles.get(p), p.toString()));
        return open(ResponseEntity.ok())
                .contentType(TEXT)
                .body(new TlogProof(index, tree.inclusion(index), checkpoint.encoded()).encoded());
    }

    @GetMapping("/api/record/entries")
    ResponseEntity<String> where(@RequestParam String stream, @RequestParam long version) {
        Entry entry = entry(stream, version);
        Map<String, Object> shown = new LinkedHashMap<>();
        Open open = logs.of(entry.place());
        shown.put("log", open.log().key().name());
        shown.put("leafIndex", open.log().index(entry.place()));
        shown.put("published", entry.place() < logs.publishedPlaces());
        shown.put("leaf", Json.tree(new String(entry.leaf(), StandardCharsets.UTF_8)));
        shown.put("proof", "/record/proof/" + stream + "/" + version);
        redacted.find(entry.key()).ifPresent(r -> shown.put("redacted", Map.of("redaction", r.redaction())));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(shown));
    }

    /** How the log does, for people: what is published, and what keeps it from going on. */
    @GetMapping("/api/record/log")
    ResponseEntity<String> state() {
        Map<String, Object> shown = new LinkedHashMap<>();
        Logs.Growing growing = logs.growing();
        shown.put("origin", growing.log().key().name());
        shown.put("prefix", "/record/" + growing.log().prefix());
        shown.put("published", publisher.publishedSize());
        shown.put("alarm", publisher.alarm());
        shown.put("refuses", publisher.refuses());
        shown.put("order", publisher.orderWaits());
        shown.put("quorum", growing.witnesses().quorum());
        shown.put("witnesses", growing.witnesses().status());
        shown.put(
                "ended",
                logs.all().stream()
                        .limit(logs.all().size() - 1L)
                        .map(LogController::ended)
                        .toList());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Json.write(shown));
    }

    private static Map<String, Object> ended(Open open) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("origin", open.log().key().name());
        shown.put("prefix", "/record/" + open.log().prefix());
        shown.put("size", Math.max(0, open.published().size()));
        return shown;
    }

    private Entry entry(String stream, long version) {
        if (!stream.matches("[a-z0-9-]{1,120}") || version < 1) {
            throw BadInput.field("/stream", "format", "Name a stream and a version from 1.");
        }
        Optional<Entry> found = store.byKey(stream + "@" + version);
        return found.orElseThrow(() -> new Refused(Kind.NOT_FOUND, "No such event is in the log yet."));
    }
}
