package org.plenary.kernel.timer;

import com.mongodb.MongoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Wait;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers, a view of the service's own commits: every event that makes a state wait for an instant sets one, due at
 * once if past. The relay's lease holder takes a commit's timers before it clears the commit's mark, so none is lost;
 * it sends each due timer's command with an id made from the timer's, so none has two effects. A timer whose command
 * fails is tried again ever more seldom and keeps no other one waiting; an operator hears of it.
 */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    /** First and longest pause before a timer's command that failed is sent again. */
    public static final Duration PAUSE_MIN = Duration.ofMillis(250);

    /** @see #PAUSE_MIN */
    public static final Duration PAUSE_MAX = Duration.ofMinutes(1);
    /** Failures of one timer before an operator hears of it. */
    public static final int FAILURES_BORNE = 5;
    /** Timers fired at a time at most; the others follow at the next turn. */
    public static final int FIRED_MAX = 100;

    /**
     * One timer: {@code <stream>|<purpose>|<version of the event that set it>}.
     *
     * @param next when to send its command: {@code at}, or later where it failed
     */
    private record Timer(String id, String stream, String purpose, Instant at, Instant next, int failures) {}

    private final Documents documents;
    private final Map<String, Aggregate<?, ?, ?, ?>> aggregates;
    private final Streams streams;
    private final CommandHandler handler;
    private final Parked parked;
    private final ClockSkew skew;
    private final Held held;
    private final InstantSource clock;
    private final Map<String, Timer> standing = new HashMap<>();
    private final TreeSet<Timer> due =
            new TreeSet<>(Comparator.comparing(Timer::next).thenComparing(Timer::id));

    /**
     * Of one service; aggregates by their name.
     *
     * @param held whether an operator holds them: they are set as ever then, and none goes off
     */
    public Timers(
            Documents documents,
            Map<String, Aggregate<?, ?, ?, ?>> aggregates,
            Streams streams,
            CommandHandler handler,
            Parked parked,
            ClockSkew skew,
            Held held,
            InstantSource clock) {
        this.documents = documents;
        this.aggregates = aggregates;
        this.streams = streams;
        this.handler = handler;
        this.parked = parked;
        this.skew = skew;
        this.held = held;
        this.clock = clock;
    }

    /** Reads the standing timers: on taking the lease, and now and then for what an earlier holder set after that. */
    public void load() {
        Set<String> read = new HashSet<>();
        for (Document d : documents.all()) {
            Instant at = d.getDate("at").toInstant();
            Timer t = new Timer(d.getString("_id"), d.getString("stream"), d.getString("purpose"), at, at, 0);
            read.add(t.id());
            if (!standing.containsKey(t.id())) {
                schedule(t);
            }
        }
        List.copyOf(standing.keySet()).stream().filter(id -> !read.contains(id)).forEach(this::forget);
    }

    private void schedule(Timer timer) {
        forget(timer.id());
        standing.put(timer.id(), timer);
        due.add(timer);
    }

    private void forget(String id) {
        Timer old = standing.remove(id);
        if (old != null) {
            due.remove(old);
        }
    }

    /** Sets the timers of a commit that stands; again is harmless. */
    public void apply(Commit commit) {
        String name = commit.stream().substring(0, commit.stream().indexOf('-'));
        Aggregate<?, ?, ?, ?> aggregate = aggregates.get(name);
        if (aggregate != null) {
            commit.events().forEach(e -> set(aggregate, commit.stream(), e));
        }
    }

    private <E> void set(Aggregate<?, ?, E, ?> aggregate, String stream, StoredEvent stored) {
        E event = streams.codec(aggregate).event(stored.type(), stored.data());
        for (Wait wait : aggregate.decider().waits(event)) {
            String id = stream + "|" + wait.purpose() + "|" + stored.version();
            Timer t = new Timer(id, stream, wait.purpose(), wait.at(), wait.at(), 0);
            Document d = new Document("_id", t.id())
                    .append("stream", stream)
                    .append("purpose", wait.purpose())
                    .append("at", Date.from(wait.at()));
            documents.put(d);
            schedule(t);
        }
    }

    /**
     * Sends the commands of all due timers. Called by the lease holder only. A clock that may judge no deadline settles
     * none either: what is due waits until it is right; and where timers are held, until they are no more.
     *
     * @return how many were done with
     */
    public int fire() {
        if (skew.wrong() || held == Held.TIMERS_AND_MAIL) {
            return 0;
        }
        Instant now = clock.instant();
        List<Timer> ready = due.stream()
                .takeWhile(t -> !t.next().isAfter(now))
                .limit(FIRED_MAX)
                .toList();
        int done = 0;
        for (Timer timer : ready) {
            if (sent(timer)) {
                parked.leave(Parked.timerId(timer.id()));
                documents.delete(timer.id());
                forget(timer.id());
                done++;
            }
        }
        return done;
    }

    private boolean sent(Timer timer) {
        String name = timer.stream().substring(0, timer.stream().indexOf('-'));
        try {
            send(java.util.Objects.requireNonNull(aggregates.get(name)), timer);
            return true;
        } catch (Rejected e) {
            LOG.error("timer {} was refused by {}", timer.id(), e.rule().slug());
            return true;
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("timer {} waits: {}", timer.id(), e.toString());
            later(timer, e);
            return false;
        }
    }

    private void later(Timer t, RuntimeException cause) {
        Instant now = clock.instant();
        Duration pause = PAUSE_MIN.multipliedBy(1L << Math.min(t.failures(), 16));
        schedule(new Timer(
                t.id(),
                t.stream(),
                t.purpose(),
                t.at(),
                now.plus(pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause),
                t.failures() + 1));
        if (t.failures() + 1 == FAILURES_BORNE) {
            LOG.error("timer {} cannot be carried out: {}", t.id(), Parked.withoutWords(cause));
            parked.park(Parked.Entry.timer(handler.service(), t.id(), t.stream(), cause, Json.millis(now)));
        }
    }

    private <C> void send(Aggregate<C, ?, ?, ?> aggregate, Timer timer) {
        C command = aggregate.decider().due(new Wait(timer.purpose(), timer.at()));
        Instant now = Json.millis(clock.instant());
        Request request = Request.ofService(
                handler.service(),
                command.getClass().getSimpleName(),
                Ids.v5(timer.id()),
                now.isBefore(timer.at()) ? timer.at() : now, // it was due, wherever the clock has gone since
                timer.id(),
                null);
        handler.handle(aggregate, timer.stream(), command, request);
    }
}
