package org.plenary.kernel.view;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.plenary.kernel.store.Documents;

/**
 * A view or copy built again from its events, beside the live one.
 *
 * @param live what readers see
 * @param fresh what the events say
 * @param before streams the live one had before the events were read, so that each must be among them
 * @param unread events that could not be folded, so that their streams are not complete
 */
public record Rebuilt(Documents live, Documents fresh, List<String> before, List<String> unread) {
    /** Differences named at most. */
    public static final int NAMED_MAX = 100;

    /**
     * What was found.
     *
     * @param streams how many streams the events make
     * @param different streams whose documents differ at the same version, that the live one lacks, or that no event
     *     makes; the first {@link #NAMED_MAX}
     * @param unread events that could not be folded, the first {@link #NAMED_MAX}; where there are any, nothing is said of their streams
     */
    public record Report(long streams, List<String> different, List<String> unread) {}

    /** Compares byte for byte. A live document that moved on meanwhile is not a difference. */
    public Report compare() {
        List<String> different = new ArrayList<>();
        long streams = 0;
        for (Document rebuilt : fresh.all()) {
            streams++;
            Document standing = live.find(rebuilt.getString("_id"));
            if (different.size() < NAMED_MAX && differs(standing, rebuilt)) {
                different.add(rebuilt.getString("_id"));
            }
        }
        for (String id : before) {
            if (different.size() < NAMED_MAX && orphan(id)) {
                different.add(id);
            }
        }
        return new Report(streams, List.copyOf(different), List.copyOf(unread));
    }

    private boolean orphan(String id) {
        return fresh.find(id) == null && live.find(id) != null;
    }

    private static boolean differs(@org.jspecify.annotations.Nullable Document standing, Document rebuilt) {
        if (standing == null) {
            return true;
        }
        return standing.getLong("version") <= rebuilt.getLong("version") && !standing.equals(rebuilt);
    }

    /**
     * Puts each rebuilt document in the live one's place, unless that moved on meanwhile, and removes what no event makes.
     *
     * @throws IllegalStateException where events could not be folded: then what was built is not what happened
     */
    public void putInPlace() {
        if (!unread.isEmpty()) {
            throw new IllegalStateException("not every event could be folded: " + unread.getFirst());
        }
        for (Document rebuilt : fresh.all()) {
            Document standing = live.find(rebuilt.getString("_id"));
            if (standing == null) {
                live.insert(rebuilt);
            } else if (differs(standing, rebuilt)) {
                live.replace(rebuilt, "version", standing.getLong("version"));
            }
        }
        before.stream().filter(this::orphan).forEach(live::delete);
    }

    /** Names an event that could not be folded; the first {@link #NAMED_MAX} are enough. */
    public static void name(String event, List<String> unread) {
        if (unread.size() < NAMED_MAX) {
            unread.add(event);
        }
    }

    /** The ids of a collection's documents. */
    public static List<String> ids(Documents documents) {
        List<String> ids = new ArrayList<>();
        documents.all().forEach(d -> ids.add(d.getString("_id")));
        return ids;
    }

    /** Empties a collection that holds nothing but an earlier rebuild. */
    public static void clear(Documents documents) {
        for (Document d : documents.all()) {
            documents.delete(d.getString("_id"));
        }
    }
}
