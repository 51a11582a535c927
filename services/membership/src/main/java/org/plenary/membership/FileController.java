package org.plenary.membership;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.body.FileBodies;
import org.plenary.kernel.body.FileBodies.Kept;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.BadInput;
import org.plenary.kernel.http.CommandController;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.redaction.Belonging;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.kernel.redaction.Tombstones.Tombstone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files of notes verbales: kept before a nomination names them, and given out only to be saved, never to be shown. */
@RestController
class FileController {
    private static final Logger LOG = LoggerFactory.getLogger(FileController.class);

    private final NotesVerbales notes;
    private final Tombstones tombstones;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;

    FileController(
            NotesVerbales notes, Tombstones tombstones, Authority authority, Policy policy, InstantSource clock) {
        this.notes = notes;
        this.tombstones = tombstones;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    @PostMapping(value = "/api/membership/files", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> keep(HttpServletRequest http) throws IOException {
        String subject = Sender.subject();
        if (subject.isEmpty()) {
            throw new Refused(Kind.SIGN_IN_REQUIRED, "Please sign in first.");
        }
        String key = CommandController.idempotencyKey(http.getHeader("Idempotency-Key"));
        Upload.Sent sent = Upload.parts(http);
        Standing sender = authority.standing(sent.forum(), subject, clock.instant());
        boolean nobodys = !sent.party().equals(sender.unit()) && !authority.knows(sent.forum(), sent.party());
        if (nobodys || policy.judge("KeepFile", sender, null, sent.party(), null) != Policy.Answer.ALLOW) {
            throw new Refused(Kind.FORBIDDEN, "Your role does not allow this: KeepFile.");
        }
        Upload upload = Upload.of(sent);
        UUID commandId = Ids.v5(subject + "|" + key);
        tombstones.of(FileBodies.idOf(commandId), sender).ifPresent(t -> {
            throw Tombstones.gone(t);
        });
        Kept kept = notes.keep(commandId, upload.forum(), upload.party(), upload.kind(), upload.name(), upload.bytes())
                .orElseThrow(() -> new BadInput(
                        429,
                        "too-many-files",
                        "Your party keeps as many files as it may that no nomination names. They go after a day.",
                        List.of()));
        if (!notes.same(kept, upload)) {
            throw new Refused(
                    Kind.KEY_REUSED, "This Idempotency-Key was used for another request. Use a new one for a new act.");
        }
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Location", "/api/membership/files/" + kept.reference().body())
                .body(Json.write(shown(kept)));
    }

    private static Map<String, Object> shown(Kept kept) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("file", kept.reference().body());
        shown.put("sha256", kept.sha256());
        shown.put("kind", NotesVerbales.kind(kept));
        shown.put("bytes", kept.length());
        shown.put("commitment", kept.reference().commitment());
        return shown;
    }

    /** Whatever a browser makes of the bytes, it does so without a page of ours around them. */
    @GetMapping("/api/membership/files/{id}")
    ResponseEntity<byte[]> read(@PathVariable String id) {
        if (!id.matches("[0-9a-f-]{36}")) {
            throw absent();
        }
        redacted(id);
        Kept kept = notes.find(id).orElseThrow(FileController::absent);
        String party = NotesVerbales.party(kept);
        Scope scope = new Scope(NotesVerbales.forum(kept), null, party, "-", Audience.unit(party));
        Standing reader = authority.standing(scope.forum(), Sender.subject(), clock.instant());
        if (policy.read("ReadFile", reader, scope) != Policy.Answer.ALLOW) {
            throw absent();
        }
        AccessFilter.reads(scope.audience());
        LOG.info("file {} was read by {}", id, Sender.subject());
        String name =
                "note-verbale-" + id + "." + NotesVerbales.kind(kept).name().toLowerCase(Locale.ROOT);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Cache-Control", "no-store")
                .body(notes.bytes(id));
    }

    /** Whom the file would be given is told that it is redacted; for anybody else there is none. */
    private void redacted(String id) {
        Tombstone tombstone = tombstones.of(id).orElse(null);
        if (tombstone == null) {
            return;
        }
        Belonging was = tombstone.belonging();
        String unit = was.unit();
        Standing reader = authority.standing(was.forum(), Sender.subject(), clock.instant());
        String audience = unit == null ? was.audience() : Audience.unit(unit);
        if (policy.read("ReadFile", reader, new Scope(was.forum(), null, unit, "-", audience)) != Policy.Answer.ALLOW) {
            throw absent();
        }
        AccessFilter.reads(audience);
        throw Tombstones.gone(tombstones.of(id, reader).orElse(tombstone));
    }

    private static Refused absent() {
        return new Refused(Kind.NOT_FOUND, "There is no such file, or none for you.");
    }
}
