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

/** Whatever is sent to an accreditation in whatever order, these hold. */
class AccreditationPropertyTest {
    private static final Set<Status> ENDS = Set.of(Status.RETURNED, Status.REFUSED, Status.IN_ORDER);

    @Test
    void every_history_keeps_the_rules_of_the_accreditation() {
        new RandomHistories<>(
                        new AccreditationDecider(),
                        AccreditationEvent.class,
                        List.of(person("th.focal", "th"), person("secretariat", null), person("au.cochair", "au")),
                        random -> new NomineeName(new Reference("body-1", "0".repeat(64))),
                        (random, a, now) -> next(random))
                .run(300, 12, (where, before, command, events, a, act) -> {
                    if (ENDS.contains(before.status())) {
                        assertThat(events).as(where + ": nothing after the end").isEmpty();
                    }
                    if (a.status() == Status.IN_ORDER && before.status() != a.status()) {
                        assertThat(before.status()).as(where).isEqualTo(Status.ACCEPTED);
                    }
                    if (before.status() != Status.NONE) {
                        assertThat(a.party()).as(where).isEqualTo(before.party());
                        assertThat(a.name()).as(where).isEqualTo(before.name());
                    }
                });
    }

    private static AccreditationCommand next(Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> new NominateDelegate("forum-1", "meeting-1", "th", Capacity.HEAD, "A Person", "Note 1");
            case 2 -> new ReturnNomination("Unclear.");
            case 3, 4 -> new AcceptDelegate();
            case 5 -> new RefuseDelegate("No.");
            default -> new ReceiveCredentials();
        };
    }
}
