package org.plenary.outcomes.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Deadline;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.outcomes.domain.Document.Status;
import org.plenary.outcomes.domain.DocumentCommand.ObjectToSilence;
import org.plenary.outcomes.domain.DocumentCommand.PlaceUnderSilence;
import org.plenary.outcomes.domain.DocumentEvent.DocumentAdopted;
import org.plenary.outcomes.domain.DocumentEvent.SilenceBroken;
import org.plenary.outcomes.domain.DocumentEvent.SilenceKeyTurned;
import org.plenary.outcomes.domain.DocumentEvent.SilenceObjected;
import org.plenary.outcomes.domain.DocumentEvent.SilencePlaced;

/**
 * The silence procedure: adopted when no party objects in writing before T. An objection is judged by the instant the
 * server received it, and one received at exactly T is late; the outcome is settled at T + 10 s with effect as of T, so
 * that an objection received in time by a slow instance still counts. Domain.md, section 3; design.md, section 2.
 */
final class SilenceRules {
    private SilenceRules() {}

    static List<DocumentEvent> place(PlaceUnderSilence c, Document d, OutcomeFacts facts, Act act) {
        DocumentDecider.require(d, Status.READY, DocumentRule.NOT_READY);
        if (d.symbol() == null) {
            throw DocumentRule.SYMBOL_PENDING.because("The symbol is being minted. Please try again in a moment.");
        }
        if (!ZoneId.getAvailableZoneIds().contains(c.zone())) {
            throw DocumentRule.ZONE_UNKNOWN.because("There is no time zone " + c.zone() + ".");
        }
        Duration minimum = Objects.requireNonNull(d.rules()).silenceMinimum();
        Silence asked = standing(d, c, minimum, act);
        TwoKeys keys = asked == null ? TwoKeys.on(d.hash(), d.keyholders()) : asked.keys();
        keys.require(act, c.hash());
        if (asked != null && !sameTerms(asked, c.expiresAt(), c.zone())) {
            throw DocumentRule.SILENCE_OTHER_TERMS.because(
                    "The other key is on another instant or zone.",
                    Map.of("expiresAt", asked.expiresAt().toString(), "zone", asked.zone()));
        }
        Duration given = Duration.between(act.receivedAt(), c.expiresAt());
        if (given.compareTo(minimum) < 0) {
            throw DocumentRule.SILENCE_TOO_SHORT.because(
                    "The silence is shorter than the rule card asks.",
                    Map.of("given", given.toString(), "minimum", minimum.toString()));
        }
        List<DocumentEvent> events = new ArrayList<>();
        events.add(new SilenceKeyTurned(act.unit(), act.actor(), c.hash(), c.expiresAt(), c.zone()));
        if (keys.completedBy(act.unit())) {
            List<String> all = facts.partyClasses().keySet().stream().sorted().toList();
            List<String> breakers = all.stream()
                    .filter(p -> Objects.requireNonNull(d.rules())
                            .mayBreakSilence()
                            .contains(facts.partyClasses().get(p)))
                    .toList();
            Instant settles = new Deadline(c.expiresAt()).settlesAt();
            events.add(new SilencePlaced(
                    d.forum(),
                    d.meeting(),
                    c.hash(),
                    d.symbol(),
                    d.title(),
                    c.expiresAt(),
                    settles,
                    c.zone(),
                    minimum,
                    given,
                    breakers,
                    all,
                    d.rules().ruleCardVersion()));
        }
        return List.copyOf(events);
    }

    private static boolean sameTerms(Silence asked, Instant expiresAt, String zone) {
        return asked.expiresAt().equals(expiresAt) && asked.zone().equals(zone);
    }

    /**
     * The terms that the other key is asked to agree to. Terms can be given anew by the office whose key alone stands on
     * them, and by either once they leave less than the minimum: else a mistaken instant would hold the text for ever.
     */
    private static @Nullable Silence standing(Document d, PlaceUnderSilence c, Duration minimum, Act act) {
        Silence asked = d.silence();
        if (asked == null || sameTerms(asked, c.expiresAt(), c.zone())) {
            return asked;
        }
        boolean own = asked.keys().turned().containsKey(act.unit());
        boolean past = Duration.between(act.receivedAt(), asked.expiresAt()).compareTo(minimum) < 0;
        return own || past ? null : asked;
    }

    static List<DocumentEvent> object(ObjectToSilence c, Document d, Act act) {
        Silence silence = d.silence();
        boolean open = d.status() == Status.UNDER_SILENCE || d.status() == Status.BROKEN;
        if (silence != null && !new Deadline(silence.expiresAt()).met(act)) {
            throw DocumentRule.SILENCE_EXPIRED.because(
                    "The objection was received after the silence had ended.",
                    Map.of(
                            "expiresAt", silence.expiresAt().toString(),
                            "receivedAt", act.receivedAt().toString()));
        }
        if (silence == null || !open) {
            throw DocumentRule.NOT_UNDER_SILENCE.because(
                    "The document is not under silence.",
                    Map.of("state", d.status().name()));
        }
        if (!silence.breakers().contains(act.unit())) {
            throw DocumentRule.PARTY_MAY_NOT_BREAK.because(
                    "The rule card does not let your party break a silence.", Map.of("unit", act.unit()));
        }
        if (silence.objectors().contains(act.unit())) {
            return List.of();
        }
        SilenceObjected objected = new SilenceObjected(act.unit(), act.actor(), c.ground(), act.receivedAt());
        return d.status() == Status.BROKEN
                ? List.of(objected)
                : List.of(
                        objected,
                        new SilenceBroken(
                                d.forum(),
                                d.meeting(),
                                Objects.requireNonNull(d.symbol()),
                                d.title(),
                                act.unit(),
                                silence.recipients()));
    }

    /** Nothing where it was broken, or is settled already, or it is too early. */
    static List<DocumentEvent> settle(Document d, Act act) {
        Silence silence = d.silence();
        if (d.status() != Status.UNDER_SILENCE
                || silence == null
                || act.receivedAt().isBefore(silence.settlesAt())) {
            return List.of();
        }
        Instant until =
                silence.expiresAt().plus(Objects.requireNonNull(d.rules()).statementsWindow());
        return List.of(new DocumentAdopted(
                d.forum(),
                d.meeting(),
                Objects.requireNonNull(d.symbol()),
                d.title(),
                Basis.SILENCE,
                silence.expiresAt(),
                silence.keys().hash(),
                silence.breakers().size(),
                silence.objectors().size(),
                silence.minimum(),
                silence.given(),
                until.isBefore(act.now()) ? act.now() : until,
                silence.recipients()));
    }

    static Document evolve(Document d, SilenceKeyTurned e) {
        Silence before = d.silence();
        TwoKeys keys = before != null && sameTerms(before, e.expiresAt(), e.zone())
                ? before.keys()
                : TwoKeys.on(e.hash(), d.keyholders());
        Silence asked = new Silence(
                keys.turn(e.unit(), e.by()),
                e.expiresAt(),
                e.expiresAt(),
                e.zone(),
                Duration.ZERO,
                Duration.ZERO,
                List.of(),
                List.of(),
                List.of());
        return d.silence(d.status(), asked);
    }

    static Document evolve(Document d, SilencePlaced e) {
        Silence running = new Silence(
                Objects.requireNonNull(d.silence()).keys(),
                e.expiresAt(),
                e.settlesAt(),
                e.zone(),
                e.minimum(),
                e.given(),
                e.breakers(),
                e.recipients(),
                List.of());
        return d.silence(Status.UNDER_SILENCE, running);
    }
}
