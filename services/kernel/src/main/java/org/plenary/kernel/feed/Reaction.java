package org.plenary.kernel.feed;

import java.util.List;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Answer;

/** What a service does when it hears an event: nothing, commands of its own, or notes. Named as a sentence. */
@FunctionalInterface
public interface Reaction {
    /** Reacts; called again after a crash, with the same command ids. */
    void on(Envelope event, Commands commands);

    /**
     * Hears that an operator passes the event over, which nobody reacts to; called again after a crash. Only for what
     * must know of every event.
     */
    default void passed(Envelope event) {
        // most need not know
    }

    /** Sends commands caused by the event; the n-th of an event always has the same id. */
    interface Commands {
        /** Carries the command out on the stream. */
        <C> Answer send(Aggregate<C, ?, ?, ?> aggregate, String stream, C command);

        /** The id of the command that is sent next: the root of ids that a new stream takes from its cause. */
        java.util.UUID nextId();
    }

    /**
     * A reaction that sends no commands and takes many events at once, each the next of its stream or of a repetition;
     * it takes all of them, or throws, having perhaps taken some, and is then given each alone.
     */
    @FunctionalInterface
    interface Together extends Reaction {
        /** Reacts to events in the order in which they were heard; called again after a crash. */
        void onAll(List<Envelope> events);

        @Override
        default void on(Envelope event, Commands commands) {
            onAll(List.of(event));
        }
    }
}
