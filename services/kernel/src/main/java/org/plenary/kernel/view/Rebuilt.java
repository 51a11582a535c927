package org.plenary.kernel.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.store.Documents;

/**
 * A view or copy built again from its events, beside the live one.
 *
 * @param live what readers see
 * @param fresh what the events say
 * @param before streams the live one had before the events were read, with their versions, so that each must be among
 *     them
 * @param unread events that could not be folded, so that their streams are not complete
 * @param behind what is done about a stream that the live one lacks or has less of
 */
public record Rebuilt(Documents live, Documents fresh, Map<String, Long> before, List<String> unread, Behind behind) {
    /** Brings the live one up to what was built: a copy's reactions may be yet to come, a view has none. */
    @FunctionalInterface
    public interface Behind {
        /** {@code standing} is what the live one has. */
        void bring(Documents live, @Nullable Document standing, Document rebuilt);
    }

    private static final DocumentCodec CODEC = new DocumentCodec();

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
        before.forEach((id, version) -> {
            if (different.size() < NAMED_MAX && orphan(id, version)) {
                different.add(id);
            }
        });
        return new Report(streams, List.copyOf(different), List.copyOf(unread));
    }

    /** One that moved on has an event, which came after those that were read. */
    private boolean orphan(String id, long version) {
        Document standing = live.find(id);
        return standing != null && standing.getLong("version") == version && fresh.find(id) == null;
    }

    private static boolean differs(@Nullable Document standing, Document rebuilt) {
        if (standing == null) {
            return true;
        }
        return standing.getLong("version") <= rebuilt.getLong("version") && !same(standing, rebuilt);
    }

    /** The bytes that a store keeps, so also the fields' order and the numbers' kinds. */
    private static boolean same(Document a, Document b) {
        return new RawBsonDocument(a, CODEC)
                .getByteBuffer()
                .asNIO()
                .equals(new RawBsonDocument(b, CODEC).getByteBuffer().asNIO());
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
            if (standing == null || standing.getLong("version") < rebuilt.getLong("version")) {
                behind.bring(live, standing, rebuilt);
            } else if (differs(standing, rebuilt)) {
                put(live, standing, rebuilt);
            }
        }
        before.forEach((id, version) -> {
            if (orphan(id, version)) {
                live.delete(id, "version", version);
            }
        });
    }

    /** Puts the rebuilt document in the live one's place, unless that moved on meanwhile. */
    static void put(Documents live, @Nullable Document standing, Document rebuilt) {
        if (standing == null) {
            live.insert(rebuilt);
        } else {
            live.replace(rebuilt, "version", standing.getLong("version"));
        }
    }

    /** Names an event that could not be folded; the first {@link #NAMED_MAX} are enough. */
    public static void name(String event, List<String> unread) {
        if (unread.size() < NAMED_MAX) {
            unread.add(event);
        }
    }

    /** The ids of a collection's documents, with their versions. */
    public static Map<String, Long> versions(Documents documents) {
        Map<String, Long> versions = new HashMap<>();
        documents.all().forEach(d -> versions.put(d.getString("_id"), d.getLong("version")));
        return versions;
    }
}
