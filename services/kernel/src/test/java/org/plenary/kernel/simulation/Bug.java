package org.plenary.kernel.simulation;

/** What can be planted in the simulated store and broker, to see that the checks find it. */
enum Bug {
    /** The store answers before the commit is durable, and a crash loses it. */
    ANSWERS_BEFORE_DURABLE,
    /** The command key is not unique: a repetition has a second effect. */
    COMMAND_KEY_NOT_UNIQUE,
    /** The version is not unique: a second writer is told that it won, and what it wrote is gone. */
    SECOND_WRITER_TOLD_IT_WON,
    /** Clearing marks clears one too many. */
    CLEARS_ANOTHER_MARK,
    /** Marks are cleared when a commit is found, before it is published. */
    CLEARS_WHEN_SCANNED,
    /** The broker acknowledges what it does not keep. */
    BROKER_LOSES_ACKNOWLEDGED,
    /** The consumer commits offsets before the effect. */
    COMMITS_OFFSET_FIRST,
    /** A guarded replacement does not look at its guard. */
    GUARD_IGNORED,
    /** Timers live in memory only. */
    TIMERS_NOT_KEPT,
    /** The broker keeps two records of a partition in the wrong order. */
    BROKER_SWAPS
}
