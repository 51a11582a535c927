package org.plenary.membership.domain.protocol;

import java.util.List;
import java.util.Map;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;
import org.plenary.membership.domain.protocol.Seating.Status;
import org.plenary.membership.domain.protocol.SeatingCommand.DrawLot;
import org.plenary.membership.domain.protocol.SeatingEvent.LotDrawn;

/** One lot for one meeting. */
public final class SeatingDecider implements Decider<SeatingCommand, Seating, SeatingEvent, SeatingFacts> {
    @Override
    public Seating initial() {
        return Seating.INITIAL;
    }

    @Override
    public List<SeatingEvent> decide(SeatingCommand command, Seating s, SeatingFacts facts, Act act) {
        return switch (command) {
            case DrawLot c -> List.of(draw(c, s, facts, act));
        };
    }

    private static LotDrawn draw(DrawLot c, Seating s, SeatingFacts facts, Act act) {
        if (s.status() != Status.NONE) {
            throw SeatingRule.LOT_ALREADY_DRAWN.because(
                    "The lot was drawn for this meeting.", Map.of("letter", s.letter()));
        }
        KnownMeeting meeting = facts.meeting();
        if (meeting == null || !meeting.forum().equals(c.forum())) {
            throw SeatingRule.MEETING_UNKNOWN.because("There is no such meeting in this forum.");
        }
        if (meeting.over()) {
            throw SeatingRule.MEETING_OVER.because("The meeting is over.", Map.of("state", meeting.status()));
        }
        if (facts.parties().size() > SeatingFacts.PARTIES_MAX) {
            throw SeatingRule.REGISTER_TOO_LARGE.because(
                    "More parties have a seat than an order can hold.", Map.of("partiesMax", SeatingFacts.PARTIES_MAX));
        }
        return new LotDrawn(c.forum(), c.meeting(), facts.letter(), facts.parties(), meeting.evidence(), act.actor());
    }

    @Override
    public Seating evolve(Seating s, SeatingEvent event) {
        return switch (event) {
            case LotDrawn e -> new Seating(Status.DRAWN, e.forum(), e.meeting(), e.letter(), e.parties());
        };
    }
}
