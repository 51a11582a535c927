package org.plenary.membership;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.membership.domain.Invitation;
import org.plenary.membership.domain.InvitationCommand;
import org.plenary.membership.domain.InvitationCommand.AcceptInvitation;
import org.plenary.membership.domain.InvitationCommand.InvitePerson;
import org.plenary.membership.domain.InvitationDecider;
import org.plenary.membership.domain.InvitationEvent;
import org.plenary.membership.domain.InvitationFacts;
import org.plenary.membership.domain.Party;
import org.plenary.membership.domain.Person;
import org.plenary.membership.domain.PersonDecider;
import org.plenary.membership.domain.Role;

/** Invitations: the party's own. Name and address are bodies; of the secret only its hash is here before it is used. */
final class InvitationAggregate implements Aggregate<InvitationCommand, Invitation, InvitationEvent, InvitationFacts> {
    /** In the policy table: for whom has not the secret, an invitation is not there. */
    static final String UNPROVEN = "UNPROVEN";

    private static final InvitationDecider RULES = new InvitationDecider();
    private static final Person NOBODY = new PersonDecider().initial();
    private final PersonAggregate people;
    private final PeopleView view;
    private final Function<String, Party> parties;
    private final Bodies bodies;
    private final Tombstones tombstones;

    /**
     * @param parties from a party's stream to how it stands
     */
    InvitationAggregate(
            PersonAggregate people,
            PeopleView view,
            Function<String, Party> parties,
            Bodies bodies,
            Tombstones tombstones) {
        this.people = people;
        this.view = view;
        this.parties = parties;
        this.bodies = bodies;
        this.tombstones = tombstones;
    }

    @Override
    public String name() {
        return "invitation";
    }

    @Override
    public String collection() {
        return "invitations";
    }

    @Override
    public Class<InvitationCommand> commands() {
        return InvitationCommand.class;
    }

    @Override
    public Class<InvitationEvent> events() {
        return InvitationEvent.class;
    }

    @Override
    public Class<Invitation> states() {
        return Invitation.class;
    }

    @Override
    public Decider<InvitationCommand, Invitation, InvitationEvent, InvitationFacts> decider() {
        return RULES;
    }

    @Override
    public InvitationFacts facts(InvitationCommand command, Invitation i, Act act) {
        return switch (command) {
            case InvitePerson c ->
                new InvitationFacts(
                        kept(c.name(), 0, act),
                        c.email() == null ? null : kept(c.email(), 1, act),
                        NOBODY,
                        NOBODY,
                        parties.apply(PartyAggregate.stream(c.forum(), c.party()))
                                .registered(),
                        administered(c.forum(), c.party(), act));
            case AcceptInvitation c ->
                new InvitationFacts(
                        null,
                        null,
                        people.of(i.forum(), i.invitedBy()),
                        people.of(i.forum(), act.actor()),
                        true,
                        administered(i.forum(), i.party(), act));
            case InvitationCommand.WithdrawInvitation c ->
                new InvitationFacts(null, null, people.of(i.forum(), i.invitedBy()), NOBODY, true, true);
        };
    }

    private boolean administered(String forum, String party, Act act) {
        return view.anyHolds(forum, party, Role.FOCAL_POINT, act.receivedAt());
    }

    private Reference kept(String text, int ordinal, Act act) {
        return bodies.keep(act.stream() + "|" + act.commandId(), Ids.sha256(text), ordinal, text);
    }

    @Override
    public Scope scope(@Nullable InvitationCommand command, Invitation i) {
        if (command instanceof InvitePerson c && i.status() == Invitation.Status.NONE) {
            return new Scope(c.forum(), null, c.party(), "NONE", Audience.unit(c.party()));
        }
        boolean unproven =
                command instanceof AcceptInvitation c && !Ids.sha256(c.secret()).equals(i.secretHash());
        return new Scope(
                i.forum(), null, i.party(), unproven ? UNPROVEN : i.status().name(), Audience.unit(i.party()));
    }

    @Override
    public Object show(String stream, Invitation i, Standing reader) {
        Map<String, Object> shown = offer(i, reader);
        shown.put("id", stream);
        if (i.email() != null) {
            tombstones.show(shown, "email", i.email().body(), reader);
        }
        shown.put("invitedBy", i.invitedBy());
        if (i.acceptedBy() != null) {
            shown.put("acceptedBy", i.acceptedBy());
        }
        return shown;
    }

    /** What it offers, to whom has the secret. */
    Map<String, Object> offer(Invitation i, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("status", i.status());
        shown.put("forum", i.forum());
        shown.put("party", i.party());
        shown.put("roles", i.roles());
        tombstones.show(shown, "name", Objects.requireNonNull(i.name()).body(), reader);
        shown.put("expiresAt", String.valueOf(i.expiresAt()));
        return shown;
    }
}
