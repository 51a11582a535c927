package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.membership.domain.Accreditation.Objection;
import org.plenary.membership.domain.Accreditation.Refusal;
import org.plenary.membership.domain.Accreditation.Status;
import org.plenary.membership.domain.AccreditationCommand.*;
import org.plenary.membership.domain.AccreditationEvent.*;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

/** The accreditation's lifecycle: domain.md, section 3, "Accreditation". */
public final class AccreditationDecider
        implements Decider<AccreditationCommand, Accreditation, AccreditationEvent, AccreditationFacts> {
    @Override
    public Accreditation initial() {
        return Accreditation.INITIAL;
    }

    @Override
    public List<AccreditationEvent> decide(
            AccreditationCommand command, Accreditation a, AccreditationFacts facts, Act act) {
        return switch (command) {
            case NominateDelegate c -> {
                require(a, Set.of(Status.NONE), AccreditationRule.NOMINATION_NOT_PENDING);
                yield Nominations.nominate(c, facts);
            }
            case NominateSuccessor c -> a.status() == Status.NONE ? Nominations.succeed(c) : List.of();
            case ReturnNomination c -> {
                require(a, Set.of(Status.SUBMITTED), AccreditationRule.NOMINATION_NOT_PENDING);
                yield List.of(new NominationReturned(c.reason(), act.actor()));
            }
            case ResubmitNomination c -> {
                require(a, Set.of(Status.RETURNED), AccreditationRule.NOMINATION_NOT_RETURNED);
                yield Nominations.resubmit(c, a, facts, act);
            }
            case AcceptDelegate c -> {
                require(a, Set.of(Status.SUBMITTED), AccreditationRule.NOMINATION_NOT_PENDING);
                Nominations.open(a.forum(), facts);
                Nominations.room(a.capacity(), facts.delegation());
                yield List.of(new DelegateAccepted(act.actor()));
            }
            case RefuseDelegate c -> refuse(c, a, facts, act);
            case ReceiveCredentials c -> {
                require(a, Set.of(Status.ACCEPTED, Status.PROVISIONAL), AccreditationRule.DELEGATE_NOT_ACCEPTED);
                Nominations.open(a.forum(), facts);
                yield List.of(new CredentialsInOrder(act.actor()));
            }
            case ReceiveAssurance c -> {
                require(a, Set.of(Status.ACCEPTED), AccreditationRule.DELEGATE_NOT_ACCEPTED);
                Nominations.open(a.forum(), facts);
                yield List.of(new AssuranceReceived(c.text(), act.actor()));
            }
            case ObjectToCredentials c -> {
                require(a, Accreditation.SEATED, AccreditationRule.DELEGATE_NOT_SEATED);
                boolean again = a.status() == Status.CONTESTED
                        && a.objections().stream().anyMatch(o -> o.party().equals(act.unit()));
                yield again ? List.of() : List.of(new CredentialsContested(act.unit(), c.ground(), act.actor()));
            }
            case WithdrawNomination c -> {
                require(a, Accreditation.STANDING, AccreditationRule.ACCREDITATION_OVER);
                yield List.of(new NominationWithdrawn(act.actor()));
            }
            case ReplaceDelegate c -> {
                require(a, Accreditation.STANDING, AccreditationRule.ACCREDITATION_OVER);
                yield Nominations.replace(c, a, facts, act);
            }
            case SettleCredentials c ->
                a.status() == Status.CONTESTED ? List.of(new CredentialsSettled(c.outcome(), c.report())) : List.of();
            case ExpireAccreditation c ->
                Accreditation.STANDING.contains(a.status())
                        ? List.of(new AccreditationExpired(c.evidence()))
                        : List.of();
        };
    }

    private static void require(Accreditation a, Set<Status> in, AccreditationRule rule) {
        if (!in.contains(a.status())) {
            throw rule.because(
                    "The accreditation is " + a.status() + ".",
                    Map.of("state", a.status().name()));
        }
    }

    /**
     * Both keys are on the same nomination and the same reason. Whose key alone stands may give another reason; the
     * other co-chair may not, or two offices would each wait for the other on words of their own.
     */
    private static List<AccreditationEvent> refuse(
            RefuseDelegate c, Accreditation a, AccreditationFacts facts, Act act) {
        require(a, Set.of(Status.SUBMITTED), AccreditationRule.NOMINATION_NOT_PENDING);
        KnownMeeting meeting = Nominations.open(a.forum(), facts);
        String hash = a.refusalHash(c.reason());
        TwoKeys keys = keys(a, hash, act.unit(), meeting.keyholders());
        keys.require(act, hash);
        List<AccreditationEvent> events = new ArrayList<>();
        events.add(new RefusalKeyTurned(act.unit(), act.actor(), c.reason(), hash, keys.holders()));
        if (keys.completedBy(act.unit())) {
            events.add(new DelegateRefused(c.reason(), act.actor()));
        }
        return List.copyOf(events);
    }

    private static TwoKeys keys(Accreditation a, String hash, String unit, List<String> holders) {
        Refusal standing = a.refusal();
        if (standing != null) {
            boolean onlyOwn = standing.keys().turned().keySet().equals(Set.of(unit));
            if (standing.keys().hash().equals(hash) || !onlyOwn) {
                return standing.keys();
            }
        }
        return TwoKeys.on(hash, holders);
    }

    @Override
    public Accreditation evolve(Accreditation a, AccreditationEvent event) {
        return switch (event) {
            case DelegateNominated e -> Accreditation.of(e);
            case NominationJudged e -> a;
            case NoteVerbaleAttached e -> a.attached(new NoteVerbale(e.file(), e.kind(), e.bytes()));
            case NominationReturned e -> a.with(Status.RETURNED, e.reason());
            case NominationResubmitted e -> a.resubmitted(e.capacity(), e.name(), e.noteVerbale());
            case DelegateAccepted e -> a.with(Status.ACCEPTED, null);
            case RefusalKeyTurned e ->
                a.refusing(new Refusal(
                        e.reason(), keys(a, e.hash(), e.unit(), e.keyholders()).turn(e.unit(), e.by())));
            case DelegateRefused e -> a.with(Status.REFUSED, e.reason());
            case CredentialsInOrder e -> a.with(Status.IN_ORDER, null);
            case AssuranceReceived e -> a.assured(e.text());
            case CredentialsContested e -> a.contested(new Objection(e.party(), e.by(), e.ground()));
            case CredentialsSettled e ->
                a.with(
                        switch (e.outcome()) {
                            case IN_ORDER -> Status.IN_ORDER;
                            case REJECTED -> Status.REJECTED;
                        },
                        null);
            case NominationWithdrawn e -> a.with(Status.WITHDRAWN, null);
            case DelegateReplaced e -> a.replaced(e.successor());
            case AccreditationExpired e -> a.with(Status.EXPIRED, null);
        };
    }
}
