package org.plenary.kernel.redaction;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.redaction.RedactionCommand.ConfirmRedaction;
import org.plenary.kernel.redaction.RedactionCommand.DeclineRedaction;
import org.plenary.kernel.redaction.RedactionCommand.NoteDestroyed;
import org.plenary.kernel.redaction.RedactionCommand.ProposeRedaction;
import org.plenary.kernel.redaction.RedactionCommand.WithdrawRedaction;
import org.plenary.kernel.redaction.RedactionEvent.BodyDestroyed;
import org.plenary.kernel.redaction.RedactionEvent.EventRedacted;
import org.plenary.kernel.redaction.RedactionEvent.RedactionDeclined;
import org.plenary.kernel.redaction.RedactionEvent.RedactionProposed;
import org.plenary.kernel.redaction.RedactionEvent.RedactionWithdrawn;
import org.plenary.kernel.redaction.RedactionState.Status;

/** One person proposes, another consents to exactly that; then it cannot be taken back. */
final class RedactionDecider implements Decider<RedactionCommand, RedactionState, RedactionEvent, RedactionFacts> {
    @Override
    public RedactionState initial() {
        return new RedactionState(Status.NONE, 0, null, null, 0, null, null);
    }

    @Override
    public List<RedactionEvent> decide(RedactionCommand command, RedactionState state, RedactionFacts facts, Act act) {
        return switch (command) {
            case ProposeRedaction c -> List.of(proposed(c, state, facts, act));
            case ConfirmRedaction c -> {
                RedactionProposed p = standing(state, c.hash());
                another(p, act, "It takes two people: another one has to confirm what you proposed.");
                yield List.of(new EventRedacted(
                        p.event(), p.content(), p.ground(), p.hash(), act.receivedAt(), p.by(), by(facts, act)));
            }
            case DeclineRedaction c -> {
                RedactionProposed p = standing(state, c.hash());
                another(p, act, "You proposed it yourself. Withdraw it instead.");
                yield List.of(new RedactionDeclined(p.hash(), c.reason(), act.receivedAt(), by(facts, act)));
            }
            case WithdrawRedaction c -> {
                RedactionProposed p = standing(state, c.hash());
                if (!p.by().person().equals(act.actor())) {
                    throw RedactionRule.NOT_THE_PROPOSER.because(
                            "Only who proposed it takes it back. Decline it instead.");
                }
                yield List.of(new RedactionWithdrawn(p.hash(), act.receivedAt()));
            }
            case NoteDestroyed c -> {
                EventRedacted confirmed = state.confirmed();
                yield confirmed == null || confirmed.content() == null || state.destroyedAt() != null
                        ? List.of()
                        : List.of(new BodyDestroyed(confirmed.content(), act.receivedAt()));
            }
        };
    }

    private static RedactionProposed proposed(ProposeRedaction c, RedactionState state, RedactionFacts facts, Act act) {
        if (state.redacted()) {
            throw RedactionRule.ALREADY_REDACTED.because("It was redacted already.");
        }
        if (state.status() == Status.PROPOSED) {
            throw RedactionRule.REDACTION_UNDER_WAY.because(
                    "It was proposed already. The answer of another person is awaited.",
                    Map.of("redaction", act.stream()));
        }
        if (c.content() == null && c.version() == null) {
            throw of(
                    "/content",
                    RedactionRule.NOTHING_NAMED,
                    "Name the body that is to be redacted, or the event by its number.");
        }
        if (facts.event() == null && c.content() != null && c.version() != null) {
            throw of(
                    "/version",
                    RedactionRule.EVENT_NAMES_ANOTHER,
                    "Event " + c.version() + " of this stream does not name this body.");
        }
        if (facts.event() == null || facts.belonging() == null) {
            throw RedactionRule.NOTHING_TO_REDACT.because("There is no such event, or it does not name this body.");
        }
        if (facts.reasonTells()) {
            throw RedactionRule.REASON_TELLS.because(
                    "The reason has words of what is to be redacted, and it stays in the record. Give it in other words.");
        }
        Signatory by = by(facts, act);
        String hash = hash(act, facts.event(), c);
        return new RedactionProposed(
                facts.event(), c.content(), facts.belonging(), c.ground(), c.reason(), hash, act.receivedAt(), by);
    }

    /** A refusal that says of which member of the command it speaks, as bad input does. */
    private static Rejected of(String pointer, RedactionRule rule, String sentence) {
        Map<String, String> error = Map.of("pointer", pointer, "rule", rule.slug(), "message", sentence);
        return rule.because(sentence, Map.of("errors", List.of(error)));
    }

    /** Of all that the other person is to see: so nobody consents to one proposal and meets another. */
    private static String hash(Act act, String event, ProposeRedaction c) {
        return Ids.sha256(String.join(
                "\n",
                act.stream(),
                event,
                Objects.requireNonNullElse(c.content(), ""),
                c.ground().name(),
                act.actor(),
                act.receivedAt().toString(),
                c.reason()));
    }

    private static RedactionProposed standing(RedactionState state, String shown) {
        RedactionProposed p = state.proposal();
        if (state.status() != Status.PROPOSED || p == null) {
            throw RedactionRule.NOT_PROPOSED.because(
                    "Nothing is proposed here any more.", Map.of("standing", state.status()));
        }
        if (!p.hash().equals(shown)) {
            throw RedactionRule.REDACTION_OTHER.because(
                    "Something else is proposed than what was shown to you. Read it again.",
                    Map.of("standing", p.hash(), "shown", shown));
        }
        return p;
    }

    private static void another(RedactionProposed p, Act act, String sentence) {
        if (p.by().person().equals(act.actor())) {
            throw RedactionRule.SAME_PERSON.because(sentence);
        }
    }

    private static Signatory by(RedactionFacts facts, Act act) {
        return new Signatory(act.actor(), facts.offices(), act.standing().unit());
    }

    @Override
    public RedactionState evolve(RedactionState s, RedactionEvent event) {
        long n = s.events() + 1;
        return switch (event) {
            case RedactionProposed e -> {
                require(!s.redacted() && s.status() != Status.PROPOSED, s, e);
                yield new RedactionState(Status.PROPOSED, n, e, null, 0, null, null);
            }
            case EventRedacted e -> {
                require(s.status() == Status.PROPOSED, s, e);
                yield new RedactionState(Status.CONFIRMED, n, s.proposal(), e, n, null, null);
            }
            case RedactionDeclined e -> {
                require(s.status() == Status.PROPOSED, s, e);
                yield new RedactionState(Status.DECLINED, n, s.proposal(), null, 0, e, null);
            }
            case RedactionWithdrawn e -> {
                require(s.status() == Status.PROPOSED, s, e);
                yield new RedactionState(Status.WITHDRAWN, n, s.proposal(), null, 0, null, null);
            }
            case BodyDestroyed e -> {
                require(s.status() == Status.CONFIRMED, s, e);
                yield new RedactionState(
                        Status.DESTROYED, n, s.proposal(), s.confirmed(), s.confirmedAs(), null, e.at());
            }
        };
    }

    private static void require(boolean follows, RedactionState state, RedactionEvent event) {
        if (!follows) {
            throw new IllegalStateException(event.getClass().getSimpleName() + " cannot follow " + state.status());
        }
    }
}
