package org.plenary.membership;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.membership.domain.NoFacts;
import org.plenary.membership.domain.Person;
import org.plenary.membership.domain.PersonCommand;
import org.plenary.membership.domain.PersonDecider;
import org.plenary.membership.domain.PersonEvent;

/** People, one stream each in each forum: what every service derives authority from. */
final class PersonAggregate implements Aggregate<PersonCommand, Person, PersonEvent, NoFacts> {
    private static final PersonDecider RULES = new PersonDecider();

    @Override
    public String name() {
        return "person";
    }

    @Override
    public String collection() {
        return "people";
    }

    @Override
    public Class<PersonCommand> commands() {
        return PersonCommand.class;
    }

    @Override
    public Class<PersonEvent> events() {
        return PersonEvent.class;
    }

    @Override
    public Class<Person> states() {
        return Person.class;
    }

    @Override
    public Decider<PersonCommand, Person, PersonEvent, NoFacts> decider() {
        return RULES;
    }

    @Override
    public NoFacts facts(PersonCommand command, Person state, Act act) {
        return new NoFacts();
    }

    @Override
    public @Nullable Instant validFrom(PersonEvent event) {
        return switch (event) {
            case PersonEvent.RoleGranted e -> e.from();
            case PersonEvent.RoleEnded e -> e.until();
            case PersonEvent.PersonRegistered e -> null;
        };
    }

    @Override
    public Scope scope(@Nullable PersonCommand command, Person person) {
        return new Scope(person.forum(), null, person.unit(), person.registered() ? "KNOWN" : "NONE", Audience.FORUM);
    }

    @Override
    public Object show(String stream, Person person, Standing reader) {
        return person;
    }
}
