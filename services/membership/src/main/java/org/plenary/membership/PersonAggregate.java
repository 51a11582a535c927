package org.plenary.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.redaction.Tombstones;
import org.plenary.membership.domain.Body;
import org.plenary.membership.domain.Forum;
import org.plenary.membership.domain.Person;
import org.plenary.membership.domain.PersonCommand;
import org.plenary.membership.domain.PersonCommand.ConfirmRole;
import org.plenary.membership.domain.PersonCommand.EndRole;
import org.plenary.membership.domain.PersonCommand.GrantRole;
import org.plenary.membership.domain.PersonCommand.RecusePerson;
import org.plenary.membership.domain.PersonDecider;
import org.plenary.membership.domain.PersonEvent;
import org.plenary.membership.domain.PersonFacts;
import org.plenary.membership.domain.ProposedRole;
import org.plenary.membership.domain.Recusal;
import org.plenary.membership.domain.Tenure;

/** People, one stream each in each forum: what every service derives authority from. */
final class PersonAggregate implements Aggregate<PersonCommand, Person, PersonEvent, PersonFacts> {
    private static final PersonDecider RULES = new PersonDecider();
    private static final PersonFacts NOTHING = new PersonFacts(true, Set.of(), false, null);

    private final Streams streams;
    private final ForumAggregate forums;
    private final PeopleView people;
    private final Bodies bodies;
    private final Tombstones tombstones;

    PersonAggregate(Streams streams, ForumAggregate forums, PeopleView people, Bodies bodies, Tombstones tombstones) {
        this.streams = streams;
        this.forums = forums;
        this.people = people;
        this.bodies = bodies;
        this.tombstones = tombstones;
    }

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
    public Decider<PersonCommand, Person, PersonEvent, PersonFacts> decider() {
        return RULES;
    }

    @Override
    public PersonFacts facts(PersonCommand command, Person person, Act act) {
        return switch (command) {
            case GrantRole g -> ofBody(person.forum(), g.body(), act.receivedAt());
            case ConfirmRole c ->
                find(person, c.grant())
                        .map(t -> ofBody(person.forum(), t.body(), act.receivedAt()))
                        .orElse(NOTHING);
            case EndRole e -> new PersonFacts(true, Set.of(), anotherHolds(e, person, act), null);
            case RecusePerson r -> new PersonFacts(true, Set.of(), false, kept(r, act));
            case PersonCommand.EndRecusal e -> NOTHING;
            case PersonCommand.RegisterPerson r -> NOTHING;
            case PersonCommand.JoinByInvitation j -> NOTHING;
        };
    }

    private static Optional<Tenure> find(Person person, String grant) {
        return person.proposed().stream()
                .map(ProposedRole::tenure)
                .filter(t -> t.grant().equals(grant))
                .findFirst();
    }

    /**
     * Bodies are read from the forum's own stream, which lies in this service, as they are at the instant. A role that is
     * held everywhere is held with the conference's keys.
     */
    private PersonFacts ofBody(String forum, @Nullable String body, Instant at) {
        Forum standing = streams.load(forums, forum).state();
        List<Body.InForce> meant = standing.bodies().stream()
                .flatMap(b -> b.at(at).stream())
                .filter(b -> b.body().equals(body == null ? Forum.CONFERENCE : body))
                .toList();
        Set<String> keyholders = new TreeSet<>();
        meant.forEach(b -> keyholders.addAll(b.keyholders()));
        return new PersonFacts(body == null || !meant.isEmpty(), keyholders, false, null);
    }

    private boolean anotherHolds(EndRole e, Person person, Act act) {
        Instant at = e.until() == null ? act.receivedAt() : e.until();
        return person.roles().stream()
                .filter(t -> t.grant().equals(e.grant()))
                .anyMatch(t -> people.anotherHolds(person.forum(), person.unit(), t.role(), person.subject(), at));
    }

    private Reference kept(RecusePerson r, Act act) {
        return bodies.keep(act.stream() + "|" + act.commandId(), Ids.sha256(r.ground()), 0, r.ground());
    }

    @Override
    public @Nullable Instant validFrom(PersonEvent event) {
        return switch (event) {
            case PersonEvent.RoleGranted e -> e.from();
            case PersonEvent.RoleGrantedV2 e -> e.from();
            case PersonEvent.RoleProposed e -> e.from();
            case PersonEvent.RoleEnded e -> e.until();
            case PersonEvent.PersonRecused e -> e.from();
            case PersonEvent.RecusalEnded e -> e.until();
            case PersonEvent.PersonRegistered e -> null;
            case PersonEvent.RoleProposalWithdrawn e -> null;
        };
    }

    /** A party's people are that party's to see; who belongs to none, only the person's own and the trusted ones'. */
    static String audience(@Nullable String unit, String subject) {
        return unit == null ? Audience.person(subject) : Audience.unit(unit);
    }

    @Override
    public Scope scope(@Nullable PersonCommand command, Person person) {
        return new Scope(
                person.forum(),
                null,
                person.unit(),
                person.subject(),
                person.registered() ? "KNOWN" : "NONE",
                audience(person.unit(), person.subject()));
    }

    @Override
    public Object show(String stream, Person person, Standing reader) {
        return shown(stream, person, reader, person.roles());
    }

    /** With the roles and posts that were held at the instant, and no others. */
    @Override
    public Object showAt(String stream, Person person, Standing reader, Instant at) {
        Map<String, Object> shown = shown(stream, person, reader, person.rolesAt(at));
        shown.put("at", at.toString());
        return shown;
    }

    private Map<String, Object> shown(String stream, Person person, Standing reader, List<Tenure> roles) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", stream);
        shown.put("status", "KNOWN");
        shown.put("forum", person.forum());
        shown.put("subject", person.subject());
        if (person.unit() != null) {
            shown.put("unit", person.unit());
        }
        shown.put("roles", roles);
        shown.put("proposed", person.proposed());
        boolean near = person.subject().equals(reader.subject())
                || person.unit() != null && person.unit().equals(reader.unit());
        List<Map<String, Object>> recusals = new ArrayList<>();
        for (Recusal r : person.recusals()) {
            recusals.add(recusal(r, near, reader));
        }
        shown.put("recusals", recusals);
        return shown;
    }

    private Map<String, Object> recusal(Recusal r, boolean near, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("thing", r.thing());
        shown.put("from", r.from().toString());
        if (r.until() != null) {
            shown.put("until", r.until().toString());
        }
        shown.put("by", r.by());
        if (near) {
            tombstones.show(shown, "ground", r.ground().body(), reader);
        } else {
            tombstones.tell(shown, "ground", r.ground().body(), reader);
        }
        return shown;
    }

    /** The person's stream in the forum. */
    Person of(String forum, String subject) {
        return streams.load(this, Authority.stream(forum, subject)).state();
    }
}
