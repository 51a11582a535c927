package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.membership.domain.PersonCommand.*;
import org.plenary.membership.domain.PersonEvent.*;

/** Whatever is sent to a person in whatever order, these hold. */
class PersonPropertyTest {
    private static final Set<Role> TWO_PERSONS = Set.of(Role.CO_CHAIR, Role.SECRETARIAT);

    @Test
    void every_history_keeps_the_rules_of_a_person() {
        new RandomHistories<>(
                        new PersonDecider(),
                        PersonEvent.class,
                        List.of(
                                person("au.focal", "au", "FOCAL_POINT"),
                                person("au.new", "au", "FOCAL_POINT"),
                                person("th.focal", "th", "FOCAL_POINT"),
                                person("secretariat", null, "SECRETARIAT"),
                                person("secretariat2", null, "SECRETARIAT")),
                        random -> new PersonFacts(
                                random.nextInt(10) > 0,
                                random.nextInt(10) > 0 ? Set.of("au") : Set.of(),
                                random.nextBoolean(),
                                new Reference("body-1", "0".repeat(64))),
                        PersonPropertyTest::next)
                .noLongerMaking(RoleGranted.class)
                .run(300, 30, (where, before, command, events, p, act) -> {
                    boolean founding = command instanceof RegisterPerson || command instanceof JoinByInvitation;
                    for (PersonEvent event : events) {
                        if (event instanceof RoleGrantedV2 g) {
                            assertThat(g.from())
                                    .as(where + ": nothing is backdated")
                                    .isAfterOrEqualTo(act.receivedAt());
                            assertThat(founding || !act.actor().equals(before.subject()))
                                    .as(where + ": nobody gives a role to oneself")
                                    .isTrue();
                            assertThat(founding
                                            || !TWO_PERSONS.contains(g.role())
                                            || proposedByAnother(before, g, act.actor()))
                                    .as(where + ": such a role takes two")
                                    .isTrue();
                        }
                    }
                    if (before.registered()) {
                        assertThat(p.unit()).as(where).isEqualTo(before.unit());
                    }
                    assertThat(p.roles())
                            .as(where + ": no role is lost")
                            .hasSizeGreaterThanOrEqualTo(before.roles().size());
                });
    }

    private static boolean proposedByAnother(Person before, RoleGrantedV2 granted, String actor) {
        return before.proposal(granted.grant())
                .filter(p -> !p.by().equals(actor))
                .isPresent();
    }

    private static PersonCommand next(Random random, Person p, Instant now) {
        Instant some = now.plus(Duration.ofMinutes(random.nextInt(-20, 200)));
        return switch (random.nextInt(9)) {
            case 0 -> new RegisterPerson("forum-1", new PersonEntry("au.new", "au", List.of()));
            case 1 -> new JoinByInvitation("forum-1", "au.new", pick(random, "au", "th"), List.of(Role.DELEGATE));
            case 2, 3, 4 ->
                new GrantRole(
                        pick(random, Role.values()),
                        pick(random, null, "conference"),
                        pick(random, null, "Minister"),
                        pick(random, null, some),
                        pick(random, null, now.plus(Duration.ofHours(random.nextInt(9)))));
            case 5 -> new ConfirmRole(anyGrant(random, p));
            case 6 -> new EndRole(anyGrant(random, p), pick(random, null, some));
            case 7 -> new RecusePerson("meeting-" + random.nextInt(3), "Why.");
            default -> new EndRecusal("meeting-" + random.nextInt(3));
        };
    }

    private static String anyGrant(Random random, Person p) {
        List<String> all = java.util.stream.Stream.concat(
                        p.roles().stream(), p.proposed().stream().map(ProposedRole::tenure))
                .map(Tenure::grant)
                .toList();
        return all.isEmpty() ? "g0" : all.get(random.nextInt(all.size()));
    }
}
