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
 */
public record Rebuilt(Documents live, Documents fresh) {
    /** Differences named at most. */
    public static final int NAMED_MAX = 100;

    /**
     * What was found.
     *
     * @param streams how many streams the events make
     * @param different streams whose documents differ at the same version, or that the live one lacks; the first
     *     {@link #NAMED_MAX}
     */
    public record Report(long streams, List<String> different) {}

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
        return new Report(streams, List.copyOf(different));
    }

    private static boolean differs(@org.jspecify.annotations.Nullable Document standing, Document rebuilt) {
        if (standing == null) {
            return true;
        }
        return standing.getLong("version") <= rebuilt.getLong("version") && !standing.equals(rebuilt);
    }

    /** Puts each rebuilt document in the live one's place, unless that moved on meanwhile. */
    public void putInPlace() {
        for (Document rebuilt : fresh.all()) {
            Document standing = live.find(rebuilt.getString("_id"));
            if (standing == null) {
                live.insert(rebuilt);
            } else if (differs(standing, rebuilt)) {
                live.replace(rebuilt, "version", standing.getLong("version"));
            }
        }
    }

    /** Empties a collection that holds nothing but an earlier rebuild. */
    public static void clear(Documents documents) {
        for (Document d : documents.all()) {
            documents.delete(d.getString("_id"));
        }
    }
}
