package org.plenary.agenda;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import org.plenary.agenda.domain.Agenda;
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
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The text of an agenda, exactly as it was cleared and adopted, and the proof that lies beside it. */
@RestController
class TextController {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain; charset=utf-8");

    private final AgendaAggregate agendas;
    private final CommandHandler handler;
    private final EventStore store;
    private final Authority authority;
    private final Policy policy;
    private final InstantSource clock;

    TextController(
            AgendaAggregate agendas,
            CommandHandler handler,
            EventStore store,
            Authority authority,
            Policy policy,
            InstantSource clock) {
        this.agendas = agendas;
        this.handler = handler;
        this.store = store;
        this.authority = authority;
        this.policy = policy;
        this.clock = clock;
    }

    @GetMapping("/api/agenda/agendas/{id}/text")
    ResponseEntity<byte[]> text(@PathVariable String id) {
        Loaded<Agenda> loaded = readable("ReadAgendaText", id);
        return ResponseEntity.ok()
                .contentType(TEXT)
                .eTag("\"" + loaded.version() + "\"")
                .body(loaded.state().text().getBytes(StandardCharsets.UTF_8));
    }

    /** Where the proof of a circulated or adopted agenda is: that event has the SHA-256 of exactly these bytes. */
    @GetMapping("/api/agenda/agendas/{id}/proof")
    ResponseEntity<Void> proof(@PathVariable String id) {
        long version = readable("ReadAgendaProof", id).version();
        return RecordProof.of(store, id, version, Set.of("AgendaCirculated", "AgendaAdopted"));
    }

    private Loaded<Agenda> readable(String operation, String id) {
        Refused absent = new Refused(Refused.Kind.NOT_FOUND, "There is no such text.");
        if (!id.matches("agenda-[a-z0-9-]{1,100}")) {
            throw absent;
        }
        Loaded<Agenda> loaded = handler.read(agendas, id);
        if (loaded.version() == 0 || loaded.state().edition() == 0) {
            throw absent;
        }
        Scope scope = agendas.scope(null, loaded.state());
        Standing reader = authority.standing(scope.forum(), Sender.subject(), clock.instant());
        if (policy.read(operation, reader, scope) != Policy.Answer.ALLOW) {
            throw absent;
        }
        AccessFilter.reads(scope.audience());
        return loaded;
    }
}
