package org.plenary.outcomes;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.outcomes.domain.Commitment;
import org.plenary.outcomes.domain.Commitment.Status;
import org.plenary.outcomes.domain.CommitmentCommand;
import org.plenary.outcomes.domain.CommitmentCommand.ImportCommitment;
import org.plenary.outcomes.domain.CommitmentCommand.MarkCommitment;
import org.plenary.outcomes.domain.CommitmentDecider;
import org.plenary.outcomes.domain.CommitmentEvent;
import org.plenary.outcomes.domain.CommitmentFacts;
import org.plenary.outcomes.domain.Document;
import org.plenary.outcomes.domain.DocumentDecider;

/** Commitments: public, as the outcomes are that they are anchored in; candidates are the forum's. */
final class CommitmentAggregate implements Aggregate<CommitmentCommand, Commitment, CommitmentEvent, CommitmentFacts> {
    private static final CommitmentDecider RULES = new CommitmentDecider();
    private final Function<String, Document> documents;

    /** Documents are read from their streams as they stand. */
    CommitmentAggregate(Function<String, Document> documents) {
        this.documents = documents;
    }

    @Override
    public String name() {
        return "commitment";
    }

    @Override
    public String collection() {
        return "commitments";
    }

    @Override
    public Class<CommitmentCommand> commands() {
        return CommitmentCommand.class;
    }

    @Override
    public Class<CommitmentEvent> events() {
        return CommitmentEvent.class;
    }

    @Override
    public Class<Commitment> states() {
        return Commitment.class;
    }

    @Override
    public Decider<CommitmentCommand, Commitment, CommitmentEvent, CommitmentFacts> decider() {
        return RULES;
    }

    @Override
    public CommitmentFacts facts(CommitmentCommand command, Commitment state, Act act) {
        return new CommitmentFacts(
                command instanceof MarkCommitment m ? documents.apply(m.document()) : new DocumentDecider().initial());
    }

    @Override
    public Scope scope(@Nullable CommitmentCommand command, Commitment c) {
        if (c.status() == Status.NONE && command instanceof MarkCommitment m) {
            Document d = documents.apply(m.document());
            return new Scope(d.forum(), d.body(), null, "NONE", Audience.FORUM);
        }
        if (c.status() == Status.NONE && command instanceof ImportCommitment i) {
            return new Scope(i.forum(), null, null, "NONE", Audience.PUBLIC);
        }
        String audience = c.status() == Status.CANDIDATE ? Audience.FORUM : Audience.PUBLIC;
        return new Scope(
                c.forum(),
                c.body().isEmpty() ? null : c.body(),
                null,
                c.status().name(),
                audience);
    }

    @Override
    public Object show(String stream, Commitment c, Standing reader) {
        return Json.withId(stream, c);
    }
}
