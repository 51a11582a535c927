package org.plenary.kernel.decide;

import java.util.List;

/**
 * The rules of one aggregate, pure: the same arguments always give the same result. {@code decide} says what a
 * command does to a state, {@code evolve} is the only thing that changes a state.
 *
 * @param <C> commands, sealed; those marked {@link Internal} cannot be sent over HTTP
 * @param <S> the state, one record that survives JSON unchanged (it is kept in snapshots)
 * @param <E> events, sealed records
 * @param <F> facts of other services, gathered by the shell before the decision
 */
public interface Decider<C, S, E, F> {
    /** The state of a stream without events. */
    S initial();

    /**
     * What the command does: the events to append, or none where it changes nothing.
     *
     * @throws Rejected where a rule says no
     */
    List<E> decide(C command, S state, F facts, Act act);

    /** The state after the event. Never rejects; an event that cannot follow the state is corruption and throws. */
    S evolve(S state, E event);

    /** The instants that the state waits for from this event on; each becomes a timer of the stream. */
    default List<Wait> waits(E event) {
        return List.of();
    }

    /** The command that a due wait sends. It decides nothing where the state no longer waits. */
    default C due(Wait wait) {
        throw new IllegalStateException("nothing waits for " + wait.purpose());
    }
}
