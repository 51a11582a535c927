package org.plenary.circulation.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.circulation.domain.DispatchCommand.*;
import org.plenary.circulation.domain.DispatchEvent.*;
import org.plenary.kernel.test.DeciderSpecification;

class DispatchDeciderTest {
    private static final NoFacts NONE = new NoFacts();
    private static final List<Recipient> TO =
            List.of(new Recipient("th", List.of("th.focal")), new Recipient("nz", List.of("nz.focal")));
    private static final DispatchOrdered ORDERED = new DispatchOrdered(
            "forum-1",
            "agenda-1",
            "agenda-1@4",
            DispatchKind.AGENDA_CIRCULATED,
            "BP/MC.9/A.1",
            "Agenda",
            "Edition 1.",
            TO);

    private static DeciderSpecification<DispatchCommand, Dispatch, DispatchEvent, NoFacts> ordered() {
        return spec(new DispatchDecider()).given(ORDERED);
    }

    @Test
    void a_dispatch_is_ordered_once_and_each_message_recorded_once() {
        OrderDispatch order = new OrderDispatch(
                "forum-1",
                "agenda-1",
                "agenda-1@4",
                DispatchKind.AGENDA_CIRCULATED,
                "BP/MC.9/A.1",
                "Agenda",
                "Edition 1.",
                TO);
        spec(new DispatchDecider()).when(order, NONE).then(ORDERED);
        ordered().when(order, NONE).thenNothing();
        ordered().when(new RecordSent("th", "<m>"), NONE).then(new MessageSent("th", "<m>", 1));
        ordered()
                .given(new MessageSent("th", "<m>", 1))
                .when(new RecordSent("th", "<m>"), NONE)
                .thenNothing();
    }

    @Test
    void a_message_that_failed_is_tried_again_later_and_later_until_it_is_given_up() {
        var spec = ordered();
        long pause = 5;
        for (int attempt = 1; attempt < DispatchDecider.ATTEMPTS_MAX; attempt++) {
            MessageFailed failed = (MessageFailed)
                    spec.when(new RecordFailure("th"), NONE).events().getFirst();
            assertThat(failed.attempt()).isEqualTo(attempt);
            assertThat(failed.retryAt()).isEqualTo(NOON.plusSeconds(pause));
            assertThat(new DispatchDecider().waits(failed)).hasSize(1);
            spec.given(failed);
            pause *= 2;
        }
        spec.when(new RetryDelivery(), NONE).thenNothing();
        spec.at(NOON.plusSeconds(pause / 2)).when(new RetryDelivery(), NONE).then(new DeliveryResumed(List.of("th")));
        spec.when(new RecordFailure("th"), NONE).then(new DeliveryAbandoned("th"));
        spec.given(new DeliveryAbandoned("th"));
        spec.when(new RecordFailure("th"), NONE).thenNothing();
        spec.when(new RetryDelivery(), NONE).thenNothing();
    }

    @Test
    void a_message_that_is_held_waits_for_its_timer_and_is_never_given_up_for_it() {
        MessageFailed first = new MessageFailed("th", 1, NOON.plusSeconds(5));
        ordered().when(new RecordHeld("th"), NONE).then(first);
        int last = DispatchDecider.ATTEMPTS_MAX - 1;
        ordered()
                .given(new MessageFailed("th", last, NOON), new DeliveryResumed(List.of("th")))
                .when(new RecordHeld("th"), NONE)
                .then(new MessageFailed("th", last, NOON.plusSeconds(5)));
        ordered()
                .given(new MessageSent("th", "<m>", 1))
                .when(new RecordHeld("th"), NONE)
                .thenNothing();
        ordered()
                .given(new DeliveryAbandoned("th"))
                .when(new RecordHeld("th"), NONE)
                .thenNothing();
        ordered().when(new RecordHeld("my"), NONE).thenNothing();
    }

    @Test
    void a_timer_resumes_only_those_whose_time_has_come_and_each_attempt_once() {
        var spec = ordered().given(new MessageFailed("th", 1, NOON), new MessageFailed("nz", 1, NOON.plusMillis(1)));
        spec.when(new RetryDelivery(), NONE).then(new DeliveryResumed(List.of("th")));
        spec.given(new DeliveryResumed(List.of("th")))
                .when(new RetryDelivery(), NONE)
                .thenNothing();
        spec.given(new MessageFailed("th", 2, NOON.plusSeconds(10)))
                .at(NOON.plusMillis(1))
                .when(new RetryDelivery(), NONE)
                .then(new DeliveryResumed(List.of("nz")));
    }

    @Test
    void nothing_is_sent_or_tried_for_a_party_that_is_no_recipient() {
        ordered().when(new RecordSent("my", "<m>"), NONE).thenNothing();
        ordered().when(new RecordFailure("my"), NONE).thenNothing();
        spec(new DispatchDecider()).when(new RecordSent("th", "<m>"), NONE).thenNothing();
    }

    @Test
    void a_message_that_went_out_at_last_is_not_tried_again() {
        var spec = ordered().given(new MessageFailed("th", 1, NOON));
        spec.when(new RecordSent("th", "<m>"), NONE).then(new MessageSent("th", "<m>", 2));
        spec.given(new MessageSent("th", "<m>", 2))
                .when(new RetryDelivery(), NONE)
                .thenNothing();
    }

    @Test
    void a_recipient_acknowledges_once_and_nobody_else() {
        ordered()
                .by(person("th.focal", "th"))
                .when(new AcknowledgeReceipt(), NONE)
                .then(new ReceiptAcknowledged("th", "th.focal"));
        ordered()
                .given(new ReceiptAcknowledged("th", "th.focal"))
                .by(person("th.head", "th"))
                .when(new AcknowledgeReceipt(), NONE)
                .thenNothing();
        ordered()
                .by(person("my.focal", "my"))
                .when(new AcknowledgeReceipt(), NONE)
                .thenRejected(DispatchRule.NOT_A_RECIPIENT);
    }
}
