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

/**
 * An invitation is taken up once, in time, by another than who made it; who has the secret is judged before. A party's
 * focal point invites its people. A party that entered after the founding has nobody who could, so that the secretariat
 * invites its first focal point, and nobody else, for as long as there is none.
 */
public final class InvitationDecider
        implements Decider<InvitationCommand, Invitation, InvitationEvent, InvitationFacts> {
    /** All that the secretariat offers. */
    private static final List<Role> FIRST = List.of(Role.FOCAL_POINT);

    @Override
    public Invitation initial() {
        return Invitation.INITIAL;
    }

    @Override
    public List<InvitationEvent> decide(InvitationCommand command, Invitation i, InvitationFacts facts, Act act) {
        return switch (command) {
            case InvitePerson c -> i.status() != Status.NONE ? List.of() : invite(c, facts, act);
            case AcceptInvitation c -> accept(i, facts, act);
            case WithdrawInvitation c -> withdraw(i, facts, act);
        };
    }

    private static List<InvitationEvent> invite(InvitePerson c, InvitationFacts facts, Act act) {
        if (!ownFocalPoint(c.party(), act)) {
            if (!facts.partyKnown()) {
                throw PartyRule.PARTY_UNKNOWN.because(
                        "The register has no party " + c.party() + ".", Map.of("party", c.party()));
            }
            if (!c.roles().equals(FIRST)) {
                throw InvitationRule.FIRST_FOCAL_POINT_ONLY.because(
                        "Into a party you invite its first focal point only, who invites the others.");
            }
            unadministered(c.party(), facts);
        }
        return List.of(new PersonInvited(
                c.forum(),
                c.party(),
                c.roles(),
                Objects.requireNonNull(facts.name()),
                facts.email(),
                c.secretHash(),
                act.receivedAt().plus(Duration.ofDays(c.validDays())),
                act.actor()));
    }

    private static boolean ownFocalPoint(String party, Act act) {
        return party.equals(act.standing().unit()) && act.standing().has(Role.FOCAL_POINT.name(), null);
    }

    private static void unadministered(String party, InvitationFacts facts) {
        if (facts.administered()) {
            throw InvitationRule.PARTY_HAS_FOCAL_POINT.because(
                    "The party has a focal point, who invites its people.", Map.of("party", party));
        }
    }

    private static List<InvitationEvent> withdraw(Invitation i, InvitationFacts facts, Act act) {
        if (!ownFocalPoint(i.party(), act) && i.party().equals(facts.inviter().unit())) {
            throw InvitationRule.INVITATION_OF_THE_PARTY.because("The party made this invitation and takes it back.");
        }
        if (i.status() == Status.ACCEPTED) {
            throw taken();
        }
        return i.status() == Status.INVITED ? List.of(new InvitationWithdrawn(act.actor())) : List.of();
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
        stillGood(i, facts, act);
        Person accepting = facts.accepting();
        if (accepting.registered() && !i.party().equals(accepting.unit())) {
            throw InvitationRule.OF_ANOTHER_PARTY.because(
                    "With this sign-in you are somebody else's in this forum. Use another one.");
        }
        return List.of(new InvitationAccepted(i.forum(), i.party(), i.roles(), act.actor()));
    }

    /** Whoever invited must still be one who could; a party that has a focal point meanwhile invites by itself. */
    private static void stillGood(Invitation i, InvitationFacts facts, Act act) {
        Person inviter = facts.inviter();
        if (i.party().equals(inviter.unit()) && holds(inviter, Role.FOCAL_POINT, act)) {
            return;
        }
        if (!i.roles().equals(FIRST) || !holds(inviter, Role.SECRETARIAT, act)) {
            throw InvitationRule.INVITER_NO_FOCAL_POINT.because(
                    "Who invited you no longer administers the party's people. Ask the party for another invitation.");
        }
        unadministered(i.party(), facts);
    }

    private static boolean holds(Person person, Role role, Act act) {
        return person.rolesAt(act.receivedAt()).stream().anyMatch(t -> t.role() == role);
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
