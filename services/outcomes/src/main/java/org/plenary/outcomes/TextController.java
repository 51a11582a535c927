package org.plenary.outcomes;

import java.time.InstantSource;
import java.util.Set;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.AccessFilter;
import org.plenary.kernel.http.RecordProof;
import org.plenary.kernel.http.Sender;
import org.plenary.kernel.store.EventStore;
import org.plenary.outcomes.domain.Document;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The canonical bytes of a text, exactly as they were consented to and signed, and the proof that lies beside them. */
@RestController
class TextController {
    private final DocumentAggregate documents;
    private final CommandHandler handler;
    private final EventStore store;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;

    TextController(
            DocumentAggregate documents,
            CommandHandler handler,
            EventStore store,
            Authority authority,
            Policy policy,
            InstantSource clock) {
        this.documents = documents;
        this.handler = handler;
        this.store = store;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    @GetMapping("/api/outcomes/documents/{id}/text")
    ResponseEntity<byte[]> text(@PathVariable String id) {
        Loaded<Document> loaded = readable("ReadText", id);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .eTag("\"" + loaded.version() + "\"")
                .body(loaded.state().canonicalBytes());
    }

    /** Where the proof of a published text is: the event of its publication has the SHA-256 of exactly these bytes. */
    @GetMapping("/api/outcomes/documents/{id}/proof")
    ResponseEntity<Void> proof(@PathVariable String id) {
        return RecordProof.of(store, id, readable("ReadTextProof", id).version(), Set.of("DocumentPublished"));
    }

    private Loaded<Document> readable(String operation, String id) {
        Refused absent = new Refused(Refused.Kind.NOT_FOUND, "There is no such text.");
        if (!id.matches("document-[a-z0-9-]{1,100}")) {
            throw absent;
        }
        Loaded<Document> loaded = handler.read(documents, id);
        if (loaded.version() == 0 || loaded.state().documentClass() == null) {
            throw absent;
        }
        Scope scope = documents.scope(null, loaded.state());
        Standing reader = authority.standing(scope.forum(), Sender.subject(), clock.instant());
        if (policy.read(operation, reader, scope) != Policy.Answer.ALLOW) {
            throw absent;
        }
        AccessFilter.reads(scope.audience());
        return loaded;
    }
}
