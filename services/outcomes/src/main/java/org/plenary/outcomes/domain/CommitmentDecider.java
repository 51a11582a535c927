package org.plenary.outcomes.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.decide.Wait;
import org.plenary.outcomes.domain.Commitment.Report;
import org.plenary.outcomes.domain.Commitment.Status;
import org.plenary.outcomes.domain.CommitmentCommand.*;
import org.plenary.outcomes.domain.CommitmentEvent.*;

/** The commitment's lifecycle on the straight path: domain.md, section 3, "Commitment". */
public final class CommitmentDecider
        implements Decider<CommitmentCommand, Commitment, CommitmentEvent, CommitmentFacts> {
    @Override
    public Commitment initial() {
        return Commitment.INITIAL;
    }

    @Override
    public List<CommitmentEvent> decide(CommitmentCommand command, Commitment c, CommitmentFacts facts, Act act) {
        return switch (command) {
            case MarkCommitment m -> List.of(mark(m, facts.document(), act));
            case ValidateCommitment v -> {
                require(c, CommitmentRule.NOT_A_CANDIDATE, Status.CANDIDATE);
                c.keys().require(act, v.hash());
                CommitmentKeyTurned turned = new CommitmentKeyTurned(act.unit(), act.actor(), v.hash());
                yield c.keys().completedBy(act.unit())
                        ? List.of(turned, new CommitmentRegistered(v.hash()))
                        : List.of(turned);
            }
            case AcknowledgeCommitment a -> {
                owner(c, act);
                yield c.acknowledgedBy().contains(act.unit())
                        ? List.of()
                        : List.of(new CommitmentAcknowledged(act.unit(), act.actor(), c.due()));
            }
            case ReportProgress r -> {
                owner(c, act);
                yield List.of(new ProgressReported(act.unit(), act.actor(), r.level(), r.evidence()));
            }
            case AssessCommitment a -> {
                require(c, CommitmentRule.NOT_REGISTERED, Status.REGISTERED, Status.ACTIVE);
                if (c.ownedBy(act.unit())) {
                    throw CommitmentRule.ASSESSOR_OF_OWNER.because("An owner does not assess its own commitment.");
                }
                yield List.of(new CommitmentAssessed(act.actor(), a.level(), a.ground()));
            }
            case PassDueDate p -> {
                Instant due = c.due();
                boolean awaited = !c.overdue() && c.status() == Status.ACTIVE;
                yield awaited && due != null && !act.receivedAt().isBefore(due)
                        ? List.of(new CommitmentOverdueV2(c.forum(), due, c.owners()))
                        : List.of();
            }
            case ImportCommitment i ->
                List.of(new CommitmentImported(i.forum(), i.text(), i.document(), i.year(), i.status(), i.sources()));
        };
    }

    private static void require(Commitment c, CommitmentRule rule, Status... any) {
        if (!List.of(any).contains(c.status())) {
            throw rule.because(
                    "The commitment is " + c.status() + ".",
                    Map.of("state", c.status().name()));
        }
    }

    private static void owner(Commitment c, Act act) {
        require(c, CommitmentRule.NOT_REGISTERED, Status.REGISTERED, Status.ACTIVE);
        if (!c.ownedBy(act.unit())) {
            throw CommitmentRule.NOT_AN_OWNER.because(
                    "Your party is not an owner of this commitment.", Map.of("owners", c.owners()));
        }
    }

    private static CommitmentMarked mark(MarkCommitment m, Document d, Act act) {
        if (d.status() != Document.Status.PUBLISHED) {
            throw CommitmentRule.DOCUMENT_NOT_PUBLISHED.because(
                    "A commitment is anchored in a published outcome.",
                    Map.of("state", d.status().name()));
        }
        boolean stands = d.paragraphs().stream()
                .anyMatch(p -> p.id().equals(m.paragraph()) && p.text().contains(m.quote()));
        if (!stands || m.quote().isBlank()) {
            throw CommitmentRule.QUOTE_NOT_FOUND.because(
                    "The quoted words do not stand in that paragraph.", Map.of("paragraph", m.paragraph()));
        }
        return new CommitmentMarked(
                d.forum(),
                d.meeting(),
                m.document(),
                Objects.requireNonNull(d.symbol()),
                d.body(),
                m.paragraph(),
                m.quote(),
                Canonical.hash(m.quote()),
                m.owners(),
                m.objectives(),
                m.due(),
                m.measure(),
                d.keyholders(),
                act.actor());
    }

    @Override
    public Commitment evolve(Commitment c, CommitmentEvent event) {
        return switch (event) {
            case CommitmentMarked e ->
                new Commitment(
                        Status.CANDIDATE,
                        e.forum(),
                        e.body(),
                        e.document(),
                        e.symbol(),
                        e.paragraph(),
                        e.quote(),
                        e.owners(),
                        e.objectives(),
                        e.due(),
                        e.measure(),
                        TwoKeys.on(
                                Commitment.hash(
                                        e.document(),
                                        e.paragraph(),
                                        e.quoteHash(),
                                        e.owners(),
                                        e.objectives(),
                                        e.due(),
                                        e.measure()),
                                e.keyholders()),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        List.of());
            case CommitmentKeyTurned e -> c.with(c.status(), c.keys().turn(e.unit(), e.by()));
            case CommitmentRegistered e -> c.with(Status.REGISTERED, c.keys());
            case CommitmentAcknowledged e ->
                c.progress(
                        Status.ACTIVE,
                        Document.plus(c.acknowledgedBy(), e.party()),
                        c.selfReports(),
                        c.assessments(),
                        c.overdue());
            case ProgressReported e ->
                c.progress(
                        c.status(),
                        c.acknowledgedBy(),
                        Document.plus(c.selfReports(), new Report(e.party(), e.level(), e.evidence())),
                        c.assessments(),
                        c.overdue());
            case CommitmentAssessed e ->
                c.progress(
                        c.status(),
                        c.acknowledgedBy(),
                        c.selfReports(),
                        Document.plus(c.assessments(), new Report(e.by(), e.level(), e.ground())),
                        c.overdue());
            case CommitmentOverdue e -> overdue(c);
            case CommitmentOverdueV2 e -> overdue(c);
            case CommitmentImported e -> imported(e);
        };
    }

    private static Commitment overdue(Commitment c) {
        return c.progress(c.status(), c.acknowledgedBy(), c.selfReports(), c.assessments(), true);
    }

    private static Commitment imported(CommitmentImported e) {
        Commitment none = Commitment.INITIAL;
        String anchor = e.document() == null ? "" : e.document();
        return new Commitment(
                Status.IMPORTED,
                e.forum(),
                "",
                "",
                anchor,
                "",
                e.text(),
                List.of(),
                List.of(),
                null,
                "",
                none.keys(),
                List.of(),
                List.of(),
                List.of(),
                false,
                e.sources());
    }

    @Override
    public List<Wait> waits(CommitmentEvent event) {
        return event instanceof CommitmentAcknowledged e && e.due() != null
                ? List.of(new Wait("due", e.due()))
                : List.of();
    }

    @Override
    public CommitmentCommand due(Wait wait) {
        return new PassDueDate();
    }
}
