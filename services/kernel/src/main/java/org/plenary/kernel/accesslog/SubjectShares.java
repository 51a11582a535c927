package org.plenary.kernel.accesslog;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.store.Documents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many entries a day has of each subject, and how many more there would be: one document a subject and day, which
 * all instances count in. Who is not signed in is a subject as well, of the empty name.
 */
final class SubjectShares {
    private static final Logger LOG = LoggerFactory.getLogger(SubjectShares.class);
    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final Documents shares;
    private final Map<String, Long> over = new ConcurrentHashMap<>();
    /** Subjects of which the day has its share; each has cost so many requests, so that they are few. */
    private final Set<String> full = new HashSet<>();

    private String day = "";

    SubjectShares(Documents shares) {
        this.shares = shares;
    }

    void begin(String ofDay) {
        day = ofDay;
        full.clear();
    }

    /** Whether one entry more of the subject has room today; if so, it is counted. */
    boolean takes(String subject) {
        if (full.contains(subject)) {
            return false;
        }
        if (add(subject, "entries", 1, AccessLog.ENTRIES_OF_SUBJECT_MAX)) {
            return true;
        }
        full.add(subject);
        LOG.warn("{} has its share of the access log of {}; from now on it is only counted", subject, day);
        return false;
    }

    /** One entry of the subject found no room. Any thread may say so. */
    void over(String subject) {
        over.merge(subject, 1L, Long::sum);
    }

    /** Counts under each name what found no room since the last time, and says how much it was. */
    long count() {
        long all = 0;
        for (String subject : List.copyOf(over.keySet())) {
            long more = over.getOrDefault(subject, 0L);
            add(subject, "overflow", more, Long.MAX_VALUE);
            over.computeIfPresent(subject, (s, n) -> n == more ? null : n - more);
            all += more;
        }
        return all;
    }

    /** Adds to a number of the subject's document; false where it would pass its limit. */
    private boolean add(String subject, String field, long more, long max) {
        while (true) {
            Document before = find(day, subject);
            if (before == null) {
                shares.insert(new Document("_id", id(day, subject))
                        .append("day", day)
                        .append("entries", 0L)
                        .append("overflow", 0L)
                        .append("version", 0L));
                continue;
            }
            long version = before.getLong("version");
            if (before.getLong(field) > max - more) {
                return false;
            }
            Document after = new Document(before)
                    .append(field, before.getLong(field) + more)
                    .append("version", version + 1);
            if (shares.replace(after, "version", version)) {
                return true;
            }
        }
    }

    /** How many more of the subject there were in the day. */
    long overflow(String ofDay, String subject) {
        Document found = find(ofDay, subject);
        return found == null ? 0 : found.getLong("overflow");
    }

    /** Takes away what the day has of all subjects. */
    void forget(String ofDay) {
        List<Document> some = shares.where("day", ofDay, FORGOTTEN_AT_ONCE);
        while (!some.isEmpty()) {
            some.forEach(d -> shares.delete(d.getString("_id")));
            some = shares.where("day", ofDay, FORGOTTEN_AT_ONCE);
        }
    }

    private @Nullable Document find(String ofDay, String subject) {
        return shares.find(id(ofDay, subject));
    }

    private static String id(String ofDay, String subject) {
        return ofDay + "|" + subject;
    }
}
