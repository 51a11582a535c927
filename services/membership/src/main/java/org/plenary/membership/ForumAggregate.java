package org.plenary.membership;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.membership.domain.Body;
import org.plenary.membership.domain.Forum;
import org.plenary.membership.domain.ForumChange;
import org.plenary.membership.domain.ForumCommand;
import org.plenary.membership.domain.ForumCommand.FoundForum;
import org.plenary.membership.domain.ForumDecider;
import org.plenary.membership.domain.ForumEvent;
import org.plenary.membership.domain.ForumFacts;
import org.plenary.membership.domain.ForumProposal;
import org.plenary.membership.domain.Party;

/** Forums. The stream follows from the symbol prefix, so that no two forums can have the same. */
final class ForumAggregate implements Aggregate<ForumCommand, Forum, ForumEvent, ForumFacts> {
    private static final ForumDecider RULES = new ForumDecider();
    private final Function<String, Party> parties;
    private final InstantSource clock;

    /**
     * @param parties from a party's stream to how it stands
     * @param clock for what is in force now, where a forum is shown
     */
    ForumAggregate(Function<String, Party> parties, InstantSource clock) {
        this.parties = parties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "forum";
    }

    @Override
    public String collection() {
        return "forums";
    }

    @Override
    public Class<ForumCommand> commands() {
        return ForumCommand.class;
    }

    @Override
    public Class<ForumEvent> events() {
        return ForumEvent.class;
    }

    @Override
    public Class<Forum> states() {
        return Forum.class;
    }

    @Override
    public Decider<ForumCommand, Forum, ForumEvent, ForumFacts> decider() {
        return RULES;
    }

    /** By which event a log was adopted is what the record's new log begins with. */
    @Override
    public Forum evolve(Forum forum, ForumEvent event, StoredEvent stored) {
        Forum after = RULES.evolve(forum, event);
        return event instanceof ForumEvent.LogOriginAdopted ? after.loggedAs(stored.id(), stored.recordedAt()) : after;
    }

    static String stream(String symbolPrefix) {
        return "forum-" + Ids.v5("forum|" + symbolPrefix);
    }

    @Override
    public String streamFor(ForumCommand command, UUID fresh) {
        return command instanceof FoundForum found ? stream(found.symbolPrefix()) : name() + "-" + fresh;
    }

    /** Which of the parties that a change names are in the register: by their streams, not by a list that lags. */
    @Override
    public ForumFacts facts(ForumCommand command, Forum forum, Act act) {
        TreeSet<String> registered = new TreeSet<>();
        ForumChange.named(command, forum).map(ForumChange::parties).orElse(List.of()).stream()
                .filter(p ->
                        parties.apply(PartyAggregate.stream(act.stream(), p)).registered())
                .forEach(registered::add);
        return new ForumFacts(registered);
    }

    @Override
    public @Nullable Instant validFrom(ForumEvent event) {
        return switch (event) {
            case ForumEvent.BodyChanged e -> e.from();
            case ForumEvent.SigningKeyRotated e -> e.from();
            case ForumEvent.ForumFounded e -> null;
            case ForumEvent.FrameworkAdopted e -> null;
            case ForumEvent.BodyEstablished e -> null;
            case ForumEvent.RuleCardImported e -> null;
            case ForumEvent.SigningKeyRegistered e -> null;
            case ForumEvent.RegisterImported e -> null;
            case ForumEvent.RuleCardProposed e -> null;
            case ForumEvent.BodyChangeProposed e -> null;
            case ForumEvent.SigningKeyProposed e -> null;
            case ForumEvent.LogOriginProposed e -> null;
            case ForumEvent.LogOriginAdopted e -> null;
            case ForumEvent.ForumChangeConsented e -> null;
            case ForumEvent.ForumChangeWithdrawn e -> null;
            case ForumEvent.RuleCardAdopted e -> null;
        };
    }

    /** A change belongs to the body that it concerns, whose co-chairs decide on it; a new body is the conference's. */
    @Override
    public Scope scope(@Nullable ForumCommand command, Forum forum) {
        String id = forum.symbolPrefix().isEmpty() ? "" : stream(forum.symbolPrefix());
        String body = command == null
                ? null
                : ForumChange.named(command, forum)
                        .map(ForumChange::concerns)
                        .map(b -> forum.body(b).isPresent() ? b : Forum.CONFERENCE)
                        .orElse(null);
        return new Scope(id, body, null, forum.status().name(), Audience.PUBLIC);
    }

    /** Bodies with who is in force and all their changes; proposals with the hash that a key is turned on. */
    @Override
    public Object show(String stream, Forum forum, Standing reader) {
        return showAt(stream, forum, reader, clock.instant());
    }

    @Override
    public Object showAt(String stream, Forum forum, Standing reader, Instant at) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", stream);
        shown.put("status", forum.status());
        shown.put("name", forum.name());
        shown.put("symbolPrefix", forum.symbolPrefix());
        shown.put("fictional", forum.fictional());
        shown.put("frameworks", forum.frameworks());
        shown.put("bodies", forum.bodies().stream().map(b -> shown(b, at)).toList());
        shown.put("ruleCards", forum.ruleCards());
        shown.put("signingKeys", forum.signingKeys());
        shown.put(
                "proposals",
                forum.proposals().stream().map(ForumAggregate::shown).toList());
        shown.put("logOrigins", forum.logOrigins());
        return shown;
    }

    private static Map<String, Object> shown(Body body, Instant at) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("body", body.body());
        body.at(at).ifPresent(now -> {
            shown.put("name", now.name());
            shown.put("keyholders", now.keyholders());
            shown.put("members", now.members());
        });
        shown.put("changes", body.changes());
        return shown;
    }

    static Map<String, Object> shown(ForumProposal p) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("proposal", p.proposal());
        shown.put("concerns", p.change().concerns());
        shown.put("change", p.change());
        shown.put("hash", p.keys().hash());
        shown.put("holders", p.keys().holders());
        shown.put("turned", new TreeSet<>(p.keys().turned().keySet()));
        return shown;
    }
}
