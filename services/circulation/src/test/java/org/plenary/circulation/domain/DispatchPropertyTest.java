package org.plenary.circulation.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.circulation.domain.DispatchCommand.*;
import org.plenary.kernel.test.RandomHistories;

/** Whatever is sent to a dispatch in whatever order, these hold. */
class DispatchPropertyTest {
    private static final List<Recipient> TO =
            List.of(new Recipient("th", List.of("th.focal")), new Recipient("nz", List.of("nz.focal")));

    @Test
    void every_history_keeps_the_rules_of_the_dispatch() {
        new RandomHistories<>(
                        new DispatchDecider(),
                        DispatchEvent.class,
                        List.of(person("th.focal", "th"), person("nz.head", "nz"), person("my.focal", "my")),
                        random -> new NoFacts(),
                        (random, d, now) -> d.ordered() ? next(random) : order())
                .run(300, 40, (where, before, command, events, d, act) -> {
                    assertThat(d.sent().keySet())
                            .as(where + ": what is sent stays sent")
                            .containsAll(before.sent().keySet());
                    before.sent()
                            .forEach((party, id) ->
                                    assertThat(d.sent()).as(where).containsEntry(party, id));
                    assertThat(d.acknowledged().keySet()).as(where).isSubsetOf("th", "nz");
                    d.attempts()
                            .values()
                            .forEach(n -> assertThat(n).as(where).isLessThan(DispatchDecider.ATTEMPTS_MAX));
                    assertThat(before.ordered() && !d.ordered()).as(where).isFalse();
                });
    }

    private static DispatchCommand order() {
        return new OrderDispatch(
                "forum-1", "agenda-1", "agenda-1@4", DispatchKind.AGENDA_CIRCULATED, "BP/MC.9/A.1", "A", "1", TO);
    }

    private static DispatchCommand next(Random random) {
        String party = pick(random, "th", "nz");
        return switch (random.nextInt(13)) {
            case 0 -> order();
            case 1 -> new RecordSent(party, "<" + random.nextInt(99) + ">");
            case 2, 3, 4, 5, 6, 7 -> new RecordFailure(party);
            case 8, 9 -> new RetryDelivery();
            case 10 -> new RecordHeld(party);
            default -> new AcknowledgeReceipt();
        };
    }
}
