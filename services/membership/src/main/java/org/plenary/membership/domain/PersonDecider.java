package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.PersonCommand.*;
import org.plenary.membership.domain.PersonEvent.*;

/** Who a person is in a forum: registered once, with roles that begin and end, and things it keeps away from. */
public final class PersonDecider implements Decider<PersonCommand, Person, PersonEvent, PersonFacts> {
    /** Roles, proposals and recusals of one person at most, those that ended included. */
    static final int ENTRIES_MAX = 400;

    @Override
    public Person initial() {
        return Person.INITIAL;
    }

    @Override
    public List<PersonEvent> decide(PersonCommand command, Person person, PersonFacts facts, Act act) {
        return switch (command) {
            case RegisterPerson r -> person.registered() ? List.of() : registered(r, act);
            case JoinByInvitation j -> joined(j, person, act);
            case GrantRole g -> PersonRoles.grant(g, person, facts, act);
            case ConfirmRole c -> PersonRoles.confirm(c, person, facts, act);
            case EndRole e -> PersonRoles.end(e, person, facts, act);
            case RecusePerson r -> {
                if (person.recusedFrom(r.thing()).isPresent()) {
                    yield List.of();
                }
                hasRoom(person);
                yield List.of(new PersonRecused(
                        r.thing(), act.receivedAt(), Objects.requireNonNull(facts.ground()), act.actor()));
            }
            case EndRecusal e -> recusalEnded(e, person, act);
        };
    }

    static void hasRoom(Person p) {
        if (p.roles().size() + p.proposed().size() + p.recusals().size() >= ENTRIES_MAX) {
            throw PersonRule.PERSON_FULL.because("This person has had all the roles and recusals that one may have.");
        }
    }

    private static List<PersonEvent> registered(RegisterPerson r, Act act) {
        List<PersonEvent> events = new ArrayList<>();
        events.add(
                new PersonRegistered(r.forum(), r.entry().subject(), r.entry().unit()));
        for (GrantEntry g : r.entry().grants()) {
            events.add(granted(Role.valueOf(g.role()), g.body(), events.size(), act));
        }
        return List.copyOf(events);
    }

    private static RoleGrantedV2 granted(Role role, @Nullable String body, int ordinal, Act act) {
        return new RoleGrantedV2(act.id(ordinal).toString(), role, body, null, act.receivedAt(), null);
    }

    /** Nothing where the person became another party's meanwhile: a reaction has nobody to refuse. */
    private static List<PersonEvent> joined(JoinByInvitation j, Person person, Act act) {
        if (person.registered() && !j.party().equals(person.unit())) {
            return List.of();
        }
        List<PersonEvent> events = new ArrayList<>();
        if (!person.registered()) {
            events.add(new PersonRegistered(j.forum(), j.subject(), j.party()));
        }
        for (Role role : j.roles()) {
            boolean held =
                    person.rolesAt(act.receivedAt()).stream().anyMatch(t -> t.role() == role && t.body() == null);
            if (!held) {
                events.add(granted(role, null, events.size(), act));
            }
        }
        return List.copyOf(events);
    }

    /** Whom another recused does not end it; that other's party does. */
    private static List<PersonEvent> recusalEnded(EndRecusal e, Person person, Act act) {
        return person.recusedFrom(e.thing())
                .map(r -> {
                    if (act.actor().equals(person.subject()) && !r.by().equals(act.actor())) {
                        throw PersonRule.RECUSAL_BY_ANOTHER.because(
                                "Another person recused you. A focal point of your party other than you ends it.");
                    }
                    return List.<PersonEvent>of(new RecusalEnded(e.thing(), act.receivedAt(), act.actor()));
                })
                .orElse(List.of());
    }

    @Override
    public Person evolve(Person person, PersonEvent event) {
        return switch (event) {
            case PersonRegistered e ->
                new Person(
                        true, e.forum(), e.subject(), e.unit(), person.roles(), person.proposed(), person.recusals());
            case RoleGranted e ->
                person.with(new Tenure(e.grant(), Role.valueOf(e.role()), e.body(), null, e.from(), e.until()));
            case RoleGrantedV2 e -> person.with(e.tenure());
            case RoleProposed e -> {
                Tenure asked = new Tenure(e.grant(), e.role(), e.body(), e.post(), e.from(), e.until());
                yield person.proposed(Forum.plus(person.proposed(), new ProposedRole(asked, e.by())));
            }
            case RoleProposalWithdrawn e ->
                person.proposed(person.proposed().stream()
                        .filter(p -> !p.tenure().grant().equals(e.grant()))
                        .toList());
            case RoleEnded e -> person.roles(t -> t.grant().equals(e.grant()) ? t.endedAt(e.until()) : t);
            case PersonRecused e -> person.with(new Recusal(e.thing(), e.from(), null, e.ground(), e.by()));
            case RecusalEnded e -> person.recusalEnded(e.thing(), e.until());
        };
    }

    /** The instant of the command where it names none; never one that has passed. */
    static Instant from(@Nullable Instant named, Act act) {
        if (named == null) {
            return act.receivedAt();
        }
        if (named.isBefore(act.receivedAt())) {
            throw PersonRule.ROLE_BACKDATED.because(
                    "A role neither begins nor ends in the past.",
                    java.util.Map.of(
                            "named",
                            named.toString(),
                            "receivedAt",
                            act.receivedAt().toString()));
        }
        return named;
    }
}
