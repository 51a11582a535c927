package org.plenary.kernel.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.MongoException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.Snapshot;
import org.plenary.kernel.store.StoredEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * States of streams, by walking exact commit ids from the cache or the newest snapshot. So no load needs an index but
 * the unique {@code _id}, on any store.
 */
public final class Streams {
    /** Events between two snapshots. */
    public static final int SNAPSHOT_EVERY = 100;
    /** States kept in memory. */
    public static final int CACHED_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private final EventStore store;
    private final String service;
    private final Cache<String, Loaded<?>> cache =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();
    private final java.util.concurrent.ConcurrentHashMap<Class<?>, EventCodec<?>> codecs =
            new java.util.concurrent.ConcurrentHashMap<>();

    private final java.util.concurrent.ConcurrentHashMap<Class<?>, String> shapes =
            new java.util.concurrent.ConcurrentHashMap<>();

    /** Of one service. */
    public Streams(String service, EventStore store) {
        this.service = service;
        this.store = store;
    }

    /** The codec of the aggregate's events. */
    @SuppressWarnings("unchecked")
    public <E> EventCodec<E> codec(Aggregate<?, ?, E, ?> aggregate) {
        return (EventCodec<E>) codecs.computeIfAbsent(
                aggregate.events(), c -> new EventCodec<>(aggregate.namespace(service), aggregate.events()));
    }

    /** Forgets every state: the store may be another one. */
    public void forgetAll() {
        cache.invalidateAll();
    }

    /** The state as cached; may be behind where another instance appended. Empty where it is not cached. */
    @SuppressWarnings("unchecked")
    <S> Optional<Loaded<S>> cached(String stream) {
        return Optional.ofNullable((Loaded<S>) cache.getIfPresent(stream));
    }

    /** The state as the store has it now: the cached one moved on, or built from the newest snapshot. */
    public <C, S, E, F> Loaded<S> load(Aggregate<C, S, E, F> aggregate, String stream) {
        Loaded<S> from = this.<S>cached(stream).orElseGet(() -> fromSnapshot(aggregate, stream));
        return walk(aggregate, stream, from, c -> {});
    }

    /**
     * The state that the events make which {@link AsOf} holds: of version 0 where the first of the stream is not among
     * them, so that a thing is not there before it began. From the first commit on, since no snapshot says what of it was
     * known when; so not for what is asked often.
     */
    public <C, S, E, F> Loaded<S> asOf(Aggregate<C, S, E, F> aggregate, String stream, AsOf asOf) {
        Loaded<S> at = new Loaded<>(aggregate.decider().initial(), 0, null, Instant.EPOCH);
        Optional<Commit> next = store.find(Commit.idOf(stream, 1));
        while (next.isPresent()) {
            Commit commit = next.get();
            for (StoredEvent e : commit.events()) {
                if (asOf.holds(commit.meta(), e)) {
                    S state = aggregate.evolve(at.state(), codec(aggregate).event(e.type(), e.data()), e);
                    at = new Loaded<>(state, e.version(), commit.id(), e.recordedAt());
                } else if (e.version() == 1) {
                    return at;
                }
            }
            next = store.find(Commit.idOf(stream, commit.last() + 1));
        }
        return at;
    }

    /** Folds an appended commit into the cache, and keeps a snapshot where one is due. */
    <C, S, E, F> void appended(Aggregate<C, S, E, F> aggregate, Loaded<S> before, Commit commit) {
        Loaded<S> after = fold(aggregate, before, commit);
        cache.put(commit.stream(), after);
        if (after.version() / SNAPSHOT_EVERY > before.version() / SNAPSHOT_EVERY) {
            keep(new Snapshot(
                    commit.stream(),
                    after.version(),
                    commit.id(),
                    after.recordedAt(),
                    shape(aggregate),
                    Json.write(after.state())));
        }
    }

    private String shape(Aggregate<?, ?, ?, ?> aggregate) {
        return shapes.computeIfAbsent(aggregate.states(), s -> Shape.of(aggregate));
    }

    /** A snapshot only saves time: one that cannot be kept costs the commit, which stands, nothing. */
    private void keep(Snapshot snapshot) {
        try {
            store.keep(snapshot);
        } catch (MongoException e) {
            LOG.warn("no snapshot of {}: {}", snapshot.stream(), e.toString());
        }
    }

    /** Drops a cached state, after an answer that contradicts it. */
    void forget(String stream) {
        cache.invalidate(stream);
    }

    private <C, S, E, F> Loaded<S> fromSnapshot(Aggregate<C, S, E, F> aggregate, String stream) {
        return store.snapshot(stream)
                .filter(s -> s.shape().equals(shape(aggregate)))
                .map(s ->
                        new Loaded<>(Json.read(s.state(), aggregate.states()), s.version(), s.commit(), s.recordedAt()))
                .orElseGet(() -> new Loaded<>(aggregate.decider().initial(), 0, null, Instant.EPOCH));
    }

    private <C, S, E, F> Loaded<S> walk(
            Aggregate<C, S, E, F> aggregate, String stream, Loaded<S> from, Consumer<Commit> each) {
        Loaded<S> at = from;
        Optional<Commit> next = store.find(Commit.idOf(stream, at.version() + 1));
        while (next.isPresent()) {
            at = fold(aggregate, at, next.get());
            each.accept(next.get());
            next = store.find(Commit.idOf(stream, at.version() + 1));
        }
        if (at.version() > 0) {
            cache.put(stream, at);
        }
        return at;
    }

    private <C, S, E, F> Loaded<S> fold(Aggregate<C, S, E, F> aggregate, Loaded<S> before, Commit commit) {
        if (commit.version() != before.version() + 1) {
            throw new IllegalStateException(commit.id() + " does not follow version " + before.version());
        }
        S state = before.state();
        Instant recordedAt = before.recordedAt();
        for (StoredEvent e : commit.events()) {
            state = aggregate.evolve(state, codec(aggregate).event(e.type(), e.data()), e);
            recordedAt = e.recordedAt();
        }
        return new Loaded<>(state, commit.last(), commit.id(), recordedAt);
    }
}
