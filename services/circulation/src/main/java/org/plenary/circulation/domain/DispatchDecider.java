package org.plenary.circulation.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.plenary.circulation.domain.DispatchCommand.*;
import org.plenary.circulation.domain.DispatchEvent.*;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Wait;

/** Delivery of one circulation to its frozen recipients, with receipts; a mail server that is away is tried again. */
public final class DispatchDecider implements Decider<DispatchCommand, Dispatch, DispatchEvent, NoFacts> {
    /** Attempts for a party before it is given up and shown as such. */
    public static final int ATTEMPTS_MAX = 6;
    /** The pause after the first failure; it doubles with each. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    @Override
    public Dispatch initial() {
        return Dispatch.INITIAL;
    }

    @Override
    public List<DispatchEvent> decide(DispatchCommand command, Dispatch d, NoFacts facts, Act act) {
        return switch (command) {
            case OrderDispatch c ->
                d.ordered()
                        ? List.of()
                        : List.of(new DispatchOrdered(
                                c.forum(),
                                c.about(),
                                c.eventId(),
                                c.kind(),
                                c.symbol(),
                                c.title(),
                                c.note(),
                                c.recipients()));
            case RecordSent c ->
                !d.goesTo(c.party()) || d.sent().containsKey(c.party())
                        ? List.of()
                        : List.of(new MessageSent(
                                c.party(), c.messageId(), d.attempts().getOrDefault(c.party(), 0) + 1));
            case RecordFailure c -> failed(c, d, act);
            case RecordHeld c -> held(c, d, act);
            case RetryDelivery c -> {
                List<String> due = d.waiting().entrySet().stream()
                        .filter(w -> !w.getValue().isAfter(act.receivedAt()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
                yield due.isEmpty() ? List.of() : List.of(new DeliveryResumed(due));
            }
            case AcknowledgeReceipt c -> {
                if (!d.goesTo(act.unit())) {
                    throw DispatchRule.NOT_A_RECIPIENT.because("Your party is not among the recipients.");
                }
                yield d.acknowledged().containsKey(act.unit())
                        ? List.of()
                        : List.of(new ReceiptAcknowledged(act.unit(), act.actor()));
            }
        };
    }

    /** It waits like one that failed, and is never given up for it: no attempt is counted but the first. */
    private static List<DispatchEvent> held(RecordHeld c, Dispatch d, Act act) {
        int attempt = Math.max(1, d.attempts().getOrDefault(c.party(), 0));
        return done(c.party(), d)
                ? List.of()
                : List.of(new MessageFailed(c.party(), attempt, act.now().plus(PAUSE)));
    }

    private static boolean done(String party, Dispatch d) {
        return !d.goesTo(party) || d.sent().containsKey(party) || d.abandoned().contains(party);
    }

    private static List<DispatchEvent> failed(RecordFailure c, Dispatch d, Act act) {
        int attempt = d.attempts().getOrDefault(c.party(), 0) + 1;
        if (done(c.party(), d)) {
            return List.of();
        }
        if (attempt >= ATTEMPTS_MAX) {
            return List.of(new DeliveryAbandoned(c.party()));
        }
        Instant again = act.now().plus(PAUSE.multipliedBy(1L << (attempt - 1)));
        return List.of(new MessageFailed(c.party(), attempt, again));
    }

    @Override
    public Dispatch evolve(Dispatch d, DispatchEvent event) {
        return switch (event) {
            case DispatchOrdered e ->
                new Dispatch(
                        true,
                        e.forum(),
                        e.about(),
                        e.kind(),
                        e.symbol(),
                        e.title(),
                        e.note(),
                        e.recipients(),
                        d.attempts(),
                        d.waiting(),
                        d.sent(),
                        d.abandoned(),
                        d.acknowledged());
            case MessageSent e -> d.sent(e.party(), e.messageId());
            case MessageFailed e -> d.attempted(e.party(), e.attempt(), e.retryAt());
            case DeliveryResumed e -> d.resumed(e.parties());
            case DeliveryAbandoned e -> d.abandoned(e.party());
            case ReceiptAcknowledged e -> d.acknowledged(e.party(), e.by());
        };
    }

    @Override
    public List<Wait> waits(DispatchEvent event) {
        return event instanceof MessageFailed e ? List.of(new Wait("retry", e.retryAt())) : List.of();
    }

    @Override
    public DispatchCommand due(Wait wait) {
        return new RetryDelivery();
    }
}
