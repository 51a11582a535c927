package org.plenary.outcomes.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Wait;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.outcomes.domain.CommitmentCommand.*;
import org.plenary.outcomes.domain.CommitmentEvent.*;

class CommitmentDeciderTest {
    private static final CommitmentDecider RULES = new CommitmentDecider();
    static final Document PUBLISHED = new Document(
            Document.Status.PUBLISHED,
            "forum-1",
            "meeting-1",
            "conference",
            "BP/MC.9",
            DocumentClass.DECLARATION,
            "Declaration",
            "en",
            List.of(new Paragraph("op1", ParagraphKind.OP, "We commit to share by 2028.")),
            List.of("au", "id"),
            null,
            1,
            java.util.Map.of(),
            Document.INITIAL.keys(),
            "BP/MC.9/1",
            null,
            null,
            true,
            List.of(),
            List.of(),
            null,
            List.of());
    private static final CommitmentFacts FACTS = new CommitmentFacts(PUBLISHED);
    private static final CommitmentMarked MARKED = new CommitmentMarked(
            "forum-1",
            "meeting-1",
            "document-1",
            "BP/MC.9/1",
            "conference",
            "op1",
            "share by 2028",
            Canonical.hash("share by 2028"),
            List.of("th"),
            List.of(1),
            NOON,
            "Exchanges",
            List.of("au", "id"),
            "secretariat");

    private static DeciderSpecification<CommitmentCommand, Commitment, CommitmentEvent, CommitmentFacts> registered() {
        return spec(RULES).given(MARKED, new CommitmentRegistered("h"));
    }

    private static MarkCommitment mark(String quote) {
        return new MarkCommitment("document-1", "op1", quote, List.of("th"), List.of(1), null, "Exchanges");
    }

    @Test
    void a_promise_is_anchored_in_the_words_of_a_published_paragraph() {
        spec(RULES).when(mark("share by 2028"), FACTS).thenKinds(CommitmentMarked.class);
        spec(RULES).when(mark("share by 2029"), FACTS).thenRejected(CommitmentRule.QUOTE_NOT_FOUND);
        spec(RULES)
                .when(mark("share"), new CommitmentFacts(Document.INITIAL))
                .thenRejected(CommitmentRule.DOCUMENT_NOT_PUBLISHED);
    }

    @Test
    void both_keys_register_it_and_its_owner_acknowledges() {
        Commitment candidate = spec(RULES).given(MARKED).state();
        String hash = candidate.keys().hash();
        spec(RULES)
                .given(MARKED)
                .by(person("au.cochair", "au"))
                .when(new ValidateCommitment(hash), FACTS)
                .thenKinds(CommitmentKeyTurned.class);
        spec(RULES)
                .given(MARKED, new CommitmentKeyTurned("au", "au.cochair", hash))
                .by(person("id.cochair", "id"))
                .when(new ValidateCommitment(hash), FACTS)
                .thenKinds(CommitmentKeyTurned.class, CommitmentRegistered.class);
        registered().when(new ValidateCommitment(hash), FACTS).thenRejected(CommitmentRule.NOT_A_CANDIDATE);
        registered()
                .by(person("th.focal", "th"))
                .when(new AcknowledgeCommitment(), FACTS)
                .thenKinds(CommitmentAcknowledged.class);
        registered()
                .by(person("my.focal", "my"))
                .when(new AcknowledgeCommitment(), FACTS)
                .thenRejected(CommitmentRule.NOT_AN_OWNER);
        spec(RULES)
                .given(MARKED)
                .by(person("th.focal", "th"))
                .when(new AcknowledgeCommitment(), FACTS)
                .thenRejected(CommitmentRule.NOT_REGISTERED);
    }

    @Test
    void an_owner_reports_and_never_assesses_itself() {
        registered()
                .by(person("th.focal", "th"))
                .when(new ReportProgress(Level.LIMITED, "Two exchanges."), FACTS)
                .thenKinds(ProgressReported.class);
        registered()
                .by(person("x", "th"))
                .when(new AssessCommitment(Level.LIMITED, "Seen."), FACTS)
                .thenRejected(CommitmentRule.ASSESSOR_OF_OWNER);
        registered()
                .by(person("assessor", null))
                .when(new AssessCommitment(Level.LIMITED, "Seen."), FACTS)
                .thenKinds(CommitmentAssessed.class);
    }

    @Test
    void both_keys_bind_the_objectives_too() {
        CommitmentMarked other = new CommitmentMarked(
                MARKED.forum(),
                MARKED.meeting(),
                MARKED.document(),
                MARKED.symbol(),
                MARKED.body(),
                MARKED.paragraph(),
                MARKED.quote(),
                MARKED.quoteHash(),
                MARKED.owners(),
                List.of(2),
                MARKED.due(),
                MARKED.measure(),
                MARKED.keyholders(),
                MARKED.by());
        String hash = spec(RULES).given(MARKED).state().keys().hash();
        spec(RULES)
                .given(other)
                .by(person("au.cochair", "au"))
                .when(new ValidateCommitment(hash), FACTS)
                .thenRejected(org.plenary.kernel.decide.TwoKeys.KeyRule.KEY_OTHER_BYTES);
    }

    @Test
    void one_acknowledged_after_its_due_date_is_overdue_at_once() {
        CommitmentAcknowledged late = (CommitmentAcknowledged) registered()
                .by(person("th.focal", "th"))
                .at(NOON.plusSeconds(60))
                .when(new AcknowledgeCommitment(), FACTS)
                .thenKinds(CommitmentAcknowledged.class)
                .getFirst();
        assertThat(RULES.waits(late)).containsExactly(new Wait("due", NOON));
        registered()
                .given(late)
                .at(NOON.plusSeconds(61))
                .when(RULES.due(new Wait("due", NOON)), FACTS)
                .thenKinds(CommitmentOverdueV2.class);
    }

    @Test
    void the_due_date_flags_an_active_commitment_once() {
        var active = registered().given(new CommitmentAcknowledged("th", "th.focal", NOON));
        active.at(NOON.minusMillis(1)).when(new PassDueDate(), FACTS).thenNothing();
        active.at(NOON).when(new PassDueDate(), FACTS).then(new CommitmentOverdueV2("forum-1", NOON, List.of("th")));
        active.given(new CommitmentOverdueV2("forum-1", NOON, List.of("th")))
                .when(new PassDueDate(), FACTS)
                .thenNothing();
    }

    @Test
    void one_that_was_flagged_by_the_first_version_of_the_event_is_flagged_still() {
        var active = registered().given(new CommitmentAcknowledged("th", "th.focal", NOON));
        active.given(new CommitmentOverdue())
                .at(NOON.plusSeconds(1))
                .when(new PassDueDate(), FACTS)
                .thenNothing();
        assertThat(active.state().overdue()).isTrue();
    }
}
