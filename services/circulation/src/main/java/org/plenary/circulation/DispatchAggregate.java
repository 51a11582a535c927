package org.plenary.circulation;

import org.jspecify.annotations.Nullable;
import org.plenary.circulation.domain.Dispatch;
import org.plenary.circulation.domain.DispatchCommand;
import org.plenary.circulation.domain.DispatchCommand.OrderDispatch;
import org.plenary.circulation.domain.DispatchDecider;
import org.plenary.circulation.domain.DispatchEvent;
import org.plenary.circulation.domain.NoFacts;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;

/** Dispatches: who was sent what, and who acknowledged it, is open to the whole forum. */
final class DispatchAggregate implements Aggregate<DispatchCommand, Dispatch, DispatchEvent, NoFacts> {
    private static final DispatchDecider RULES = new DispatchDecider();

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public String collection() {
        return "dispatches";
    }

    @Override
    public Class<DispatchCommand> commands() {
        return DispatchCommand.class;
    }

    @Override
    public Class<DispatchEvent> events() {
        return DispatchEvent.class;
    }

    @Override
    public Class<Dispatch> states() {
        return Dispatch.class;
    }

    @Override
    public Decider<DispatchCommand, Dispatch, DispatchEvent, NoFacts> decider() {
        return RULES;
    }

    @Override
    public NoFacts facts(DispatchCommand command, Dispatch state, Act act) {
        return new NoFacts();
    }

    @Override
    public Scope scope(@Nullable DispatchCommand command, Dispatch d) {
        String forum = command instanceof OrderDispatch c && !d.ordered() ? c.forum() : d.forum();
        return new Scope(forum, null, null, d.ordered() ? "ORDERED" : "NONE", Audience.FORUM);
    }

    @Override
    public Object show(String stream, Dispatch d, Standing reader) {
        return Json.withId(stream, d);
    }
}
