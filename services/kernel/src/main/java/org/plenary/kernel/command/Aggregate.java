package org.plenary.kernel.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.store.StoredEvent;

/**
 * One kind of stream of a service: its pure decider, and what the shell adds to it. One implementation an aggregate,
 * in the service's shell package, with everything that touches copies of other services' facts.
 *
 * @param <C> commands
 * @param <S> state
 * @param <E> events
 * @param <F> facts
 */
public interface Aggregate<C, S, E, F> {
    /** The stream prefix, a noun in lower case: {@code meeting} makes {@code meeting-<uuid>}. */
    String name();

    /** The path segment of its collection under {@code /api/<service>/}, a plural. */
    String collection();

    /** The sealed interface of commands; a permitted record's simple name is its operation. */
    Class<C> commands();

    /** The sealed interface of events; {@code MeetingProposed} is {@code org.plenary.<service>.MeetingProposed.v1}. */
    Class<E> events();

    /** The state's record. */
    Class<S> states();

    /** The rules. */
    Decider<C, S, E, F> decider();

    /** The facts of other services that this decision needs, from local copies. */
    F facts(C command, S state, Act act);

    /** Where the thing belongs. The command is null for reads and given for creations, where the state is initial. */
    Scope scope(@Nullable C command, S state);

    /** Whether this reader may read it: asked besides the policy table and the audience, where another thing's rules count. */
    default boolean readable(S state, Standing reader) {
        return true;
    }

    /** What a GET answers to this reader: a record or map for JSON, without what the reader may not see. */
    Object show(String stream, S state, Standing reader);

    /** What a GET that names an instant answers: as in force then, where the aggregate tells times apart. */
    default Object showAt(String stream, S state, Standing reader, Instant at) {
        return show(stream, state, reader);
    }

    /** Whose its event types are: {@code org.plenary.<namespace>.<Event>.v1}; the service's, or the kernel's own. */
    default String namespace(String service) {
        return service;
    }

    /** The state after the event; overridden where it keeps which event of the stream that was, which no event says. */
    default S evolve(S state, E event, StoredEvent stored) {
        return decider().evolve(state, event);
    }

    /** Raised when {@code evolve} folds the same events into other states of the same shape, so that no old one is read. */
    default int folding() {
        return 1;
    }

    /** From when an event has effect, where that is not when it is recorded; the event's own fields say. */
    default @Nullable Instant validFrom(E event) {
        return null;
    }

    /** The stream that a creating command makes. Where it follows from the command, one thing is made only once. */
    default String streamFor(C command, java.util.UUID fresh) {
        return name() + "-" + fresh;
    }
}
