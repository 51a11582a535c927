package org.plenary.kernel.feed;

import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Answer;

/** What a service does when it hears an event: nothing, or commands of its own. Named as a sentence. */
@FunctionalInterface
public interface Reaction {
    /** Reacts; called again after a crash, with the same command ids. */
    void on(Envelope event, Commands commands);

    /** Sends commands caused by the event; the n-th of an event always has the same id. */
    interface Commands {
        /** Carries the command out on the stream. */
        <C> Answer send(Aggregate<C, ?, ?, ?> aggregate, String stream, C command);

        /** The id of the command that is sent next: the root of ids that a new stream takes from its cause. */
        java.util.UUID nextId();
    }
}
