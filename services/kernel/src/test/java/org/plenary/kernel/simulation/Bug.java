package org.plenary.kernel.simulation;

import org.plenary.kernel.simulation.Violation.Kind;

/** What can be planted in the simulated store and broker, each with the violation by which it must be found. */
enum Bug {
    /** The store answers before the commit is durable, and a crash loses it. */
    ANSWERS_BEFORE_DURABLE(Kind.LOST),
    /** The command key is not unique: a repetition has a second effect. */
    COMMAND_KEY_NOT_UNIQUE(Kind.DOUBLED),
    /** The version is not unique: a second writer is told that it won, and what it wrote is gone. */
    SECOND_WRITER_TOLD_IT_WON(Kind.LOST),
    /** Clearing marks clears one too many. */
    CLEARS_ANOTHER_MARK(Kind.UNPUBLISHED),
    /** Marks are cleared when a commit is found, before it is published. */
    CLEARS_WHEN_SCANNED(Kind.UNPUBLISHED),
    /** The broker acknowledges what it does not keep. */
    BROKER_LOSES_ACKNOWLEDGED(Kind.UNPUBLISHED),
    /** The consumer commits offsets before the effect. */
    COMMITS_OFFSET_FIRST(Kind.COPY),
    /** A guarded replacement does not look at its guard. */
    GUARD_IGNORED(Kind.WENT_BACK),
    /** Timers live in the memory of the node that set them: when it dies they are gone. */
    TIMERS_NOT_KEPT(Kind.TIMER),
    /** The broker keeps two records of a partition in the wrong order. */
    BROKER_SWAPS(Kind.OUT_OF_ORDER);

    private final Kind foundAs;

    Bug(Kind foundAs) {
        this.foundAs = foundAs;
    }

    /** The promise that it breaks. */
    Kind foundAs() {
        return foundAs;
    }
}
