package org.plenary.membership.domain.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

/**
 * The meeting, the lot and the register.
 *
 * @param letter drawn before the decision; it counts only if the decision does
 */
public record SeatingFacts(@Nullable KnownMeeting meeting, String letter, List<SeatedParty> parties) {
    /** Parties of an order at most; one more in the facts says that there are more. */
    public static final int PARTIES_MAX = 300;
}
