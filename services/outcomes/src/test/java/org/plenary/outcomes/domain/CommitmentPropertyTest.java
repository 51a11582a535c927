package org.plenary.outcomes.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.outcomes.domain.Commitment.Status;
import org.plenary.outcomes.domain.CommitmentCommand.*;
import org.plenary.outcomes.domain.CommitmentEvent.*;

/** Whatever is sent to a commitment in whatever order, these hold. */
class CommitmentPropertyTest {
    private static final List<Standing> PEOPLE = List.of(
            person("au.cochair", "au"),
            person("au.cochair", "id"),
            person("id.cochair", "id"),
            person("th.focal", "th"),
            person("my.focal", "my"),
            person("assessor", null));

    @Test
    void every_history_keeps_the_rules_of_the_commitment() {
        new RandomHistories<>(
                        new CommitmentDecider(),
                        CommitmentEvent.class,
                        PEOPLE,
                        random -> new CommitmentFacts(
                                random.nextInt(8) == 0 ? Document.INITIAL : CommitmentDeciderTest.PUBLISHED),
                        CommitmentPropertyTest::next)
                .noLongerMaking(CommitmentOverdue.class)
                .run(400, 60, CommitmentPropertyTest::holds);
    }

    private static void holds(
            String where,
            Commitment before,
            CommitmentCommand command,
            List<CommitmentEvent> events,
            Commitment c,
            Act act) {
        for (CommitmentEvent event : events) {
            switch (event) {
                case CommitmentRegistered e ->
                    assertThat(new HashSet<>(c.keys().turned().values()))
                            .as(where)
                            .hasSize(2);
                case CommitmentAcknowledged e ->
                    assertThat(c.ownedBy(e.party())).as(where).isTrue();
                case ProgressReported e ->
                    assertThat(c.ownedBy(e.party())).as(where).isTrue();
                case CommitmentAssessed e ->
                    assertThat(c.ownedBy(act.unit())).as(where).isFalse();
                case CommitmentOverdueV2 e ->
                    assertThat(act.receivedAt()).as(where).isAfterOrEqualTo(before.due());
                default -> {
                    // promised elsewhere
                }
            }
        }
        assertThat(c.selfReports())
                .as(where + ": the series grow")
                .hasSizeGreaterThanOrEqualTo(before.selfReports().size());
        assertThat(c.assessments())
                .as(where)
                .hasSizeGreaterThanOrEqualTo(before.assessments().size());
        if (before.overdue()) {
            assertThat(c.overdue()).as(where).isTrue();
        }
        if (c.status() == Status.REGISTERED || c.status() == Status.ACTIVE) {
            assertThat(c.keys().complete()).as(where).isTrue();
        }
    }

    private static CommitmentCommand next(Random random, Commitment c, Instant now) {
        String hash = random.nextInt(6) == 0 ? "0" : c.keys().hash();
        if (c.status() == Status.NONE) {
            return random.nextInt(10) == 0
                    ? new ImportCommitment("forum-1", "A promise", null, 2002, null, List.of())
                    : new MarkCommitment(
                            "document-1",
                            "op1",
                            pick(random, "share", "share by 2028", "no such words"),
                            pick(random, List.of("th"), List.of()),
                            List.of(1),
                            pick(random, null, NOON.plus(Duration.ofHours(20))),
                            "Exchanges");
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> new ValidateCommitment(hash);
            case 4, 5 -> new AcknowledgeCommitment();
            case 6, 7 -> new ReportProgress(Level.LIMITED, "Two exchanges.");
            case 8, 9 -> new AssessCommitment(Level.LIMITED, "Seen.");
            default -> new PassDueDate();
        };
    }
}
