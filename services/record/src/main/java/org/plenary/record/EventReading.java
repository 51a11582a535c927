package org.plenary.record;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.LogStore.Opening;
import org.plenary.record.search.EventKinds;
import tools.jackson.databind.JsonNode;

/**
 * Who may read which event: whom its audience includes, in its forum and in the body of what it belongs to; and whoever
 * did it, or had it done on behalf of the own unit, since a receipt is nothing if it can be taken back.
 */
final class EventReading {
    private final LogStore log;
    private final Authority authority;
    private final Openable openable;
    private final InstantSource clock;

    EventReading(LogStore log, Authority authority, Openable openable, InstantSource clock) {
        this.log = log;
        this.openable = openable;
        this.authority = authority;
        this.clock = clock;
    }

    /** Kinds of streams that not everybody in their audience may read: their owners' tables are narrower. */
    private static final Set<String> NARROWER = Set.of("person", "invitation", "import", "parking", "accessday");

    /** What stands against opening an event to a reader: nothing, whom it is for, or that there is nothing to open. */
    enum Verdict {
        OPEN,
        AUDIENCE,
        REDACTED,
        /** The entry was put back from a mirror of the log, which has no openings. */
        LOST
    }

    /**
     * An event as one reader may see it.
     *
     * @param opening absent unless the verdict is OPEN
     * @param rest what the opening says; an empty object unless it is OPEN
     */
    record Seen(Verdict verdict, Optional<Opening> opening, JsonNode rest) {
        private static Seen not(Verdict why) {
            return new Seen(why, Optional.empty(), Json.MAPPER.createObjectNode());
        }

        /** The event's audience; empty where it is not open. */
        String audience() {
            return rest.path("audience").asString("");
        }
    }

    /**
     * One reader for the time of one request: what was looked up once is not looked up again.
     *
     * @throws org.plenary.kernel.command.Refused 503, where the store may be an older copy
     */
    Eyes of(String subject) {
        openable.require();
        return new Eyes(subject);
    }

    /** By whose eyes events are read. Not for several threads. */
    final class Eyes {
        private final String subject;
        private final Map<String, Standing> standings = new HashMap<>();
        private final Map<String, String> bodies = new HashMap<>();
        /** Of others, by forum and subject. */
        private final Map<String, String> units = new HashMap<>();

        private Eyes(String subject) {
            this.subject = subject;
        }

        /** Throws as {@link EventReading#of} does: what is read for long may be read from a store that was put back. */
        Seen see(Entry entry) {
            openable.require();
            Optional<Opening> kept = log.opening(entry.key());
            Optional<Opening> opening = kept.filter(o -> o.state() == LogStore.State.STANDS);
            if (opening.isEmpty()) {
                boolean lost = kept.isEmpty() || kept.get().state() == LogStore.State.LOST;
                return Seen.not(lost ? Verdict.LOST : Verdict.REDACTED);
            }
            JsonNode rest = Json.tree(Objects.requireNonNull(opening.get().rest()));
            String audience = rest.path("audience").asString("");
            boolean closed = EventKinds.closed(type(entry));
            if (audience.equals(Audience.PUBLIC) && !closed) {
                return new Seen(Verdict.OPEN, opening, rest);
            }
            Standing reader = standing(rest.path("forum").asString(""));
            if (closed && !reader.has(Policy.TRUSTED, null)) {
                return Seen.not(Verdict.AUDIENCE);
            }
            boolean theirs = included(stream(entry), audience, reader) || did(reader, rest);
            return theirs ? new Seen(Verdict.OPEN, opening, rest) : Seen.not(Verdict.AUDIENCE);
        }

        /** Whether the reader may know of the event: may read it or, where it was redacted, the redaction. */
        boolean knows(Entry entry) {
            return see(entry).verdict() == Verdict.OPEN
                    || log.opening(entry.key())
                            .flatMap(o -> Optional.ofNullable(o.destroyedBy()))
                            .flatMap(by -> log.byKey(by.substring(0, by.indexOf('@')) + "@1"))
                            .filter(redaction -> see(redaction).verdict() == Verdict.OPEN)
                            .isPresent();
        }

        private boolean included(String stream, String audience, Standing reader) {
            String body = body(stream);
            boolean narrower = narrower(stream);
            return Audience.includes(audience, body, reader)
                    && (!narrower || reader.has(Policy.TRUSTED, body) || administers(audience, reader));
        }

        /** A redaction is for whom the redacted thing is for. */
        private boolean narrower(String stream) {
            String of = Envelope.aggregate(stream).equals("redaction")
                    ? first(stream).path("event").asString(stream)
                    : stream;
            return NARROWER.contains(Envelope.aggregate(of));
        }

        private static boolean administers(String audience, Standing reader) {
            String unit = reader.unit();
            return unit != null && audience.equals(Audience.unit(unit)) && reader.has("FOCAL_POINT", null);
        }

        /** Whether the reader, or somebody else of the reader's unit, did what the event says; not whom it is about. */
        boolean own(JsonNode rest) {
            Standing reader = standing(rest.path("forum").asString(""));
            String unit = reader.unit();
            return did(reader, rest) || reader.known() && unit != null && unit.equals(unitOf(reader, rest));
        }

        /** The unit of who did it, as the same forum knows that person; empty where of none. */
        private String unitOf(Standing reader, JsonNode rest) {
            String forum = rest.path("forum").asString("");
            String actor = rest.path("actor").asString("");
            return reader.subject().equals(actor)
                    ? Objects.requireNonNullElse(reader.unit(), "")
                    : units.computeIfAbsent(
                            forum + "|" + actor,
                            key -> Objects.requireNonNullElse(
                                    authority
                                            .standing(forum, actor, clock.instant())
                                            .unit(),
                                    ""));
        }

        /** The unit that the reader speaks for in a forum, null where none. */
        @Nullable
        String unit(String forum) {
            return standing(forum).unit();
        }

        private Standing standing(String forum) {
            return standings.computeIfAbsent(forum, f -> authority.standing(f, subject, clock.instant()));
        }

        private static boolean did(Standing reader, JsonNode rest) {
            String unit = reader.unit();
            return reader.known()
                    && (reader.subject().equals(rest.path("actor").asString(""))
                            || unit != null
                                    && unit.equals(rest.path("onBehalfOf").asString("")));
        }

        /** The body whose roles count for a stream: its first event says it, or says the meeting that is of the body. */
        private @Nullable String body(String stream) {
            String known = bodies.computeIfAbsent(stream, s -> {
                JsonNode data = first(s);
                String own = data.path("body").asString("");
                String meeting = data.path("meeting").asString("");
                return own.isEmpty() && !meeting.isEmpty()
                        ? first(meeting).path("body").asString("")
                        : own;
            });
            return known.isEmpty() ? null : known;
        }

        private JsonNode first(String stream) {
            return log.opening(stream + "@1")
                    .flatMap(o -> Optional.ofNullable(o.rest()))
                    .map(rest -> Json.tree(rest).path("data"))
                    .orElseGet(Json.MAPPER::createObjectNode);
        }
    }

    private static String type(Entry entry) {
        return Json.tree(new String(entry.leaf(), StandardCharsets.UTF_8))
                .path("type")
                .asString("");
    }

    static String stream(Entry entry) {
        return entry.key().substring(0, entry.key().indexOf('@'));
    }

    static long version(Entry entry) {
        return Long.parseLong(entry.key().substring(entry.key().indexOf('@') + 1));
    }
}
