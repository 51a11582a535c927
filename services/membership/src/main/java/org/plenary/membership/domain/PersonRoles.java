package org.plenary.membership.domain;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.membership.domain.PersonCommand.ConfirmRole;
import org.plenary.membership.domain.PersonCommand.EndRole;
import org.plenary.membership.domain.PersonCommand.GrantRole;
import org.plenary.membership.domain.PersonEvent.RoleEnded;
import org.plenary.membership.domain.PersonEvent.RoleGrantedV2;
import org.plenary.membership.domain.PersonEvent.RoleProposalWithdrawn;
import org.plenary.membership.domain.PersonEvent.RoleProposed;

/**
 * Who gives and takes which role. A party's focal point gives its party's; the secretariat the forum's. A co-chair is
 * proposed by its own office and confirmed by the secretariat, so that neither makes a key alone; a person of the
 * secretariat is proposed by one and confirmed by another. Nobody gives a role to oneself.
 */
final class PersonRoles {
    /** Roles that make no sense in one body: who administers, keeps or audits does so for the whole forum. */
    private static final Set<Role> FORUM_WIDE =
            EnumSet.of(Role.SECRETARIAT, Role.FOCAL_POINT, Role.AUDITOR, Role.KEEPER);

    private PersonRoles() {}

    static List<PersonEvent> grant(GrantRole g, Person p, PersonFacts facts, Act act) {
        Instant from = PersonDecider.from(g.from(), act);
        ordered(from, g.until());
        notToOneself(p, act);
        mine(g.role(), p, act);
        if (!facts.bodyKnown()) {
            throw PersonRule.ROLE_BODY_UNKNOWN.because("The forum has no body " + g.body() + ".");
        }
        if (g.body() != null && FORUM_WIDE.contains(g.role())) {
            throw PersonRule.ROLE_HAS_NO_BODY.because(
                    "This role is held in the whole forum. Leave the body out.",
                    Map.of("role", g.role().name()));
        }
        boolean held = p.rolesAt(from).stream()
                .anyMatch(t -> t.role() == g.role()
                        && Objects.equals(t.body(), g.body())
                        && Objects.equals(t.post(), g.post())
                        && Objects.equals(t.until(), g.until()));
        if (held) {
            return List.of();
        }
        PersonDecider.hasRoom(p);
        String grant = act.id(0).toString();
        return switch (g.role()) {
            case HEAD, FOCAL_POINT, DELEGATE, STEERING_GROUP, ASSESSOR, AUDITOR, KEEPER ->
                List.of(new RoleGrantedV2(grant, g.role(), g.body(), g.post(), from, g.until()));
            case CO_CHAIR -> {
                holdsKey(p, facts);
                yield List.of(proposed(grant, g, from, act));
            }
            case SECRETARIAT -> List.of(proposed(grant, g, from, act));
        };
    }

    private static RoleProposed proposed(String grant, GrantRole g, Instant from, Act act) {
        return new RoleProposed(grant, g.role(), g.body(), g.post(), from, g.until(), act.actor());
    }

    static List<PersonEvent> confirm(ConfirmRole c, Person p, PersonFacts facts, Act act) {
        if (p.role(c.grant()).isPresent()) {
            return List.of();
        }
        ProposedRole proposal = p.proposal(c.grant()).orElseThrow(PersonRoles::unknown);
        if (proposal.by().equals(act.actor())) {
            throw PersonRule.SECOND_PERSON_NEEDED.because(
                    "You proposed this role yourself. A second person confirms it.");
        }
        notToOneself(p, act);
        Tenure t = proposal.tenure();
        if (t.role() == Role.CO_CHAIR) {
            holdsKey(p, facts);
        }
        Instant from = t.from().isBefore(act.receivedAt()) ? act.receivedAt() : t.from();
        ordered(from, t.until());
        return List.of(new RoleGrantedV2(t.grant(), t.role(), t.body(), t.post(), from, t.until()));
    }

    static List<PersonEvent> end(EndRole e, Person p, PersonFacts facts, Act act) {
        Optional<ProposedRole> proposal = p.proposal(e.grant());
        if (proposal.isPresent()) {
            mine(proposal.get().tenure().role(), p, act);
            return List.of(new RoleProposalWithdrawn(e.grant(), act.actor()));
        }
        Tenure t = p.role(e.grant()).orElseThrow(PersonRoles::unknown);
        mine(t.role(), p, act);
        Instant until = PersonDecider.from(e.until(), act);
        if (t.until() != null && !until.isBefore(t.until())) {
            return List.of();
        }
        boolean goesOn = facts.anotherHolds()
                || p.rolesAt(until).stream()
                        .anyMatch(o -> o.role() == t.role()
                                && o.body() == null
                                && !o.grant().equals(t.grant()));
        if (t.role() == Role.FOCAL_POINT && !goesOn) {
            throw PersonRule.LAST_FOCAL_POINT.because(
                    "The party would have no focal point. Let another person be one first.");
        }
        if (t.role() == Role.SECRETARIAT && !goesOn) {
            throw PersonRule.LAST_SECRETARIAT.because(
                    "The forum would have no secretariat. Let another person be of it first.");
        }
        return List.of(new RoleEnded(t.grant(), until));
    }

    /** Whose the role is to give and to take. */
    private static void mine(Role role, Person p, Act act) {
        boolean ownFocalPoint = p.unit() != null
                && p.unit().equals(act.standing().unit())
                && act.standing().has(Role.FOCAL_POINT.name(), null);
        boolean may = switch (role) {
            case HEAD, FOCAL_POINT, DELEGATE, CO_CHAIR -> ownFocalPoint;
            case SECRETARIAT, STEERING_GROUP, ASSESSOR, AUDITOR, KEEPER ->
                act.standing().has(Role.SECRETARIAT.name(), null);
        };
        if (!may) {
            throw PersonRule.ROLE_NOT_YOURS.because(
                    "A party's roles are its focal point's to give and to take, the forum's the secretariat's.",
                    Map.of("role", role.name()));
        }
    }

    private static void holdsKey(Person p, PersonFacts facts) {
        if (p.unit() == null || !facts.keyholders().contains(p.unit())) {
            throw PersonRule.PARTY_HOLDS_NO_KEY.because(
                    "Only a party that holds a key has a co-chair.", Map.of("keyholders", facts.keyholders()));
        }
    }

    private static void notToOneself(Person p, Act act) {
        if (act.actor().equals(p.subject())) {
            throw PersonRule.ROLE_TO_ONESELF.because("Nobody gives a role to oneself.");
        }
    }

    private static void ordered(Instant from, @Nullable Instant until) {
        if (until != null && !from.isBefore(until)) {
            throw PersonRule.ROLE_DATES_REVERSED.because(
                    "The role would end before it begins.", Map.of("from", from.toString(), "until", until.toString()));
        }
    }

    private static org.plenary.kernel.decide.Rejected unknown() {
        return PersonRule.ROLE_UNKNOWN.because("The person neither has this role nor is it proposed.");
    }
}
