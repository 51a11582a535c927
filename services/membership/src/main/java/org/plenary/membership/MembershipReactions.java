package org.plenary.membership;

import org.bson.Document;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ForumEvent.RegisterImported;
import org.plenary.membership.domain.InvitationEvent.InvitationAccepted;
import org.plenary.membership.domain.PartyCommand.RegisterParty;
import org.plenary.membership.domain.PartyEntry;
import org.plenary.membership.domain.PersonCommand.JoinByInvitation;
import org.plenary.membership.domain.PersonCommand.RegisterPerson;
import org.plenary.membership.domain.PersonEntry;

/** What membership does when it hears its own forums. */
final class MembershipReactions {
    private final PartyAggregate parties;
    private final PersonAggregate people;

    MembershipReactions(PartyAggregate parties, PersonAggregate people) {
        this.parties = parties;
        this.people = people;
    }

    /** People first: the operator's next acts wait for their roles. */
    void whenRegisterImportedRegisterPeopleAndParties(Envelope event, Reaction.Commands commands) {
        if (!event.name().equals("RegisterImported")) {
            return;
        }
        RegisterImported register = Json.read(event.data(), RegisterImported.class);
        for (PersonEntry p : register.people()) {
            commands.send(people, Authority.stream(event.stream(), p.subject()), new RegisterPerson(event.stream(), p));
        }
        for (PartyEntry p : register.parties()) {
            commands.send(
                    parties, PartyAggregate.stream(event.stream(), p.party()), new RegisterParty(event.stream(), p));
        }
    }

    /** The sign-in that accepted is the party's from then on; nothing is decided where it became another's meanwhile. */
    void whenInvitationAcceptedRegisterThePerson(Envelope event, Reaction.Commands commands) {
        if (!event.name().equals("InvitationAccepted")) {
            return;
        }
        InvitationAccepted a = Json.read(event.data(), InvitationAccepted.class);
        commands.send(
                people,
                Authority.stream(a.forum(), a.subject()),
                new JoinByInvitation(a.forum(), a.subject(), a.party(), a.roles()));
    }

    /** The feed's copy needs nothing but its version. */
    static Document nothing(@org.jspecify.annotations.Nullable Document before, Envelope event) {
        return before == null ? new Document() : before;
    }
}
