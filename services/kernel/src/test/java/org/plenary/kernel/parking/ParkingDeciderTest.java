package org.plenary.kernel.parking;

import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.feed.Parked.Kind;
import org.plenary.kernel.parking.Parking.Facts;
import org.plenary.kernel.test.DeciderSpecification;

/** Stop, order, resumption. */
class ParkingDeciderTest {
    private static final Facts NOTHING = new Facts(false);
    private static final Facts IT_STANDS = new Facts(true);
    private static final String MEETING = "meeting-1";

    private static DeciderSpecification<ParkingCommand, Parking.State, ParkingEvent, Facts> parking() {
        return spec(new Parking((source, event) -> false).decider());
    }

    private static StreamParked stopped(Kind kind, Instant at) {
        return new StreamParked(MEETING, kind, "meeting", MEETING, 4, "a bug", at);
    }

    private static NoteParked note(Kind kind, Instant at) {
        return new NoteParked(MEETING, kind, "meeting", MEETING, 4, "a bug", at);
    }

    @Test
    void a_stop_is_noted_once_and_a_later_one_again() {
        parking().when(note(Kind.HEARD, NOON), NOTHING).then(stopped(Kind.HEARD, NOON));
        parking()
                .given(stopped(Kind.HEARD, NOON))
                .when(note(Kind.HEARD, NOON), NOTHING)
                .thenNothing();
        parking()
                .given(stopped(Kind.HEARD, NOON), new ReplayOrdered(4, "mended"))
                .when(note(Kind.HEARD, NOON.plusMillis(1)), NOTHING)
                .then(stopped(Kind.HEARD, NOON.plusMillis(1)));
    }

    @Test
    void a_stop_is_replayed_or_passed_over_by_order() {
        parking()
                .given(stopped(Kind.HEARD, NOON))
                .when(new ReplayStream("mended"), NOTHING)
                .then(new ReplayOrdered(4, "mended"));
        parking()
                .given(stopped(Kind.OWN, NOON))
                .when(new ReplayStream("mended"), NOTHING)
                .then(new ReplayOrdered(4, "mended"));
        parking()
                .given(stopped(Kind.HEARD, NOON))
                .when(new PassOverEvent("withdrawn", "item-1@3"), IT_STANDS)
                .then(new PassOverOrdered(4, "withdrawn", "item-1@3"));
        parking()
                .given(stopped(Kind.UNREADABLE, NOON))
                .when(new PassOverEvent("a tool's", null), NOTHING)
                .then(new PassOverOrdered(4, "a tool's", null));
    }

    @Test
    void what_cannot_be_ordered_is_refused() {
        PassOverEvent passOver = new PassOverEvent("withdrawn", null);
        parking().when(passOver, NOTHING).thenRejected(ParkingRule.NOT_PARKED);
        parking()
                .given(stopped(Kind.HEARD, NOON))
                .when(passOver, NOTHING)
                .thenRejected(ParkingRule.COMPENSATION_NEEDED);
        for (Kind kind : new Kind[] {Kind.HEARD, Kind.UNREADABLE}) {
            parking()
                    .given(stopped(kind, NOON))
                    .when(new PassOverEvent("withdrawn", "item-1@99"), NOTHING)
                    .thenRejected(ParkingRule.COMPENSATION_UNKNOWN);
        }
        for (Kind kind : new Kind[] {Kind.OWN, Kind.TIMER}) {
            parking().given(stopped(kind, NOON)).when(passOver, NOTHING).thenRejected(ParkingRule.NOT_PASSED_OVER);
        }
        for (Kind kind : new Kind[] {Kind.UNREADABLE, Kind.TIMER}) {
            parking()
                    .given(stopped(kind, NOON))
                    .when(new ReplayStream("again"), NOTHING)
                    .thenRejected(ParkingRule.NOT_REPLAYED);
        }
        parking()
                .given(stopped(Kind.HEARD, NOON), new ReplayOrdered(4, "mended"))
                .when(new ReplayStream("again"), NOTHING)
                .thenRejected(ParkingRule.ORDER_UNDER_WAY);
        parking()
                .given(stopped(Kind.HEARD, NOON), new ReplayOrdered(4, "mended"), new StreamResumed(6))
                .when(new ReplayStream("again"), NOTHING)
                .thenRejected(ParkingRule.NOT_PARKED);
    }

    @Test
    void it_resumes_once() {
        parking()
                .given(stopped(Kind.HEARD, NOON), new ReplayOrdered(4, "mended"))
                .when(new NoteResumed(NOON, 6), NOTHING)
                .then(new StreamResumed(6));
        parking()
                .given(stopped(Kind.HEARD, NOON), new ReplayOrdered(4, "mended"), new StreamResumed(6))
                .when(new NoteResumed(NOON, 6), NOTHING)
                .thenNothing();
        parking().when(new NoteResumed(NOON, 6), NOTHING).thenNothing();
    }

    @Test
    void a_late_note_that_an_earlier_stop_ended_ends_no_later_one() {
        parking()
                .given(
                        stopped(Kind.HEARD, NOON),
                        new ReplayOrdered(4, "mended"),
                        stopped(Kind.HEARD, NOON.plusMillis(5)))
                .when(new NoteResumed(NOON, 6), NOTHING)
                .thenNothing();
    }

    @Test
    void a_stop_after_a_resumption_is_noted_whatever_clock_its_instant_comes_from() {
        Instant behind = NOON.minusSeconds(1);
        parking()
                .given(stopped(Kind.HEARD, NOON), new ReplayOrdered(4, "mended"), new StreamResumed(6))
                .when(note(Kind.HEARD, behind), NOTHING)
                .then(stopped(Kind.HEARD, behind));
        parking()
                .given(stopped(Kind.HEARD, NOON))
                .when(note(Kind.HEARD, behind), NOTHING)
                .thenNothing();
    }
}
