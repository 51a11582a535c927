package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.membership.domain.Accreditation.Status;
import org.plenary.membership.domain.AccreditationCommand.*;
import org.plenary.membership.domain.AccreditationFacts.Delegation;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

/** Whatever is sent to an accreditation in whatever order, these hold. */
class AccreditationPropertyTest {
    private static final Set<Status> ENDS = Set.of(Status.REFUSED, Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED);
    private static final Reference NAME = new Reference("body-1", "0".repeat(64));
    private static final NoteVerbale FILE = new NoteVerbale(new Reference("file-1", "1".repeat(64)), FileKind.PNG, 10);

    @Test
    void every_history_keeps_the_rules_of_the_accreditation() {
        new RandomHistories<>(
                        new AccreditationDecider(),
                        AccreditationEvent.class,
                        List.of(
                                person("th.focal", "th"),
                                person("secretariat", null),
                                person("au.cochair", "au"),
                                person("id.cochair", "id")),
                        AccreditationPropertyTest::facts,
                        (random, a, now) -> next(random))
                .run(600, 14, (where, before, command, events, a, act) -> {
                    if (ENDS.contains(before.status())) {
                        assertThat(events).as(where + ": nothing after the end").isEmpty();
                    }
                    if (a.status() == Status.REFUSED && before.status() != a.status()) {
                        assertThat(java.util.Objects.requireNonNull(before.refusal())
                                        .keys()
                                        .turned())
                                .as(where + ": the other key was turned before")
                                .hasSize(1)
                                .doesNotContainKey(act.unit());
                    }
                    if (Accreditation.SEATED.contains(a.status()) && !Accreditation.SEATED.contains(before.status())) {
                        assertThat(before.status()).as(where).isEqualTo(Status.ACCEPTED);
                    }
                    if (a.status() == Status.CONTESTED) {
                        assertThat(a.objections()).as(where).isNotEmpty();
                        assertThat(a.objections().stream().map(Accreditation.Objection::party))
                                .as(where + ": a party objects once")
                                .doesNotHaveDuplicates();
                    }
                    if (before.status() != Status.NONE) {
                        assertThat(a.party()).as(where).isEqualTo(before.party());
                        assertThat(a.meeting()).as(where).isEqualTo(before.meeting());
                    }
                });
    }

    private static AccreditationFacts facts(Random random) {
        String status = random.nextInt(10) == 0 ? "CLOSED" : "CONVENED";
        return new AccreditationFacts(
                NAME,
                new KnownMeeting("forum-1", status, List.of("au", "id"), "meeting-1@7"),
                new Delegation(random.nextInt(3), random.nextInt(5) == 0 ? "accreditation-2" : null, 2),
                random.nextBoolean() ? FILE : null);
    }

    private static AccreditationCommand next(Random random) {
        String file = random.nextInt(3) == 0 ? "file-1" : null;
        return switch (random.nextInt(16)) {
            case 0, 1 -> new NominateDelegate("forum-1", "meeting-1", "th", Capacity.HEAD, "A Person", "Note 1", file);
            case 2 -> new ReturnNomination("Unclear.");
            case 3, 4 -> new AcceptDelegate();
            case 5, 6 -> new RefuseDelegate(random.nextInt(4) == 0 ? "Other." : "No.");
            case 7 -> new ReceiveAssurance("By bag.");
            case 8 -> new ObjectToCredentials("Not signed.");
            case 9 -> new ResubmitNomination(Capacity.ALTERNATE, "A Person", "Note 2", file);
            case 10 ->
                random.nextInt(4) == 0 ? new WithdrawNomination() : new ReplaceDelegate("Another", "Note 3", file);
            case 11 -> new SettleCredentials(CredentialsOutcome.values()[random.nextInt(2)], "report-1");
            case 12 -> random.nextInt(4) == 0 ? new ExpireAccreditation("meeting-1@9") : new AcceptDelegate();
            case 13 -> new NominateSuccessor("forum-1", "meeting-1", "th", Capacity.ADVISER, NAME, "Note 4", null);
            default -> new ReceiveCredentials();
        };
    }
}
