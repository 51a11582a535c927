package org.plenary.membership.domain.protocol;

/** What can be done with a meeting's protocol order. */
public sealed interface SeatingCommand {
    /** Draws the letter that the order begins at. */
    record DrawLot(String forum, String meeting) implements SeatingCommand {}
}
