package org.plenary.kernel.feed;

import com.mongodb.MongoException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Scheduling;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.view.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a service hears: events in the order of their streams, each taken once in effect. A duplicate changes nothing,
 * a gap is fetched from the source, an event that cannot be taken parks its stream; while the store is away the feed
 * waits, for an offset is committed only after the effect.
 */
public final class Feed {
    /** First and longest pause while the store or a source is away. */
    private static final Duration PAUSE_MIN = Duration.ofMillis(20);

    private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    /** The service that owns a stream does not answer; its missed events are asked for again until it does. */
    public static final class SourceAway extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** With what was tried. */
        public SourceAway(String tried, Throwable cause) {
            super(tried, cause);
        }
    }

    /** Events of a stream from a version on, from the service that owns it; perhaps only the first of many. */
    public interface Source {
        /** @throws SourceAway where it does not answer now */
        List<Envelope> events(String service, String stream, long fromVersion);
    }

    private record Heard(Subscription subscription, View copy) {}

    private @Nullable Heard heard(String service, String aggregate) {
        return heard.getOrDefault(service + "/" + aggregate, heard.get(service + "/" + Subscription.ALL));
    }

    private final String service;
    private final Map<String, Heard> heard = new HashMap<>();
    private final Parked parked;
    private final CommandHandler handler;
    private final Source source;
    private final Scheduling scheduling;
    private final InstantSource clock;

    /** Of one service. */
    public Feed(
            String service,
            Documents.Space space,
            List<Subscription> subscriptions,
            CommandHandler handler,
            Source source,
            Parked parked,
            Scheduling scheduling,
            InstantSource clock) {
        this.service = service;
        this.parked = parked;
        this.scheduling = scheduling;
        this.handler = handler;
        this.source = source;
        this.clock = clock;
        for (Subscription s : subscriptions) {
            View copy = new View(space.of(s.collection()), s.fold());
            if (heard.put(s.service() + "/" + s.aggregate(), new Heard(s, copy)) != null) {
                throw new IllegalStateException("two subscriptions to " + s.service() + "/" + s.aggregate());
            }
        }
        for (Subscription s : subscriptions) {
            boolean heardTwice =
                    !s.aggregate().equals(Subscription.ALL) && heard.containsKey(s.service() + "/" + Subscription.ALL);
            if (heardTwice) {
                throw new IllegalStateException("all of " + s.service() + " and " + s.aggregate() + " besides");
            }
        }
    }

    /** The copy of a subscribed aggregate. */
    public View copy(String fromService, String aggregate) {
        Heard found = heard.get(fromService + "/" + aggregate);
        if (found == null) {
            throw new IllegalArgumentException("not subscribed to " + fromService + "/" + aggregate);
        }
        return found.copy();
    }

    /** What is heard, by the name of the copy's collection. */
    public Map<String, Subscription> subscriptions() {
        Map<String, Subscription> all = new TreeMap<>();
        heard.values().forEach(h -> all.put(h.subscription().collection(), h.subscription()));
        return all;
    }

    /** The copy that the event belongs in; null where it is not heard. */
    @Nullable
    View copyOf(Envelope event) {
        Heard h = heard(event.service(), event.aggregate());
        return h == null ? null : h.copy();
    }

    /** Streams that wait for an operator. */
    public Parked parked() {
        return parked;
    }

    /** Takes one event. Returns when its effect is stored; throws only when the thread is interrupted. */
    public void take(Envelope event) throws InterruptedException {
        Heard h = heard(event.service(), event.aggregate());
        if (h == null) {
            return;
        }
        insist(() -> {
            try {
                follow(h, event);
                return true;
            } catch (MongoException | SourceAway e) {
                throw e;
            } catch (Refused e) {
                return e.kind().status() != 503 && parkedBy(event, e);
            } catch (RuntimeException e) {
                return parkedBy(event, e);
            }
        });
    }

    /**
     * Takes events in the order in which they were heard, together where their reactions can. Returns when all effects
     * are stored; throws only when the thread is interrupted.
     */
    public void takeAll(List<Envelope> events) throws InterruptedException {
        Map<Heard, List<Envelope>> together = new LinkedHashMap<>();
        for (Envelope event : events) {
            Heard h = heard(event.service(), event.aggregate());
            if (h != null && Batch.possible(h.subscription())) {
                together.computeIfAbsent(h, x -> new ArrayList<>()).add(event);
            } else {
                take(event);
            }
        }
        for (Map.Entry<Heard, List<Envelope>> each : together.entrySet()) {
            Heard h = each.getKey();
            List<Envelope> left = new ArrayList<>();
            insist(() -> {
                left.clear();
                left.addAll(Batch.take(h.subscription(), h.copy(), parked, each.getValue()));
                return true;
            });
            for (Envelope event : left) {
                take(event);
            }
        }
    }

    /**
     * Sets a record aside that is no event: {@code noted} first, then the operator's list. Returns when both are stored.
     *
     * @param where topic, partition and offset
     * @param value of which the first {@link Parked#RAW_MAX} bytes are kept
     */
    void setAside(String source, String where, byte[] value, RuntimeException cause, Runnable noted)
            throws InterruptedException {
        String raw = Parked.raw(value);
        String id = "unreadable|" + Ids.sha256(where);
        insist(() -> {
            noted.run();
            parked.park(new Parked.Entry(
                    id,
                    Parked.Kind.UNREADABLE,
                    source,
                    where,
                    0,
                    cause.toString(),
                    Json.millis(clock.instant()),
                    raw,
                    false));
            LOG.error("undecodable record {} set aside: {}", where, Parked.withoutWords(cause));
            return true;
        });
    }

    /** Tries until it is done; what is away is waited for. */
    private void insist(BooleanSupplier done) throws InterruptedException {
        Duration pause = PAUSE_MIN;
        while (true) {
            try {
                if (done.getAsBoolean()) {
                    return;
                }
            } catch (MongoException e) {
                LOG.warn("{} feed waits for its store: {}", service, e.toString());
            } catch (SourceAway e) {
                LOG.warn("{} feed waits: {}", service, e.toString());
            }
            scheduling.pause(pause, pause);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
        }
    }

    /** Parks the stream; false where even that could not be stored. */
    private boolean parkedBy(Envelope event, RuntimeException cause) {
        try {
            parked.park(Parked.Entry.heard(event, cause, Json.millis(clock.instant())));
            LOG.error(
                    "{} feed parked {} at version {}: {}",
                    service,
                    event.stream(),
                    event.version(),
                    Parked.withoutWords(cause));
            return true;
        } catch (MongoException e) {
            return false; // it is tried again as a whole
        }
    }

    /**
     * Takes all that the source has of a stream, by an operator's order: from the last event taken, which must still be
     * the same, to the end. What fails parks the stream again.
     *
     * @return whether all of it could be taken
     * @throws SourceAway where the source does not answer now
     */
    public boolean catchUp(String source, String stream) {
        Heard h = heard(source, Envelope.aggregate(stream));
        if (h == null) {
            return true; // it is followed no more
        }
        long from = Math.max(1, h.copy().version(stream));
        List<Envelope> events = this.source.events(source, stream, from);
        while (!events.isEmpty()) {
            for (Envelope event : events) {
                if (!taken(h, event)) {
                    return false;
                }
            }
            from = events.getLast().version() + 1;
            events = this.source.events(source, stream, from);
        }
        return true;
    }

    /**
     * Whether the source has exactly this event; else nobody there made it, however it came into Kafka.
     *
     * @throws SourceAway where the source does not answer now
     */
    boolean ofItsSource(Envelope event) {
        return source.events(event.service(), event.stream(), event.version()).stream()
                .limit(1)
                .anyMatch(e -> e.id().equals(event.id()) && e.hash().equals(event.hash()));
    }

    /** Up to which version the service has taken the stream; 0 where it does not follow it. */
    public long version(String source, String stream) {
        Heard h = heard(source, Envelope.aggregate(stream));
        return h == null ? 0 : h.copy().version(stream);
    }

    private boolean taken(Heard h, Envelope event) {
        try {
            effect(h, event);
            return true;
        } catch (MongoException | SourceAway e) {
            throw e;
        } catch (RuntimeException e) {
            if (e instanceof Refused r && r.kind().status() == 503 || !parkedBy(event, e)) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Passes an event of a stream over, by an operator's order: no reaction but that it was passed, no fold. Where the
     * copy was taken from other events than the source has now, it is folded from the source's again, without
     * reactions.
     *
     * @throws SourceAway where the source does not answer now
     */
    public void passOver(String source, String stream, long version) {
        Heard h = heard(source, Envelope.aggregate(stream));
        if (h == null) {
            return;
        }
        long standing = h.copy().version(stream);
        List<Envelope> events = this.source.events(source, stream, Math.min(version, Math.max(1, standing)));
        for (Envelope event : events) {
            if (event.version() == standing && !h.copy().stands(event)) {
                h.copy().again(stream, standing, from -> this.source.events(source, stream, from));
            }
            if (event.version() == standing + 1 && event.version() == version) {
                h.subscription().reactions().forEach(r -> r.passed(event));
                h.copy().pass(event);
            }
        }
    }

    private void follow(Heard h, Envelope event) {
        if (parked.contains(event.stream())) {
            return;
        }
        long standing = h.copy().version(event.stream());
        long before = -1;
        if (event.version() > standing + 1
                && source.events(event.service(), event.stream(), event.version())
                        .isEmpty()) {
            throw new IllegalStateException("its source does not have " + event.id());
        }
        while (event.version() > standing + 1 && standing > before) {
            for (Envelope missed : source.events(event.service(), event.stream(), standing + 1)) {
                if (missed.version() < event.version()) {
                    effect(h, missed);
                }
            }
            before = standing;
            standing = h.copy().version(event.stream());
        }
        effect(h, event);
    }

    /** Reactions first, then the copy moves past the event: a crash in between repeats the reactions' command ids. */
    private void effect(Heard h, Envelope event) {
        long standing = h.copy().version(event.stream());
        if (event.version() > standing + 1) {
            throw new IllegalStateException("events before " + event.id() + " cannot be had");
        }
        if (event.version() > standing) {
            Sent commands = new Sent(event);
            h.subscription().reactions().forEach(r -> r.on(event, commands));
        }
        switch (h.copy().apply(event)) {
            case APPLIED, DUPLICATE -> {
                // as it should be
            }
            case GAP -> throw new IllegalStateException("events before " + event.id() + " cannot be had");
            case CONTRADICTION -> throw new IllegalStateException("another event stands as " + event.id());
        }
    }

    private final class Sent implements Reaction.Commands {
        private final Envelope event;
        private int ordinal;

        Sent(Envelope event) {
            this.event = event;
        }

        @Override
        public UUID nextId() {
            return Ids.v5(service + "|" + event.id() + "|" + ordinal);
        }

        @Override
        public <C> Answer send(Aggregate<C, ?, ?, ?> aggregate, String stream, C command) {
            Request request = Request.ofService(
                    service,
                    command.getClass().getSimpleName(),
                    nextId(),
                    Json.millis(clock.instant()),
                    event.meta().correlation(),
                    event.id());
            ordinal++;
            return handler.handle(aggregate, stream, command, request);
        }
    }
}
