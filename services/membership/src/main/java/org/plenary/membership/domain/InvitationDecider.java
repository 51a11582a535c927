package org.plenary.membership.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Deadline;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.Invitation.Status;
import org.plenary.membership.domain.InvitationCommand.AcceptInvitation;
import org.plenary.membership.domain.InvitationCommand.InvitePerson;
import org.plenary.membership.domain.InvitationCommand.WithdrawInvitation;
import org.plenary.membership.domain.InvitationEvent.InvitationAccepted;
import org.plenary.membership.domain.InvitationEvent.InvitationWithdrawn;
import org.plenary.membership.domain.InvitationEvent.PersonInvited;

/** An invitation is taken up once, in time, by another than who made it; who has the secret is judged before. */
public final class InvitationDecider
        implements Decider<InvitationCommand, Invitation, InvitationEvent, InvitationFacts> {
    @Override
    public Invitation initial() {
        return Invitation.INITIAL;
    }

    @Override
    public List<InvitationEvent> decide(InvitationCommand command, Invitation i, InvitationFacts facts, Act act) {
        return switch (command) {
            case InvitePerson c ->
                i.status() != Status.NONE
                        ? List.of()
                        : List.of(new PersonInvited(
                                c.forum(),
                                c.party(),
                                c.roles(),
                                Objects.requireNonNull(facts.name()),
                                facts.email(),
                                c.secretHash(),
                                act.receivedAt().plus(Duration.ofDays(c.validDays())),
                                act.actor()));
            case AcceptInvitation c -> accept(i, facts, act);
            case WithdrawInvitation c -> {
                if (i.status() == Status.ACCEPTED) {
                    throw taken();
                }
                yield i.status() == Status.INVITED ? List.of(new InvitationWithdrawn(act.actor())) : List.of();
            }
        };
    }

    private static List<InvitationEvent> accept(Invitation i, InvitationFacts facts, Act act) {
        switch (i.status()) {
            case INVITED -> {
                // to be taken up
            }
            case ACCEPTED -> {
                if (act.actor().equals(i.acceptedBy())) {
                    return List.of();
                }
                throw taken();
            }
            case NONE, WITHDRAWN ->
                throw InvitationRule.INVITATION_WITHDRAWN.because("The party took this invitation back.");
        }
        if (!new Deadline(Objects.requireNonNull(i.expiresAt())).met(act)) {
            throw InvitationRule.INVITATION_EXPIRED.because(
                    "The invitation was to be accepted earlier. Ask the party for another.",
                    Map.of(
                            "expiresAt", i.expiresAt().toString(),
                            "receivedAt", act.receivedAt().toString()));
        }
        if (act.actor().equals(i.invitedBy())) {
            throw InvitationRule.INVITATION_OF_ONESELF.because("Nobody gives a role to oneself.");
        }
        if (facts.inviter().rolesAt(act.receivedAt()).stream().noneMatch(t -> t.role() == Role.FOCAL_POINT)) {
            throw InvitationRule.INVITER_NO_FOCAL_POINT.because(
                    "Who invited you no longer administers the party's people. Ask the party for another invitation.");
        }
        Person accepting = facts.accepting();
        if (accepting.registered() && !i.party().equals(accepting.unit())) {
            throw InvitationRule.OF_ANOTHER_PARTY.because(
                    "With this sign-in you are somebody else's in this forum. Use another one.");
        }
        return List.of(new InvitationAccepted(i.forum(), i.party(), i.roles(), act.actor()));
    }

    private static org.plenary.kernel.decide.Rejected taken() {
        return InvitationRule.INVITATION_TAKEN.because("The invitation was accepted already. It is good for once.");
    }

    @Override
    public Invitation evolve(Invitation i, InvitationEvent event) {
        return switch (event) {
            case PersonInvited e ->
                new Invitation(
                        Status.INVITED,
                        e.forum(),
                        e.party(),
                        e.roles(),
                        e.name(),
                        e.email(),
                        e.secretHash(),
                        e.expiresAt(),
                        e.by(),
                        null);
            case InvitationAccepted e -> i.with(Status.ACCEPTED, e.subject());
            case InvitationWithdrawn e -> i.with(Status.WITHDRAWN, null);
        };
    }
}
