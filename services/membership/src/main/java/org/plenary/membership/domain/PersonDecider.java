package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.List;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.PersonCommand.RegisterPerson;
import org.plenary.membership.domain.PersonEvent.PersonRegistered;
import org.plenary.membership.domain.PersonEvent.RoleEnded;
import org.plenary.membership.domain.PersonEvent.RoleGranted;

/** A person enters a forum once, with the roles of the founding data. */
public final class PersonDecider implements Decider<PersonCommand, Person, PersonEvent, NoFacts> {
    @Override
    public Person initial() {
        return Person.INITIAL;
    }

    @Override
    public List<PersonEvent> decide(PersonCommand command, Person person, NoFacts facts, Act act) {
        return switch (command) {
            case RegisterPerson r -> person.registered() ? List.of() : registered(r, act);
        };
    }

    private static List<PersonEvent> registered(RegisterPerson r, Act act) {
        List<PersonEvent> events = new ArrayList<>();
        events.add(
                new PersonRegistered(r.forum(), r.entry().subject(), r.entry().unit()));
        for (GrantEntry g : r.entry().grants()) {
            events.add(new RoleGranted(act.id(events.size()).toString(), g.role(), g.body(), act.receivedAt(), null));
        }
        return List.copyOf(events);
    }

    @Override
    public Person evolve(Person person, PersonEvent event) {
        return switch (event) {
            case PersonRegistered e -> new Person(true, e.forum(), e.unit());
            case RoleGranted e -> person;
            case RoleEnded e -> person;
        };
    }
}
