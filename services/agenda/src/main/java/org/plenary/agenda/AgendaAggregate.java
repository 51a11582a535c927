package org.plenary.agenda;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.agenda.domain.Agenda;
import org.plenary.agenda.domain.AgendaCommand;
import org.plenary.agenda.domain.AgendaCommand.OpenAgenda;
import org.plenary.agenda.domain.AgendaDecider;
import org.plenary.agenda.domain.AgendaEvent;
import org.plenary.agenda.domain.AgendaFacts;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;

/** Agenda documents: the forum's while compiled and cleared, public once circulated. */
final class AgendaAggregate implements Aggregate<AgendaCommand, Agenda, AgendaEvent, AgendaFacts> {
    private static final AgendaDecider RULES = new AgendaDecider();
    private static final Set<Agenda.Status> OPEN_TO_ALL =
            EnumSet.of(Agenda.Status.CIRCULATED, Agenda.Status.BEFORE_MEETING, Agenda.Status.ADOPTED);
    private final GatheredFacts gathered;

    AgendaAggregate(GatheredFacts gathered) {
        this.gathered = gathered;
    }

    @Override
    public String name() {
        return "agenda";
    }

    @Override
    public String collection() {
        return "agendas";
    }

    @Override
    public Class<AgendaCommand> commands() {
        return AgendaCommand.class;
    }

    @Override
    public Class<AgendaEvent> events() {
        return AgendaEvent.class;
    }

    @Override
    public Class<Agenda> states() {
        return Agenda.class;
    }

    @Override
    public Decider<AgendaCommand, Agenda, AgendaEvent, AgendaFacts> decider() {
        return RULES;
    }

    /** The meeting has one agenda document, and its id tells which. */
    static String stream(String meeting) {
        return "agenda-" + meeting.substring("meeting-".length());
    }

    @Override
    public AgendaFacts facts(AgendaCommand command, Agenda agenda, Act act) {
        return gathered.agenda(command, agenda, act.receivedAt());
    }

    @Override
    public Scope scope(@Nullable AgendaCommand command, Agenda agenda) {
        String forum = command instanceof OpenAgenda c && agenda.forum().isEmpty() ? c.forum() : agenda.forum();
        String audience = OPEN_TO_ALL.contains(agenda.status()) ? Audience.PUBLIC : Audience.FORUM;
        return new Scope(forum, agenda.body(), null, agenda.status().name(), audience);
    }

    @Override
    public Object show(String stream, Agenda agenda, Standing reader) {
        return Json.withId(stream, agenda);
    }
}
