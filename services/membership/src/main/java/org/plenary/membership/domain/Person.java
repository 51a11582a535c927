package org.plenary.membership.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A person in a forum with its roles of all times; every service reads from its events what it may act as. */
public record Person(
        boolean registered,
        String forum,
        String subject,
        @Nullable String unit,
        List<Tenure> roles,
        List<ProposedRole> proposed,
        List<Recusal> recusals) {
    static final Person INITIAL = new Person(false, "", "", null, List.of(), List.of(), List.of());

    /** The roles that are held at the instant. */
    public List<Tenure> rolesAt(Instant at) {
        return roles.stream().filter(t -> t.inForce(at)).toList();
    }

    Optional<Tenure> role(String grant) {
        return roles.stream().filter(t -> t.grant().equals(grant)).findFirst();
    }

    Optional<ProposedRole> proposal(String grant) {
        return proposed.stream().filter(p -> p.tenure().grant().equals(grant)).findFirst();
    }

    Optional<Recusal> recusedFrom(String thing) {
        return recusals.stream()
                .filter(r -> r.thing().equals(thing) && r.until() == null)
                .findFirst();
    }

    /** With the role, which is no longer only proposed. */
    Person with(Tenure granted) {
        List<ProposedRole> left = proposed.stream()
                .filter(p -> !p.tenure().grant().equals(granted.grant()))
                .toList();
        return new Person(registered, forum, subject, unit, Forum.plus(roles, granted), left, recusals);
    }

    Person roles(UnaryOperator<Tenure> each) {
        List<Tenure> changed = roles.stream().map(each).toList();
        return new Person(registered, forum, subject, unit, changed, proposed, recusals);
    }

    Person proposed(List<ProposedRole> now) {
        return new Person(registered, forum, subject, unit, roles, List.copyOf(now), recusals);
    }

    Person with(Recusal recusal) {
        return recusals(Forum.plus(recusals, recusal));
    }

    Person recusalEnded(String thing, Instant until) {
        List<Recusal> changed = new ArrayList<>();
        for (Recusal r : recusals) {
            boolean ends = r.thing().equals(thing) && r.until() == null;
            changed.add(ends ? new Recusal(r.thing(), r.from(), until, r.ground(), r.by()) : r);
        }
        return recusals(changed);
    }

    private Person recusals(List<Recusal> now) {
        return new Person(registered, forum, subject, unit, roles, proposed, List.copyOf(now));
    }
}
