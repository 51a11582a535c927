package org.plenary.outcomes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.outcomes.domain.Document;
import org.plenary.outcomes.domain.Document.Status;
import org.plenary.outcomes.domain.DocumentCommand;
import org.plenary.outcomes.domain.DocumentCommand.ImportDocument;
import org.plenary.outcomes.domain.DocumentCommand.OpenDraft;
import org.plenary.outcomes.domain.DocumentDecider;
import org.plenary.outcomes.domain.DocumentEvent;
import org.plenary.outcomes.domain.OutcomeFacts;
import org.plenary.outcomes.domain.Silence;
import tools.jackson.databind.node.ObjectNode;

/** Outcome documents: the forum's while negotiated, public once published. */
final class DocumentAggregate implements Aggregate<DocumentCommand, Document, DocumentEvent, OutcomeFacts> {
    private static final DocumentDecider RULES = new DocumentDecider();
    private static final Set<Status> OPEN_TO_ALL = EnumSet.of(Status.PUBLISHED, Status.IMPORTED);
    private final GatheredFacts gathered;
    private final InstantSource clock;

    DocumentAggregate(GatheredFacts gathered, InstantSource clock) {
        this.gathered = gathered;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "document";
    }

    @Override
    public String collection() {
        return "documents";
    }

    @Override
    public Class<DocumentCommand> commands() {
        return DocumentCommand.class;
    }

    @Override
    public Class<DocumentEvent> events() {
        return DocumentEvent.class;
    }

    @Override
    public Class<Document> states() {
        return Document.class;
    }

    @Override
    public Decider<DocumentCommand, Document, DocumentEvent, OutcomeFacts> decider() {
        return RULES;
    }

    @Override
    public OutcomeFacts facts(DocumentCommand command, Document document, Act act) {
        String meeting = command instanceof OpenDraft c ? c.meeting() : document.meeting();
        return gathered.forDecision(command, meeting, act.receivedAt());
    }

    /** A silence is settled after T, with effect as of T. */
    @Override
    public @Nullable Instant validFrom(DocumentEvent event) {
        return event instanceof DocumentEvent.DocumentAdopted adopted ? adopted.effectiveAt() : null;
    }

    @Override
    public Scope scope(@Nullable DocumentCommand command, Document d) {
        if (d.status() == Status.NONE && command instanceof OpenDraft c) {
            OutcomeFacts.KnownMeeting meeting = gathered.meeting(c.meeting());
            String forum = meeting == null ? "" : meeting.forum();
            return new Scope(forum, meeting == null ? null : meeting.body(), null, "NONE", Audience.FORUM);
        }
        if (d.status() == Status.NONE && command instanceof ImportDocument c) {
            return new Scope(c.forum(), null, null, "NONE", Audience.PUBLIC);
        }
        String audience = OPEN_TO_ALL.contains(d.status()) ? Audience.PUBLIC : Audience.FORUM;
        return new Scope(
                d.forum(),
                d.body().isEmpty() ? null : d.body(),
                null,
                d.status().name(),
                audience);
    }

    /** With the hash of the bytes that stand, and whether a silence is past T and not yet settled. */
    @Override
    public Object show(String stream, Document d, Standing reader) {
        return showAt(stream, d, reader, clock.instant());
    }

    @Override
    public Object showAt(String stream, Document d, Standing reader, Instant at) {
        ObjectNode shown = Json.withId(stream, d);
        if (d.documentClass() != null) {
            shown.put("hash", d.hash());
        }
        Silence silence = d.silence();
        shown.put(
                "settling", d.status() == Status.UNDER_SILENCE && silence != null && !at.isBefore(silence.expiresAt()));
        return shown;
    }
}
