package org.plenary.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.plenary.portal.session.PersonsSessionsStore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Who has which page open, and who asks the owner for them: one {@link Watch} for all tabs of a session on one stream,
 * with the reader's own token, so that nobody learns of a change by another's rights.
 */
@Component
class Live implements SmartLifecycle {
    /** Open streams of events in all. */
    static final int LISTENERS_MAX = 500;
    /** Of these, by readers who are not signed in; they cannot crowd the others out. */
    static final int ANONYMOUS_MAX = 250;
    /** Of one session. */
    static final int SESSION_MAX = 20;
    /** Then the browser connects again, with a token renewed. */
    static final Duration LISTENS = Duration.ofMinutes(5);

    /** What is watched for whom: the session's name in the store, empty for all who are not signed in, and the owner's path. */
    record Place(String session, String path) {
        String stream() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    private final Upstream upstream;
    private final Duration interval;
    private final InstantSource clock;
    private final Predicate<String> stands;
    private final Map<Place, Watch> watches = new HashMap<>();
    private boolean running;

    @Autowired
    Live(
            Upstream upstream,
            @Value("${plenary.portal.live-interval}") Duration interval,
            PersonsSessionsStore sessions,
            InstantSource clock) {
        this(upstream, interval, sessions::stands, clock);
    }

    /** With who says whether the session of a name still stands. */
    Live(Upstream upstream, Duration interval, Predicate<String> stands, InstantSource clock) {
        this.upstream = upstream;
        this.interval = interval;
        this.stands = stands;
        this.clock = clock;
    }

    /**
     * Opens a stream of events for a reader to whom the owner has just shown this version.
     *
     * @return null where as many are open as may be
     */
    synchronized @Nullable SseEmitter join(Place place, @Nullable String token, String version) {
        int max = place.session().isEmpty() ? ANONYMOUS_MAX : SESSION_MAX;
        if (!running || listeners() >= LISTENERS_MAX || listeners(place.session()) >= max) {
            return null;
        }
        Watch watch = watches.get(place);
        if (watch == null) {
            Watch made = new Watch(place, version, upstream, clock);
            watches.put(place, made);
            Thread.ofVirtual().name("live-" + place.stream()).start(() -> watch(made));
            watch = made;
        }
        Instant until = clock.instant().plus(LISTENS);
        return watch.add(new SseEmitter(LISTENS.plusMinutes(1).toMillis()), until, token);
    }

    private void watch(Watch watch) {
        try {
            while (needed(watch)) {
                Thread.sleep(interval);
                if (ended(watch.place().session())) {
                    watch.close();
                } else {
                    watch.look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(watch);
        }
    }

    /** It may have been ended at another instance of the portal. */
    private boolean ended(String session) {
        return !session.isEmpty() && !stands.test(session);
    }

    /** Decided under the lock under which listeners join, so that none joins a watch that has ended. */
    private synchronized boolean needed(Watch watch) {
        if (watch.listeners() > 0) {
            return true;
        }
        watches.remove(watch.place(), watch);
        return false;
    }

    private synchronized void end(Watch watch) {
        watches.remove(watch.place(), watch);
        watch.close();
    }

    /** Ends what a session has open, at once; it is signed out, or was ended. */
    void close(String session) {
        List<Watch> its;
        synchronized (this) {
            its = watches.values().stream()
                    .filter(w -> w.place().session().equals(session))
                    .toList();
        }
        its.forEach(Watch::close);
    }

    /** How many are open in all. */
    synchronized int listeners() {
        return watches.values().stream().mapToInt(Watch::listeners).sum();
    }

    private int listeners(String session) {
        return watches.values().stream()
                .filter(w -> w.place().session().equals(session))
                .mapToInt(Watch::listeners)
                .sum();
    }

    /** How many streams are asked for. */
    synchronized int watches() {
        return watches.size();
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    /** Before the web server, which otherwise waits for requests that do not end by themselves. */
    @Override
    public void stop() {
        List<Watch> all;
        synchronized (this) {
            running = false;
            all = List.copyOf(watches.values());
        }
        all.forEach(Watch::close);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
