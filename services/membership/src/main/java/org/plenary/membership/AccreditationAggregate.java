package org.plenary.membership;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.body.Bodies;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Standing;
import org.plenary.membership.domain.Accreditation;
import org.plenary.membership.domain.AccreditationCommand;
import org.plenary.membership.domain.AccreditationCommand.NominateDelegate;
import org.plenary.membership.domain.AccreditationDecider;
import org.plenary.membership.domain.AccreditationEvent;
import org.plenary.membership.domain.NomineeName;

/** Accreditations. The nominee's name is kept as a body: no event carries it, and only few may read it. */
final class AccreditationAggregate
        implements Aggregate<AccreditationCommand, Accreditation, AccreditationEvent, NomineeName> {
    private static final AccreditationDecider RULES = new AccreditationDecider();
    private final Bodies bodies;

    AccreditationAggregate(Bodies bodies) {
        this.bodies = bodies;
    }

    @Override
    public String name() {
        return "accreditation";
    }

    @Override
    public String collection() {
        return "accreditations";
    }

    @Override
    public Class<AccreditationCommand> commands() {
        return AccreditationCommand.class;
    }

    @Override
    public Class<AccreditationEvent> events() {
        return AccreditationEvent.class;
    }

    @Override
    public Class<Accreditation> states() {
        return Accreditation.class;
    }

    @Override
    public Decider<AccreditationCommand, Accreditation, AccreditationEvent, NomineeName> decider() {
        return RULES;
    }

    @Override
    public NomineeName facts(AccreditationCommand command, Accreditation state, Act act) {
        return command instanceof NominateDelegate nominate
                ? new NomineeName(bodies.keep(
                        act.stream() + "|" + act.commandId(), Ids.sha256(nominate.name()), 0, nominate.name()))
                : new NomineeName(null);
    }

    @Override
    public Scope scope(@Nullable AccreditationCommand command, Accreditation a) {
        return command instanceof NominateDelegate n && a.status() == Accreditation.Status.NONE
                ? new Scope(n.forum(), null, n.party(), a.status().name(), Audience.FORUM)
                : new Scope(a.forum(), null, a.party(), a.status().name(), Audience.FORUM);
    }

    @Override
    public Object show(String stream, Accreditation a, Standing reader) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", stream);
        shown.put("status", a.status());
        shown.put("forum", a.forum());
        shown.put("meeting", a.meeting());
        shown.put("party", a.party());
        shown.put("capacity", a.capacity());
        shown.put("noteVerbale", a.noteVerbale());
        shown.put("reason", a.reason());
        if (a.name() != null && (a.party().equals(reader.unit()) || reader.has(Policy.TRUSTED, null))) {
            shown.put("name", bodies.text(a.name().body()).orElse("(removed)"));
        }
        return shown;
    }
}
