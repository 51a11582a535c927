package org.plenary.membership.domain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.Accreditation.Status;
import org.plenary.membership.domain.AccreditationCommand.AcceptDelegate;
import org.plenary.membership.domain.AccreditationCommand.NominateDelegate;
import org.plenary.membership.domain.AccreditationCommand.ReceiveCredentials;
import org.plenary.membership.domain.AccreditationCommand.RefuseDelegate;
import org.plenary.membership.domain.AccreditationCommand.ReturnNomination;
import org.plenary.membership.domain.AccreditationEvent.CredentialsInOrder;
import org.plenary.membership.domain.AccreditationEvent.DelegateAccepted;
import org.plenary.membership.domain.AccreditationEvent.DelegateNominated;
import org.plenary.membership.domain.AccreditationEvent.DelegateRefused;
import org.plenary.membership.domain.AccreditationEvent.NominationReturned;

/** From nomination to credentials in order. */
public final class AccreditationDecider
        implements Decider<AccreditationCommand, Accreditation, AccreditationEvent, NomineeName> {
    @Override
    public Accreditation initial() {
        return Accreditation.INITIAL;
    }

    @Override
    public List<AccreditationEvent> decide(AccreditationCommand command, Accreditation a, NomineeName facts, Act act) {
        return switch (command) {
            case NominateDelegate c -> {
                require(a, Status.NONE, AccreditationRule.NOMINATION_NOT_PENDING);
                yield List.of(new DelegateNominated(
                        c.forum(),
                        c.meeting(),
                        c.party(),
                        c.capacity(),
                        Objects.requireNonNull(facts.kept()),
                        c.noteVerbale()));
            }
            case ReturnNomination c -> {
                require(a, Status.SUBMITTED, AccreditationRule.NOMINATION_NOT_PENDING);
                yield List.of(new NominationReturned(c.reason(), act.actor()));
            }
            case AcceptDelegate c -> {
                require(a, Status.SUBMITTED, AccreditationRule.NOMINATION_NOT_PENDING);
                yield List.of(new DelegateAccepted(act.actor()));
            }
            case RefuseDelegate c -> {
                require(a, Status.SUBMITTED, AccreditationRule.NOMINATION_NOT_PENDING);
                yield List.of(new DelegateRefused(c.reason(), act.actor()));
            }
            case ReceiveCredentials c -> {
                require(a, Status.ACCEPTED, AccreditationRule.DELEGATE_NOT_ACCEPTED);
                yield List.of(new CredentialsInOrder(act.actor()));
            }
        };
    }

    private static void require(Accreditation a, Status status, AccreditationRule rule) {
        if (a.status() != status) {
            throw rule.because(
                    "The accreditation is " + a.status() + ", not " + status + ".",
                    Map.of("state", a.status().name()));
        }
    }

    @Override
    public Accreditation evolve(Accreditation a, AccreditationEvent event) {
        return switch (event) {
            case DelegateNominated e ->
                new Accreditation(
                        Status.SUBMITTED,
                        e.forum(),
                        e.meeting(),
                        e.party(),
                        e.capacity(),
                        e.name(),
                        e.noteVerbale(),
                        null);
            case NominationReturned e -> a.with(Status.RETURNED, e.reason());
            case DelegateAccepted e -> a.with(Status.ACCEPTED, null);
            case DelegateRefused e -> a.with(Status.REFUSED, e.reason());
            case CredentialsInOrder e -> a.with(Status.IN_ORDER, null);
        };
    }
}
