package org.plenary.membership.domain.protocol;

import java.util.List;

/** What happened to a meeting's protocol order. */
public sealed interface SeatingEvent {
    /** The lot fell on a letter; with the parties as they stood in the register then, so that the order follows. */
    record LotDrawn(String forum, String meeting, String letter, List<SeatedParty> parties, String evidence, String by)
            implements SeatingEvent {}
}
