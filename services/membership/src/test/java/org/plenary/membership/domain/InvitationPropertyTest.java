package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.membership.domain.Invitation.Status;
import org.plenary.membership.domain.InvitationCommand.*;
import org.plenary.membership.domain.InvitationEvent.InvitationAccepted;
import org.plenary.membership.domain.InvitationEvent.PersonInvited;

/** Whatever is sent to an invitation in whatever order, these hold. */
class InvitationPropertyTest {
    private static final Reference NAME = new Reference("body-1", "0".repeat(64));

    @Test
    void every_history_keeps_the_rules_of_an_invitation() {
        new RandomHistories<>(
                        new InvitationDecider(),
                        InvitationEvent.class,
                        List.of(
                                person("th.focal", "th", "FOCAL_POINT"),
                                person("sec", null, "SECRETARIAT"),
                                person("guest1", null),
                                person("guest2", null)),
                        random -> facts(random),
                        (random, i, now) -> next(random))
                .stepsOf(Duration.ofHours(20))
                .run(300, 8, (where, before, command, events, i, act) -> {
                    if (before.status() == Status.ACCEPTED || before.status() == Status.WITHDRAWN) {
                        assertThat(events).as(where + ": nothing after the end").isEmpty();
                    }
                    if (events.stream().anyMatch(PersonInvited.class::isInstance)
                            && act.standing().unit() == null) {
                        assertThat(i.roles()).as(where).containsExactly(Role.FOCAL_POINT);
                    }
                    if (events.stream().anyMatch(InvitationAccepted.class::isInstance)) {
                        assertThat(act.receivedAt()).as(where).isBefore(i.expiresAt());
                        assertThat(i.acceptedBy())
                                .as(where)
                                .isEqualTo(act.actor())
                                .isNotEqualTo(i.invitedBy());
                    }
                });
    }

    private static Role offered(Random random) {
        return RandomHistories.pick(random, Role.HEAD, Role.FOCAL_POINT);
    }

    private static InvitationFacts facts(Random random) {
        return new InvitationFacts(
                NAME, null, inviter(random), accepting(random), random.nextInt(9) > 0, random.nextBoolean());
    }

    private static Person inviter(Random random) {
        if (random.nextInt(4) == 0) {
            Tenure tenure = new Tenure("grant-2", Role.SECRETARIAT, null, null, Instant.EPOCH, null);
            return new Person(true, "forum-1", "sec", null, List.of(tenure), List.of(), List.of());
        }
        List<Tenure> roles = random.nextInt(6) == 0
                ? List.of()
                : List.of(new Tenure("grant-1", Role.FOCAL_POINT, null, null, Instant.EPOCH, null));
        return new Person(true, "forum-1", "th.focal", "th", roles, List.of(), List.of());
    }

    private static Person accepting(Random random) {
        boolean registered = random.nextInt(4) == 0;
        String unit = registered ? RandomHistories.pick(random, "th", "nz") : null;
        return new Person(registered, "forum-1", "guest1", unit, List.of(), List.of(), List.of());
    }

    private static InvitationCommand next(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                new InvitePerson("forum-1", "th", List.of(offered(random)), "A Person", null, "a".repeat(64), 1);
            case 2, 3, 4 -> new AcceptInvitation("secret");
            default -> new WithdrawInvitation();
        };
    }
}
