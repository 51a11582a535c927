package org.plenary.kernel.test.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.http.Contract;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.view.OwnViews;
import org.plenary.kernel.view.View;
import tools.jackson.databind.JsonNode;

/** A person of every role, of the thing's own unit, of another, and of none; known to a forum as soon as it is asked. */
final class Cast {
    /** Signed in, and without any role. */
    static final String SIGNED_IN = "SIGNED_IN";
    /** What the person that a thing is about is, who may do about itself what its role alone does not allow. */
    static final String DELEGATE = "DELEGATE";
    /** Not signed in. */
    static final String NOBODY = "NOBODY";
    /** Behind a role: held in another body only than the thing's. */
    static final String ELSEWHERE = "@elsewhere";
    /** Behind a role: held in another forum only than the thing's. */
    static final String ABROAD = "@abroad";

    private static final String ANOTHER_FORUM = "forum-ffffffff-ffff-4fff-8fff-ffffffffffff";

    private static final String OPERATOR = "OPERATOR";
    private static final String NO_UNIT = "none";

    /** The unit that is never the thing's; known to every forum, so that one may act on its behalf. */
    static final String OTHER_UNIT = "zz";

    /** How the person is related to the thing. */
    enum Whose {
        /** The thing is the person's unit's. */
        OWN,
        /** It is another unit's, or no unit's. */
        OTHER,
        /** The person is of no unit. */
        NONE,
        /** The person is of no unit, and acts on behalf of the thing's. */
        BEHALF,
        /** The thing is about the person, who is of no unit. */
        SELF;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Somebody; the subject is null for who is not signed in. */
    record Person(String role, Whose whose, @Nullable String subject) {}

    private final RunningService running;
    private final Set<String> roles;
    private final View people;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();

    /** In the copy of the authority that the service reads. */
    Cast(RunningService running) {
        this.running = running;
        this.roles = roles(running.bean(Policy.class));
        Subscription all = running.bean(Feed.class).subscriptions().get("copy.membership.all");
        Documents.Space space = running.bean(Documents.Space.class);
        this.people = running.name().equals("membership")
                ? running.bean(OwnViews.class).view("people")
                : all == null
                        ? new View(space.of("copy.membership.person"), Authority::fold)
                        : new View(space.of(all.collection()), all.fold());
    }

    /** The roles that the register can grant, operators, and whatever else a policy table names. */
    private static Set<String> roles(Policy policy) {
        Set<String> all = new TreeSet<>();
        collect(Contract.yaml("/contracts/openapi/membership.yaml"), all);
        policy.rows().forEach(r -> all.add(r.role()));
        all.add(OPERATOR);
        all.removeAll(Set.of(Policy.ANYONE, Policy.TRUSTED));
        return all;
    }

    private static void collect(JsonNode node, Set<String> found) {
        node.properties().forEach(p -> {
            if (p.getKey().equals("role")) {
                p.getValue().path("enum").forEach(e -> found.add(e.asString()));
            }
        });
        node.forEach(child -> collect(child, found));
    }

    /** The subjects that must be operators by configuration, for things of these units. */
    static Set<String> operators(Set<String> units) {
        Set<String> subjects = new TreeSet<>();
        units.forEach(u -> subjects.add(subject(OPERATOR, u)));
        subjects.add(subject(OPERATOR, OTHER_UNIT));
        subjects.add(subject(OPERATOR, NO_UNIT));
        return subjects;
    }

    private static String subject(String role, String unit) {
        return role.toLowerCase(Locale.ROOT) + "." + unit;
    }

    /**
     * Everybody who may come to a thing.
     *
     * @param unit the thing's unit; where it has none, nobody's own it is
     * @param held the roles that are also to be tried as held in another body
     * @param self the person that the thing is about, or null
     */
    List<Person> everybody(String forum, @Nullable String unit, Set<String> held, @Nullable String self) {
        List<Person> all = new ArrayList<>();
        all.add(new Person(NOBODY, Whose.NONE, null));
        Set<String> tried = new TreeSet<>(roles);
        tried.add(SIGNED_IN);
        held.stream().filter(this::grantable).forEach(r -> tried.add(r + ELSEWHERE));
        for (String role : tried) {
            if (unit != null) {
                all.add(person(forum, role, Whose.OWN, unit));
            }
            all.add(person(forum, role, Whose.OTHER, OTHER_UNIT));
            all.add(person(forum, role, Whose.NONE, NO_UNIT));
            all.add(person(forum, role, Whose.BEHALF, NO_UNIT));
        }
        if (self != null && !self.isEmpty()) {
            all.add(person(forum, DELEGATE, Whose.SELF, unit == null ? NO_UNIT : unit, self));
        }
        return all;
    }

    /** Whether a forum can grant the role. */
    boolean grantable(String role) {
        return roles.contains(role) && !role.equals(OPERATOR);
    }

    private Person person(String forum, String role, Whose whose, String unit) {
        return person(forum, role, whose, unit, subject(role, unit));
    }

    private Person person(String forum, String role, Whose whose, String unit, String subject) {
        // Before any forum nobody has a role, and one who only signed in is known to none.
        boolean unknown = subject.equals(subject(SIGNED_IN, NO_UNIT));
        if (!forum.isEmpty() && !unknown && known.add(forum + "|" + subject)) {
            register(forum, subject, unit, role);
        }
        return new Person(role, whose, subject);
    }

    /** As membership's events tell of the person, so that a list of people has it as it has any other. */
    private void register(String forum, String subject, String unit, String role) {
        Document registered = new Document("forum", forum).append("subject", subject);
        people.apply(told(
                forum,
                subject,
                1,
                "PersonRegistered",
                unit.equals(NO_UNIT) ? registered : registered.append("unit", unit)));
        Document grant = grant(role);
        if (grant != null) {
            people.apply(told(forum, subject, 2, "RoleGranted", grant));
        }
    }

    private static Envelope told(String forum, String subject, long version, String name, Document data) {
        String stream = Authority.stream(forum, subject);
        Meta meta = new Meta(Instant.EPOCH, "operator", null, forum, Audience.FORUM, "c", null, null);
        return new Envelope(
                "membership",
                stream,
                version,
                stream + "@" + version,
                "org.plenary.membership." + name + ".v1",
                Instant.EPOCH,
                null,
                version,
                meta,
                data.toJson());
    }

    private static @Nullable Document grant(String role) {
        if (role.equals(SIGNED_IN) || role.equals(OPERATOR)) {
            return null;
        }
        boolean elsewhere = role.endsWith(ELSEWHERE);
        String name = elsewhere ? role.substring(0, role.length() - ELSEWHERE.length()) : role;
        Document grant = new Document("grant", "g1").append("role", name).append("from", "2020-01-01T00:00:00Z");
        return elsewhere ? grant.append("body", "another-body") : grant;
    }

    /** Who holds the role in another forum only, where a unit of the same name is its own. */
    Person abroad(String role, @Nullable String unit) {
        String home = unit == null ? NO_UNIT : unit;
        String subject = subject(role, home) + ".abroad";
        if (known.add(ANOTHER_FORUM + "|" + subject)) {
            register(ANOTHER_FORUM, subject, home, role);
        }
        return new Person(role + ABROAD, unit == null ? Whose.NONE : Whose.OWN, subject);
    }

    /** Who is signed in and of whom no forum knows. */
    Person stranger() {
        return new Person(SIGNED_IN, Whose.NONE, subject(SIGNED_IN, NO_UNIT));
    }

    /** What the service takes the person for. */
    Standing standing(String forum, Person person) {
        String subject = person.subject() == null ? "" : person.subject();
        return standings.computeIfAbsent(
                forum + "|" + subject, k -> running.bean(Authority.class).standing(forum, subject, Instant.now()));
    }
}
