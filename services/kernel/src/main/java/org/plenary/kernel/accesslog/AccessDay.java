package org.plenary.kernel.accesslog;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.parking.Parking;

/** A day of a service's access log in the record: closed once, by its hash. It belongs to no forum, as parked streams do. */
public final class AccessDay
        implements Aggregate<AccessDayCommand, AccessDay.State, AccessDayEvent, AccessDay.NoFacts> {
    /** As it stands; null before it is closed. */
    public record State(@Nullable AccessDayClosed closed) {}

    /** Nothing else needs to be known. */
    public record NoFacts() {}

    private static final Decider<AccessDayCommand, State, AccessDayEvent, NoFacts> RULES = new Decider<>() {
        @Override
        public State initial() {
            return new State(null);
        }

        @Override
        public List<AccessDayEvent> decide(AccessDayCommand command, State state, NoFacts facts, Act act) {
            return switch (command) {
                case CloseAccessDay c ->
                    state.closed() != null
                            ? List.of()
                            : List.of(new AccessDayClosed(c.day(), c.entries(), c.overflow(), c.hash()));
            };
        }

        @Override
        public State evolve(State state, AccessDayEvent event) {
            return switch (event) {
                case AccessDayClosed e -> new State(e);
            };
        }
    };

    /** The stream of a service's day: {@code accessday-<service>-<yyyymmdd>}. */
    public static String stream(String service, String day) {
        return "accessday-" + service + "-" + day.replace("-", "");
    }

    @Override
    public String name() {
        return "accessday";
    }

    @Override
    public String collection() {
        return "access-days";
    }

    @Override
    public String namespace(String service) {
        return "kernel";
    }

    @Override
    public Class<AccessDayCommand> commands() {
        return AccessDayCommand.class;
    }

    @Override
    public Class<AccessDayEvent> events() {
        return AccessDayEvent.class;
    }

    @Override
    public Class<State> states() {
        return State.class;
    }

    @Override
    public Decider<AccessDayCommand, State, AccessDayEvent, NoFacts> decider() {
        return RULES;
    }

    @Override
    public NoFacts facts(AccessDayCommand command, State state, Act act) {
        return new NoFacts();
    }

    @Override
    public Scope scope(@Nullable AccessDayCommand command, State state) {
        return new Scope(Parking.FORUM, null, null, state.closed() == null ? "OPEN" : "CLOSED", Audience.FORUM);
    }

    @Override
    public Object show(String stream, State state, Standing reader) {
        return state;
    }
}
