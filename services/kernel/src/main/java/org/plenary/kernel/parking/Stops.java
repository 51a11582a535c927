package org.plenary.kernel.parking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Parked.Kind;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.StoredEvent;

/**
 * What stopped in a service, from the commits that say so: for a service whose own list of it is lost or old.
 *
 * @param waiting what waits, by the id of its entry; what was heard stands in Kafka, so no entry has it
 * @param passedOver versions that were passed over, by stream
 * @param ended of what went on, its last stop, by the id of its entry
 */
public record Stops(Map<String, Parked.Entry> waiting, Map<String, List<Long>> passedOver, Map<String, Instant> ended) {
    private static final int STANDING_MAX = 100_000;

    /** Of all that is in the store. */
    public static Stops of(String service, EventStore store) {
        Stops stops = new Stops(new HashMap<>(), new HashMap<>(), new HashMap<>());
        Map<String, StreamParked> last = new HashMap<>();
        store.forEach(commit -> {
            if (Envelope.aggregate(commit.stream()).equals("parking")) {
                for (StoredEvent e : commit.events()) {
                    stops.read(Envelope.of(service, commit, e), last);
                }
            }
        });
        return stops;
    }

    private void read(Envelope event, Map<String, StreamParked> last) {
        StreamParked stop = last.get(event.stream());
        switch (event.name()) {
            case "StreamParked" -> {
                StreamParked now = Json.read(event.data(), StreamParked.class);
                last.put(event.stream(), now);
                waiting.put(now.entry(), entry(now));
            }
            case "PassOverOrdered" -> {
                if (stop != null && stop.kind() == Kind.HEARD) {
                    passedOver
                            .computeIfAbsent(stop.stream(), s -> new ArrayList<>())
                            .add(stop.version());
                }
            }
            case "StreamResumed" -> {
                if (stop != null) {
                    waiting.remove(stop.entry());
                    ended.put(stop.entry(), stop.at());
                }
            }
            default -> {
                // to be taken again: it waits until it was
            }
        }
    }

    private static Parked.Entry entry(StreamParked p) {
        return new Parked.Entry(
                p.entry(), p.kind(), p.source(), p.stream(), p.version(), p.cause(), p.at(), null, false);
    }

    /** Lets go on in the list what went on by the commits. */
    public void settle(Parked parked) {
        for (Kind kind : Kind.values()) {
            for (Parked.Entry e : parked.of(kind, STANDING_MAX)) {
                Instant end = ended.get(e.id());
                if (end != null && !e.at().isAfter(end)) {
                    parked.leave(e);
                }
            }
        }
    }
}
