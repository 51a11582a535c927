package org.plenary.kernel.feed;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Documents;

/**
 * What stopped and waits for an operator: heard streams that the feed no longer follows, records that are no event, own
 * streams whose views or timers are behind, and timers whose command fails. Nothing of them is skipped, and everything
 * else goes on. {@code org.plenary.kernel.parking} makes events of it and carries an operator's orders out.
 */
public final class Parked {
    /** What stopped. */
    public enum Kind {
        /** A heard stream, at an event that could not be taken. */
        HEARD,
        /** A record on a topic that is no event. */
        UNREADABLE,
        /** A stream of this service, at a commit that its own views or timers could not take. */
        OWN,
        /** A timer whose command fails again and again; it is sent again all the same. */
        TIMER
    }

    /**
     * One of them.
     *
     * @param id of a heard stream, the stream; else the kind and what it is of
     * @param source the service whose stream it is
     * @param version of the event that could not be taken; 0 where there is none
     * @param cause for people; may quote the event
     * @param at when it stopped, milliseconds: together with the id it names this one stop, so it is after that of
     *     the stop before, whichever instance's clock it comes from
     * @param raw the first bytes of what was heard, in Base64: of a record that is no event as it came, of an event its
     *     envelope as JSON, for its source may have another one or none
     * @param leaving whether it goes on, and what it missed is yet to be fetched
     */
    public record Entry(
            String id,
            Kind kind,
            String source,
            String stream,
            long version,
            String cause,
            Instant at,
            @Nullable String raw,
            boolean leaving) {
        /** A heard stream's. */
        public static Entry heard(Envelope event, RuntimeException cause, Instant at) {
            return new Entry(
                    event.stream(),
                    Kind.HEARD,
                    event.service(),
                    event.stream(),
                    event.version(),
                    cause.toString(),
                    at,
                    Parked.raw(Json.write(event).getBytes(StandardCharsets.UTF_8)),
                    false);
        }

        /** Of an own stream. */
        public static Entry own(String service, String stream, long version, RuntimeException cause, Instant at) {
            return new Entry(ownId(stream), Kind.OWN, service, stream, version, cause.toString(), at, null, false);
        }

        /** Of a timer. */
        public static Entry timer(String service, String timer, String stream, RuntimeException cause, Instant at) {
            String told = "timer " + timer + ": " + cause;
            return new Entry(timerId(timer), Kind.TIMER, service, stream, 0, told, at, null, false);
        }
    }

    /** Bytes of what was heard that are kept for an operator. */
    public static final int RAW_MAX = 64 * 1024;
    /** Characters of a cause that are kept. */
    public static final int CAUSE_MAX = 1_000;

    private static final String AT = "at";
    private static final String NOTED = "noted";
    private static final String LEAVING = "leaving";
    private static final int ATTEMPTS_MAX = 10;

    private final Documents parked;
    private final Bell bell;

    /** In the service's collection {@code parked}. */
    public Parked(Documents parked, Bell bell) {
        this.parked = parked;
        this.bell = bell;
    }

    /** The first {@link #RAW_MAX} bytes in Base64. */
    static String raw(byte[] heard) {
        return Base64.getEncoder().encodeToString(Arrays.copyOf(heard, Math.min(heard.length, RAW_MAX)));
    }

    /** The id of an own stream's entry. */
    public static String ownId(String stream) {
        return "own|" + stream;
    }

    /** The id of a timer's entry. */
    public static String timerId(String timer) {
        return "timer|" + timer;
    }

    /** Whether the feed stopped following the stream. */
    public boolean contains(String stream) {
        return !among(List.of(stream)).isEmpty();
    }

    /** Those of these streams that the feed stopped following. */
    Set<String> among(List<String> streams) {
        return parked.findAll(streams).stream()
                .filter(found -> !found.getBoolean(LEAVING, false))
                .map(found -> found.getString("_id"))
                .collect(Collectors.toSet());
    }

    /** Notes that this stopped, and rings. */
    public void park(Entry e) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Document before = parked.find(e.id());
            Instant at =
                    before == null ? e.at() : later(e.at(), before.getDate(AT).toInstant());
            Document stop = document(e, at);
            if (before == null ? parked.insert(stop) : parked.replace(stop, AT, before.getDate(AT))) {
                bell.ring(e.source(), e.stream(), e.version(), at);
                return;
            }
        }
        throw new IllegalStateException("several writers race to park " + e.id());
    }

    /** Notes a stop again that the record knows of, where the list has neither it nor a later one. */
    public void parkAgain(Entry e) {
        Entry standing = find(e.id());
        if (standing == null || standing.at().isBefore(e.at())) {
            park(e);
        }
    }

    private static Instant later(Instant now, Instant before) {
        return now.isAfter(before) ? now : before.plusMillis(1);
    }

    private static Document document(Entry e, Instant at) {
        String cause = e.cause().length() > CAUSE_MAX ? e.cause().substring(0, CAUSE_MAX) : e.cause();
        return new Document("_id", e.id())
                .append("kind", e.kind().name())
                .append("source", e.source())
                .append("stream", e.stream())
                .append("version", e.version())
                .append("cause", cause)
                .append(AT, Date.from(at))
                .append("raw", e.raw())
                .append(NOTED, false)
                .append(LEAVING, false);
    }

    /**
     * Lets it go on: the feed follows the stream again. What came while it did not is still to be fetched, so the entry
     * stays, leaving, until that is done.
     */
    public void leave(String id) {
        Entry found = find(id);
        if (found != null) {
            leave(found);
        }
    }

    /** Lets it go on from this stop, unless it stopped again meanwhile. */
    public void leave(Entry e) {
        parked.set(e.id(), LEAVING, true, AT, Date.from(e.at()));
    }

    /** That this stop is known to the record. */
    public void noted(Entry e) {
        parked.set(e.id(), NOTED, true, AT, Date.from(e.at()));
    }

    /** Done with: unless it stopped again meanwhile, the entry goes. */
    public void gone(Entry e) {
        parked.delete(e.id(), AT, Date.from(e.at()));
    }

    /** Stops that the record does not know yet. */
    public List<Entry> unnoted(int limit) {
        return parked.where(NOTED, false, limit).stream().map(Parked::entry).toList();
    }

    /** Those that the record knows of, that go on, and that have yet to fetch what they missed. */
    public List<Entry> leaving(int limit) {
        return parked.where(LEAVING, true, limit).stream()
                .filter(d -> d.getBoolean(NOTED, false))
                .map(Parked::entry)
                .toList();
    }

    /** Those of a kind, up to the limit. */
    public List<Entry> of(Kind kind, int limit) {
        return parked.where("kind", kind.name(), limit).stream()
                .map(Parked::entry)
                .toList();
    }

    /** What an exception is and where it was thrown, without its words, which may quote an event: for logs. */
    public static String withoutWords(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        String where = Arrays.stream(trace)
                .filter(f -> f.getClassName().startsWith("org.plenary."))
                .findFirst()
                .map(f -> " at " + f)
                .orElse("");
        return cause.getClass().getName() + where;
    }

    /** The entry of this id. */
    public @Nullable Entry find(String id) {
        Document found = parked.find(id);
        return found == null ? null : entry(found);
    }

    /** How many there are. */
    public long count() {
        return parked.count();
    }

    /** Whether a stream of this service waits. */
    public boolean anyOf(String source) {
        return !parked.where("source", source, 1).isEmpty();
    }

    private static Entry entry(Document d) {
        return new Entry(
                d.getString("_id"),
                Kind.valueOf(d.getString("kind")),
                d.getString("source"),
                d.getString("stream"),
                d.getLong("version"),
                d.getString("cause"),
                d.getDate(AT).toInstant(),
                d.getString("raw"),
                d.getBoolean(LEAVING, false));
    }
}
