package org.plenary.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.record.EventReading.Eyes;
import org.plenary.record.EventReading.Verdict;
import org.plenary.record.ExportZip.LeftOut;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Proving.Under;

/**
 * What of a meeting goes into an export: its streams, each with the number of its events under the checkpoint, without
 * those of which the reader may know no event. Made before the first byte is sent, so that a refusal is one.
 *
 * @param leftOut what belongs to it, or may, and cannot be shown to anybody
 */
record ExportPlan(String meeting, List<Whole> streams, List<LeftOut> leftOut) {
    /** Events of an export at most. */
    static final int EVENTS_MAX = 20_000;
    /** Streams of an export at most. */
    static final int STREAMS_MAX = 2_000;

    /** A stream with all its events up to the checkpoint. */
    record Whole(String stream, long events) {}

    static ExportPlan of(String meeting, LogStore log, Belonging belonging, Under under, Eyes eyes) {
        List<String> streams = belonging.streams(meeting, STREAMS_MAX + 1);
        if (streams.size() > STREAMS_MAX) {
            throw tooLarge("more than " + STREAMS_MAX + " streams");
        }
        List<Whole> whole = new ArrayList<>();
        long left = EVENTS_MAX;
        long lost = 0;
        for (String stream : streams) {
            long events = 0;
            boolean known = false;
            boolean gone = false;
            Optional<Entry> next = log.byKey(stream + "@1");
            while (next.isPresent() && under.has(next.get())) {
                known = known || eyes.knows(next.get());
                gone = gone || eyes.see(next.get()).verdict() == Verdict.LOST;
                events++;
                if (events > left) {
                    throw tooLarge("more than " + EVENTS_MAX + " events");
                }
                next = log.byKey(stream + "@" + (events + 1));
            }
            if (known) {
                whole.add(new Whole(stream, events));
                left -= events;
            } else if (gone) {
                lost++;
            }
        }
        return new ExportPlan(meeting, whole, leftOut(lost, belonging.untold()));
    }

    /** In numbers, without names: whose they are, and so who may know of them, nobody can tell any more. */
    private static List<LeftOut> leftOut(long lost, long untold) {
        List<LeftOut> leftOut = new ArrayList<>();
        if (lost > 0) {
            leftOut.add(new LeftOut(
                    "streams that belong to the meeting: " + lost,
                    "what opens their events was lost, so it is not known who may read them"));
        }
        if (untold > 0) {
            leftOut.add(new LeftOut(
                    "streams of the log that may belong to the meeting: " + untold,
                    "what opens their first event was lost or redacted before it was looked at, so it is not known to"
                            + " what they belong"));
        }
        return leftOut;
    }

    private static Refused tooLarge(String what) {
        return new Refused(
                Kind.TOO_LARGE,
                "This conference has " + what + ", which is more than one export holds. Nothing was sent.");
    }
}
