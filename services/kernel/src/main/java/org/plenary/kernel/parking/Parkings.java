package org.plenary.kernel.parking;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import org.plenary.kernel.command.CommandHandler;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Request;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.feed.Parked.Entry;
import org.plenary.kernel.feed.Parked.Kind;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.upkeep.Upkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what stopped into the record and carries operators' orders out, a little at every turn; whatever is cut off is
 * done again at the next. Several instances may do the same at once: every step is known by its id or guarded.
 */
public final class Parkings implements Upkeep.Work {
    private static final Logger LOG = LoggerFactory.getLogger(Parkings.class);
    /** Of each kind of work at a turn at most. */
    private static final int AT_ONCE = 100;

    private final Parking parking;
    private final Documents view;
    private final Parked parked;
    private final Feed feed;
    private final Relay relay;
    private final CommandHandler handler;
    private final InstantSource clock;
    private final Set<String> failing = new HashSet<>();

    /**
     * Of one service.
     *
     * @param view that {@link Parking#view} defines; an order is found there and believed by the stream only
     */
    public Parkings(
            Parking parking,
            Documents view,
            Parked parked,
            Feed feed,
            Relay relay,
            CommandHandler handler,
            InstantSource clock) {
        this.parking = parking;
        this.view = view;
        this.parked = parked;
        this.feed = feed;
        this.relay = relay;
        this.handler = handler;
        this.clock = clock;
    }

    @Override
    public void run() {
        Set<String> failed = new HashSet<>();
        for (Entry e : parked.unnoted(AT_ONCE)) {
            attempt(e.id(), failed, () -> noted(e));
        }
        for (Document d : view.where("standing", Parking.ORDERED, AT_ONCE)) {
            String entry = d.getString("entry");
            attempt(entry, failed, () -> ordered(entry));
        }
        for (Entry e : parked.leaving(AT_ONCE)) {
            attempt(e.id(), failed, () -> {
                if (e.kind() != Kind.HEARD || feed.catchUp(e.source(), e.stream())) {
                    resumed(e);
                }
            });
        }
        failing.retainAll(failed);
    }

    /** One that fails keeps no other waiting; it is told once, until it went well again. */
    private void attempt(String entry, Set<String> failed, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            failed.add(entry);
            if (failing.add(entry)) {
                LOG.error("{} parkings: {} waits: {}", handler.service(), entry, Parked.withoutWords(e));
            }
        }
    }

    private void noted(Entry e) {
        send(e, new NoteParked(e.id(), e.kind(), e.source(), e.stream(), e.version(), e.cause(), e.at()), "parked");
        parked.noted(e);
    }

    private void ordered(String entry) {
        Loaded<Parking.State> loaded = handler.read(parking, Parking.stream(handler.service(), entry));
        StreamParked stop = loaded.state().parked();
        Entry e = parked.find(entry);
        if (stop == null || e != null && (e.leaving() || !stop.at().equals(e.at()))) {
            return; // it goes on already, or this stop is yet to be noted; an order was for another one
        }
        if (e == null) {
            // An entry goes only after its stop ended: a note of it that came late is all that stands.
            send(entry, stop.at(), new NoteResumed(stop.at(), stop.version()), "resumed late");
            return;
        }
        switch (loaded.state().status()) {
            case REPLAY_ORDERED -> replay(e);
            case PASS_OVER_ORDERED -> {
                if (e.kind() == Kind.HEARD) {
                    feed.passOver(e.source(), e.stream(), e.version());
                }
                replay(e);
            }
            case PARKED, RESUMED -> {
                // nothing was ordered
            }
        }
    }

    /** First what the feed left aside, then the feed itself, then what it left aside meanwhile: see {@link #run}. */
    private void replay(Entry e) {
        switch (e.kind()) {
            case HEARD -> {
                if (feed.catchUp(e.source(), e.stream())) {
                    parked.leave(e);
                }
            }
            case OWN -> relay.retryParked(e.stream());
            case UNREADABLE, TIMER -> parked.leave(e);
        }
    }

    private void resumed(Entry e) {
        long version = e.kind() == Kind.HEARD ? feed.version(e.source(), e.stream()) : e.version();
        send(e, new NoteResumed(e.at(), version), "resumed");
        parked.gone(e);
        LOG.info("{} goes on with {}", handler.service(), e.id());
    }

    private void send(Entry e, ParkingCommand command, String what) {
        send(e.id(), e.at(), command, what);
    }

    private void send(String entry, Instant at, ParkingCommand command, String what) {
        String stop = handler.service() + "|" + entry + "|" + at;
        Request request = Request.ofService(
                handler.service(),
                command.getClass().getSimpleName(),
                Ids.v5(stop + "|" + what),
                Json.millis(clock.instant()),
                stop,
                null);
        handler.handle(parking, Parking.stream(handler.service(), entry), command, request);
    }
}
