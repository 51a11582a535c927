package org.plenary.kernel.timer;

/**
 * What the service leaves undone by an operator's order. A store that was put back from a backup lacks what was done
 * after it: a silence would end on it that a party broke, and a letter cannot be taken back.
 */
public enum Held {
    /** Everything goes on. */
    NOTHING,
    /** No timer goes off and no letter goes out; people's acts are taken as ever. */
    TIMERS_AND_MAIL
}
