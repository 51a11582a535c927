package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.membership.domain.ImportEntry.ImportName;
import org.plenary.membership.domain.PartyCommand.*;

/** Whatever is sent to a party in whatever order, these hold. */
class PartyPropertyTest {
    @Test
    void every_history_keeps_one_class_at_a_time_and_forgets_none() {
        new RandomHistories<>(
                        new PartyDecider(),
                        PartyEvent.class,
                        List.of(person("secretariat", null, "SECRETARIAT")),
                        random -> new NoFacts(),
                        (random, p, now) -> next(random))
                .run(300, 12, (where, before, command, events, p, act) -> {
                    assertThat(p.classes().size())
                            .as(where)
                            .isGreaterThanOrEqualTo(before.classes().size());
                    assertThat(p.names()).as(where + ": names stay").containsAll(before.names());
                    for (Instant at = NOON.minus(Duration.ofDays(2)); at.isBefore(NOON.plus(Duration.ofDays(20))); ) {
                        Instant t = at;
                        long held =
                                p.classes().stream().filter(c -> c.inForce(t)).count();
                        assertThat(held).as(where + ": one class at " + t).isLessThanOrEqualTo(1);
                        at = at.plus(Duration.ofDays(1));
                    }
                    if (before.registered()) {
                        assertThat(p.party()).as(where).isEqualTo(before.party());
                        assertThat(p.forum()).as(where).isEqualTo(before.forum());
                    }
                });
    }

    private static PartyCommand next(Random random) {
        Instant from = NOON.plus(Duration.ofDays(random.nextInt(20) - 1));
        PartyClass type = PartyClass.values()[random.nextInt(4)];
        String name = "Name " + random.nextInt(3);
        return switch (random.nextInt(6)) {
            case 0 -> new RegisterParty("forum-1", new PartyEntry("th", type, name, "UTC", null, null));
            case 1 -> new EnterParty("forum-1", "th", type, name, "UTC", from, null);
            case 2 ->
                new BringPartyUpToDate(
                        "forum-1",
                        new ImportEntry("th", type, "UTC", List.of(new ImportName("en", name))),
                        from,
                        "Import.",
                        "secretariat");
            case 3 -> new ChangePartyClass(type, from, "Decided.");
            default -> new RenameParty(random.nextBoolean() ? "en" : "id", name, from);
        };
    }
}
