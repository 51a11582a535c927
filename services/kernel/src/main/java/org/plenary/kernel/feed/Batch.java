package org.plenary.kernel.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Reaction.Together;
import org.plenary.kernel.store.Documents.Guarded;
import org.plenary.kernel.view.View;

/**
 * Events of one subscription that are taken together: one question for where their streams stand (of some hundreds at a
 * time), one call of each reaction, one write for all copies. Whatever is not the plain next event of its stream is left
 * for the feed to take alone, and so is everything behind it in its stream; what was taken twice then changes nothing,
 * as ever.
 */
final class Batch {
    private final View copy;
    private final Map<String, Document> standing = new HashMap<>();
    private final Set<String> irregular;
    private final Map<String, List<Envelope>> next = new LinkedHashMap<>();
    private final List<Envelope> inOrder = new ArrayList<>();
    private final List<Envelope> left = new ArrayList<>();

    private Batch(View copy, Parked parked, List<Envelope> events) {
        this.copy = copy;
        List<String> streams = events.stream().map(Envelope::stream).distinct().toList();
        irregular = new HashSet<>(parked.among(streams));
        copy.documents().findAll(streams).forEach(d -> standing.put(d.getString("_id"), d));
        events.forEach(this::sort);
    }

    /** Whether the subscription's events can be taken together. */
    static boolean possible(Subscription s) {
        return !s.reactions().isEmpty() && s.reactions().stream().allMatch(Together.class::isInstance);
    }

    /** Takes what can be taken together, and returns what is left, in order, to be taken one by one. */
    static List<Envelope> take(Subscription s, View copy, Parked parked, List<Envelope> events) {
        Batch batch = new Batch(copy, parked, events);
        if (batch.inOrder.isEmpty()) {
            return batch.left;
        }
        try {
            List<Guarded> writes = batch.writes();
            s.reactions().forEach(r -> ((Together) r).onAll(batch.inOrder));
            return copy.documents().writeAll(writes) == writes.size() ? batch.left : events;
        } catch (com.mongodb.MongoException | Feed.SourceAway e) {
            throw e;
        } catch (RuntimeException e) {
            return events; // one of them cannot be taken: each alone tells which
        }
    }

    private void sort(Envelope event) {
        String stream = event.stream();
        List<Envelope> run = next.getOrDefault(stream, List.of());
        @Nullable Document stands = standing.get(stream);
        long last = !run.isEmpty() ? run.getLast().version() : stands == null ? 0 : stands.getLong("version");
        String hash = !run.isEmpty() ? run.getLast().hash() : stands == null ? "" : stands.getString("eventHash");
        boolean repeated = event.version() < last
                || (event.version() == last && event.hash().equals(hash));
        if (!irregular.contains(stream) && repeated) {
            return;
        }
        if (irregular.contains(stream) || event.version() != last + 1) {
            irregular.add(stream);
            left.add(event);
            return;
        }
        next.computeIfAbsent(stream, s -> new ArrayList<>()).add(event);
        inOrder.add(event);
    }

    private List<Guarded> writes() {
        List<Guarded> writes = new ArrayList<>();
        next.forEach((stream, run) -> writes.add(copy.after(standing.get(stream), run)));
        return writes;
    }
}
