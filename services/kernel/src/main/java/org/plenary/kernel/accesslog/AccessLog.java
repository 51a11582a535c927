package org.plenary.kernel.accesslog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Documents;

/**
 * Denials of signed-in people and their reads of what is not public, one document an entry, numbered from 1 each day
 * without a gap, so that the day can be hashed and paged by exact ids on any store. An entry names who, what and the
 * answer, never contents. It is written beside the requests, so it holds none of them up; what waits at a crash, a
 * second's worth, is lost, and what is over a limit is counted. Nobody can fill it so that others are not seen: of one
 * subject it takes a share, and counts the rest under its name.
 */
public final class AccessLog implements AutoCloseable {
    /** Entries of a day at most; the rest is counted. */
    public static final int ENTRIES_MAX = 100_000;
    /** Entries of one subject in a day at most. */
    public static final int ENTRIES_OF_SUBJECT_MAX = 5_000;
    /** Entries that wait to be written at most; the rest is counted. */
    public static final int WAITING_MAX = 10_000;
    /** Entries of one subject that wait at most. */
    public static final int WAITING_OF_SUBJECT_MAX = 1_000;

    /** In a day's document: entries are still added. */
    static final String OPEN = "OPEN";
    /** In a day's document: its hash is in the record. */
    static final String CLOSED = "CLOSED";

    private static final int INSTANCES_MAX = 1_000;
    private static final List<String> FIELDS = List.of("at", "subject", "operation", "thing", "answer");

    /**
     * What happened.
     *
     * @param at when
     * @param subject who, by the subject of the token
     * @param operation of the contract
     * @param thing the stream's id, or the empty string
     * @param answer the HTTP status
     */
    public record Entry(Instant at, String subject, String operation, String thing, int answer) {}

    private final Documents entries;
    private final Documents days;
    private final Documents overflows;
    private final String instance;
    private final InstantSource clock;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Map<String, Integer> waitingOf = new ConcurrentHashMap<>();
    private final SubjectShares shares;
    private String day = "";
    private int written;
    private long overflow;
    private long overflowWritten;

    /** Of one instance of a service; its name is unique to it. */
    public AccessLog(Documents.Space space, String instance, InstantSource clock) {
        this.entries = space.of("accesslog");
        this.days = space.of("accesslog.days");
        this.overflows = space.of("accesslog.overflows");
        this.shares = new SubjectShares(space.of("accesslog.subjects"));
        this.instance = instance;
        this.clock = clock;
    }

    /** Takes an entry. Never blocks. */
    public void note(Entry entry) {
        boolean room = waitingOf.merge(entry.subject(), 1, Integer::sum) <= WAITING_OF_SUBJECT_MAX;
        if (!room || !waiting.offer(entry)) {
            noLongerWaits(entry);
            shares.over(entry.subject());
        }
    }

    private void noLongerWaits(Entry entry) {
        waitingOf.computeIfPresent(entry.subject(), (s, n) -> n == 1 ? null : n - 1);
    }

    /** Writes what waits; what the store does not take now is written at the next turn. One thread only. */
    public void write() {
        String today = clock.instant().toString().substring(0, 10);
        if (!today.equals(day)) {
            days.insert(new Document("_id", today).append("status", OPEN));
            written = count(today);
            overflow = 0;
            overflowWritten = 0;
            day = today;
            shares.begin(today);
        }
        for (Entry e = waiting.peek(); e != null; e = waiting.peek()) {
            if (!shares.takes(e.subject()) || !added(e)) {
                shares.over(e.subject());
            }
            waiting.remove();
            noLongerWaits(e);
        }
        overflow += shares.count();
        if (overflow > overflowWritten) {
            overflows.put(
                    new Document("_id", day + "|" + instance).append("day", day).append("count", overflow));
            overflowWritten = overflow;
        }
    }

    /** Writes what still waits at an orderly stop; the one thread that wrote has ended. */
    @Override
    public void close() {
        write();
    }

    /** Adds the entry under the next free number, which another instance may have taken meanwhile. */
    private boolean added(Entry e) {
        while (written < ENTRIES_MAX) {
            boolean mine = entries.insert(new Document("_id", id(day, written + 1))
                    .append("at", e.at().toString())
                    .append("subject", e.subject())
                    .append("operation", e.operation())
                    .append("thing", e.thing())
                    .append("answer", e.answer()));
            if (mine) {
                written++;
                return true;
            }
            written = count(day, written + 1);
        }
        return false;
    }

    private static String id(String day, int n) {
        return String.format(java.util.Locale.ROOT, "%s|%06d", day, n);
    }

    /** An entry, or null. */
    @Nullable
    Document find(String ofDay, int n) {
        return entries.find(id(ofDay, n));
    }

    /** How many entries a day has. As they have no gap, halving finds the last one. */
    int count(String ofDay) {
        return count(ofDay, 0);
    }

    private int count(String ofDay, int known) {
        int there = known;
        int step = 1;
        while (there + step <= ENTRIES_MAX && find(ofDay, there + step) != null) {
            there += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (there + step <= ENTRIES_MAX && find(ofDay, there + step) != null) {
                there += step;
            }
        }
        return there;
    }

    /** How many more were only counted, by all instances. */
    long overflow(String ofDay) {
        return overflows.where("day", ofDay, INSTANCES_MAX).stream()
                .mapToLong(d -> d.get("count", Number.class).longValue())
                .sum();
    }

    /** How many more of the subject were only counted, by all instances. */
    long overflow(String ofDay, String subject) {
        return shares.overflow(ofDay, subject);
    }

    /** A page of a day: the entries after the number, as they are hashed. */
    public List<Map<String, Object>> page(String ofDay, int after, int limit) {
        List<Map<String, Object>> page = new java.util.ArrayList<>();
        for (int n = after + 1; page.size() < limit && n <= ENTRIES_MAX; n++) {
            Document entry = find(ofDay, n);
            if (entry == null) {
                break;
            }
            page.add(members(n, entry));
        }
        return page;
    }

    private static Map<String, Object> members(int n, Document entry) {
        Map<String, Object> members = new TreeMap<>(Map.of("n", n));
        FIELDS.forEach(f -> members.put(f, entry.get(f)));
        return members;
    }

    /** The entry as it is hashed: canonical JSON (RFC 8785). */
    static String line(int n, Document entry) {
        try {
            return new JsonCanonicalizer(Json.write(members(n, entry))).getEncodedString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Documents days() {
        return days;
    }

    void remove(String ofDay, int n) {
        entries.delete(id(ofDay, n));
    }

    /** The day without its entries. */
    void forget(String ofDay) {
        overflows.where("day", ofDay, INSTANCES_MAX).forEach(d -> overflows.delete(d.getString("_id")));
        shares.forget(ofDay);
        days.delete(ofDay);
    }
}
