package org.plenary.kernel.redaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.redaction.RedactionCommand.ProposeRedaction;
import org.plenary.kernel.redaction.RedactionEvent.EventRedacted;
import org.plenary.kernel.redaction.RedactionEvent.RedactionDeclined;
import org.plenary.kernel.redaction.RedactionEvent.RedactionProposed;

/**
 * The redaction of one body, or of what opens one event in the record: one stream, however often it is proposed. It
 * belongs where the redacted thing does, and who may read that may read it.
 */
public final class Redaction implements Aggregate<RedactionCommand, RedactionState, RedactionEvent, RedactionFacts> {
    private static final RedactionDecider RULES = new RedactionDecider();
    /** Where what is not here belongs: to a forum that nobody has a role in. */
    private static final Scope NOWHERE = new Scope("", null, null, RedactionState.Status.NONE.name(), "forum");

    private final String service;
    private final RedactableEvents events;
    private final Policy policy;

    /** Of one service. */
    public Redaction(String service, RedactableEvents events, Policy policy) {
        this.service = service;
        this.events = events;
        this.policy = policy;
    }

    /** The stream of the redaction of a body, by its id, or of an event's opening, by {@code <stream>@<version>}. */
    public static String stream(String service, String redacted) {
        return "redaction-" + Ids.v5(service + "|redaction|" + redacted);
    }

    @Override
    public String name() {
        return "redaction";
    }

    @Override
    public String collection() {
        return "redactions";
    }

    @Override
    public String namespace(String service) {
        return "kernel";
    }

    @Override
    public Class<RedactionCommand> commands() {
        return RedactionCommand.class;
    }

    @Override
    public Class<RedactionEvent> events() {
        return RedactionEvent.class;
    }

    @Override
    public Class<RedactionState> states() {
        return RedactionState.class;
    }

    @Override
    public Decider<RedactionCommand, RedactionState, RedactionEvent, RedactionFacts> decider() {
        return RULES;
    }

    @Override
    public String streamFor(RedactionCommand command, java.util.UUID fresh) {
        return command instanceof ProposeRedaction c
                ? stream(service, c.content() == null ? c.stream() + "@" + c.version() : c.content())
                : name() + "-" + fresh;
    }

    @Override
    public RedactionFacts facts(RedactionCommand command, RedactionState state, Act act) {
        Scope scope = scope(command, state);
        List<String> offices = offices(command, scope, act.standing());
        if (command instanceof ProposeRedaction c) {
            notRecused(c.stream(), act);
            return new RedactionFacts(
                    events.find(c.stream(), c.version(), c.content()).orElse(null),
                    Belonging.of(scope),
                    events.tells(c.reason(), c.content()),
                    offices);
        }
        RedactionProposed p = state.proposal();
        if (p != null) {
            notRecused(stream(p.event()), act);
        }
        return new RedactionFacts(null, null, false, offices);
    }

    /** Who does not act on a thing does not decide what of it is read either. */
    private static void notRecused(String stream, Act act) {
        if (act.standing().recusedFrom().contains(stream)) {
            throw new Refused(Refused.Kind.RECUSED, "You are recused from this and do not act on it.");
        }
    }

    /** The roles that the policy table asked for, so that the tombstone says in which office somebody acted. */
    private List<String> offices(RedactionCommand command, Scope scope, Standing who) {
        Set<String> offices = new TreeSet<>();
        for (Standing.Grant grant : who.grants()) {
            Standing one = new Standing(who.subject(), who.unit(), Set.of(grant));
            if (policy.judge(command.getClass().getSimpleName(), one, null, scope.thing()) == Policy.Answer.ALLOW) {
                offices.add(grant.role());
            }
        }
        return new ArrayList<>(offices);
    }

    @Override
    public Scope scope(@Nullable RedactionCommand command, RedactionState state) {
        String status = state.status().name();
        if (command instanceof ProposeRedaction c) {
            return events.scope(c.stream())
                    .map(s -> Belonging.of(s).scope(status))
                    .orElse(NOWHERE);
        }
        RedactionProposed p = state.proposal();
        return p == null ? NOWHERE : p.belonging().scope(status);
    }

    /** By the owner's row for the thing, too: not everybody in its audience may read a person or an invitation. */
    @Override
    public boolean readable(RedactionState state, Standing reader) {
        RedactionProposed p = state.proposal();
        return p != null && events.readable(stream(p.event()), p.belonging(), reader);
    }

    /** The same of one that is listed. */
    public boolean listed(Document listed, Standing reader) {
        Belonging belonged = new Belonging(
                listed.getString("forum"),
                listed.getString("body"),
                listed.getString("unit"),
                listed.getString("audience"));
        return events.readable(stream(listed.getString("event")), belonged, reader);
    }

    private static String stream(String event) {
        return event.substring(0, event.indexOf('@'));
    }

    @Override
    public Object show(String stream, RedactionState state, Standing reader) {
        RedactionProposed p = Objects.requireNonNull(state.proposal());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", stream);
        shown.put("status", state.status());
        shown.put("event", p.event());
        shown.put("content", p.content());
        if (p.content() != null) {
            shown.put("field", events.field(p.event(), p.content()).orElse(null));
        }
        shown.put("forum", p.belonging().forum());
        shown.put("unit", p.belonging().unit());
        shown.put("ground", p.ground());
        shown.put("reason", p.reason());
        shown.put("hash", p.hash());
        shown.put("proposed", signed(p.at(), p.by(), reader));
        RedactionDeclined d = state.declined();
        if (d != null) {
            Map<String, Object> declined = signed(d.at(), d.by(), reader);
            declined.put("reason", d.reason());
            shown.put("declined", declined);
        }
        EventRedacted c = state.confirmed();
        if (c != null) {
            shown.put("confirmed", signed(c.at(), c.by(), reader));
            shown.put("recordedAs", stream + "@" + state.confirmedAs());
        }
        shown.put("destroyedAt", state.destroyedAt());
        shown.values().removeIf(Objects::isNull);
        return shown;
    }

    /** Offices are for everybody who may know of the redaction, names for the forum's own people. */
    static Map<String, Object> signed(Instant at, Signatory by, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("at", at.toString());
        shown.put("offices", by.offices());
        if (by.unit() != null) {
            shown.put("unit", by.unit());
        }
        if (reader.known()) {
            shown.put("person", by.person());
        }
        return shown;
    }
}
