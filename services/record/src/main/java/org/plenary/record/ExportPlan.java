package org.plenary.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Refused.Kind;
import org.plenary.record.EventReading.Eyes;
import org.plenary.record.EventReading.Verdict;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.Proving.Under;

/**
 * What of a meeting goes into an export: its streams, each with the number of its events under the checkpoint, without
 * those of which the reader may read no event. Made before the first byte is sent, so that a refusal is one.
 */
record ExportPlan(String meeting, List<Whole> streams) {
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
        for (String stream : streams) {
            long events = 0;
            boolean readable = false;
            Optional<Entry> next = log.byKey(stream + "@1");
            while (next.isPresent() && under.has(next.get())) {
                readable = readable || eyes.see(next.get()).verdict() == Verdict.OPEN;
                events++;
                if (events > left) {
                    throw tooLarge("more than " + EVENTS_MAX + " events");
                }
                next = log.byKey(stream + "@" + (events + 1));
            }
            if (readable) {
                whole.add(new Whole(stream, events));
                left -= events;
            }
        }
        return new ExportPlan(meeting, whole);
    }

    private static Refused tooLarge(String what) {
        return new Refused(
                Kind.TOO_LARGE,
                "This conference has " + what + ", which is more than one export holds. Nothing was sent.");
    }
}
