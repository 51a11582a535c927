package org.plenary.kernel.timer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.bson.Document;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Wait;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers, a view of the service's own commits: every event that makes a state wait for an instant sets one, due at
 * once if past. The relay's lease holder takes a commit's timers before it clears the commit's mark, so none is lost;
 * it sends each due timer's command with an id made from the timer's, so none has two effects.
 */
public final class Timers {
    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

    /** One timer: {@code <stream>|<purpose>|<version of the event that set it>}. */
    private record Timer(String id, String stream, String purpose, Instant at) {}

    private final Documents documents;
    private final Map<String, Aggregate<?, ?, ?, ?>> aggregates;
    private final Streams streams;
    private final CommandHandler handler;
    private final InstantSource clock;
    private final TreeSet<Timer> due =
            new TreeSet<>(Comparator.comparing(Timer::at).thenComparing(Timer::id));

    /** Of one service; aggregates by their name. */
    public Timers(
            Documents documents,
            Map<String, Aggregate<?, ?, ?, ?>> aggregates,
            Streams streams,
            CommandHandler handler,
            InstantSource clock) {
        this.documents = documents;
        this.aggregates = aggregates;
        this.streams = streams;
        this.handler = handler;
        this.clock = clock;
    }

    /** Reads the standing timers: on taking the lease, and now and then for what an earlier holder set after that. */
    public void load() {
        List<Timer> standing = new ArrayList<>();
        for (Document d : documents.all()) {
            standing.add(new Timer(
                    d.getString("_id"),
                    d.getString("stream"),
                    d.getString("purpose"),
                    d.getDate("at").toInstant()));
        }
        synchronized (this) {
            due.clear();
            due.addAll(standing);
        }
    }

    /** Sets the timers of a published commit; again is harmless. */
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
            Timer t = new Timer(
                    stream + "|" + wait.purpose() + "|" + stored.version(), stream, wait.purpose(), wait.at());
            Document d = new Document("_id", t.id())
                    .append("stream", stream)
                    .append("purpose", wait.purpose())
                    .append("at", Date.from(wait.at()));
            documents.put(d);
            synchronized (this) {
                due.add(t);
            }
        }
    }

    /**
     * Sends the commands of all due timers. Called by the lease holder only, after the relay has caught up.
     *
     * @return how many were done with
     */
    public int fire() {
        Instant now = clock.instant();
        List<Timer> ready;
        synchronized (this) {
            ready = due.stream().takeWhile(t -> !t.at().isAfter(now)).limit(100).toList();
        }
        int done = 0;
        for (Timer timer : ready) {
            if (sent(timer)) {
                documents.delete(timer.id());
                synchronized (this) {
                    due.remove(timer);
                }
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
        } catch (Refused e) {
            LOG.warn("timer {} waits: {}", timer.id(), e.kind());
            return false;
        }
    }

    private <C> void send(Aggregate<C, ?, ?, ?> aggregate, Timer timer) {
        C command = aggregate.decider().due(new Wait(timer.purpose(), timer.at()));
        Request request = Request.ofService(
                handler.service(),
                command.getClass().getSimpleName(),
                Ids.v5(timer.id()),
                Json.millis(clock.instant()),
                timer.id(),
                null);
        handler.handle(aggregate, timer.stream(), command, request);
    }
}
