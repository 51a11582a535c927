package org.plenary.kernel.relay;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the service's store with what it once published, at start: the newest events of each partition must stand
 * in the store, the same to the hash. A store put back to an older copy fails this before it accepts a command; a record
 * that somebody else wrote into the topic does not.
 */
public final class StoreCheck {
    /** Records read back from the end of each partition: more than a relay that starts again usually repeats. */
    public static final int TAIL = 250;

    /** Events that differ, looked at more closely at most. */
    private static final int SUSPECTS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);

    private final String service;
    private final EventStore store;

    /** Of one service. */
    public StoreCheck(String service, EventStore store) {
        this.service = service;
        this.store = store;
    }

    /**
     * A difference as a sentence; empty where all is as it should be.
     *
     * @throws IllegalStateException where Kafka does not answer in time
     */
    public Optional<String> difference(Consumer<byte[], byte[]> consumer) {
        Map<String, Envelope> suspects = new LinkedHashMap<>();
        Topic.read(consumer, CloudEvents.topic(service), TAIL, r -> {
            envelope(r).filter(e -> !stands(e)).ifPresent(e -> suspects.put(e.id(), e));
            return suspects.size() < SUSPECTS_MAX;
        });
        if (suspects.isEmpty()) {
            return Optional.empty();
        }
        Set<String> published = published(consumer, suspects.values());
        return suspects.values().stream()
                .flatMap(e -> difference(e, published).stream())
                .findFirst();
    }

    private Optional<Envelope> envelope(ConsumerRecord<byte[], byte[]> r) {
        try {
            return Optional.of(CloudEvents.envelope(r.headers(), r.value()));
        } catch (RuntimeException e) {
            LOG.warn("{}/{}/{} is no event: left to the feeds", r.topic(), r.partition(), r.offset());
            return Optional.empty();
        }
    }

    private boolean stands(Envelope e) {
        return stored(e).filter(s -> s.hash().equals(e.hash())).isPresent();
    }

    /** What the store has by the event's id. */
    private Optional<Envelope> stored(Envelope e) {
        return store.holding(e.stream(), e.version())
                .flatMap(c -> c.events().stream()
                        .filter(x -> x.id().equals(e.id()))
                        .map(x -> Envelope.of(service, c, x))
                        .findFirst());
    }

    /** Ids, and ids with hashes, of all that Kafka has of the suspects' streams. */
    private Set<String> published(Consumer<byte[], byte[]> consumer, Collection<Envelope> suspects) {
        Set<String> streams = new HashSet<>();
        suspects.forEach(e -> streams.add(e.stream()));
        Set<String> published = new HashSet<>();
        Topic.read(consumer, CloudEvents.topic(service), Long.MAX_VALUE, r -> {
            envelope(r).filter(e -> streams.contains(e.stream())).ifPresent(e -> {
                published.add(e.id());
                published.add(e.id() + " " + e.hash());
            });
            return true;
        });
        return published;
    }

    /**
     * What this service published it published in order, and what it has it published as it has it. So an event is none
     * of its own where Kafka lacks the first one that the store would lack before it, or has the store's beside it.
     */
    private Optional<String> difference(Envelope e, Set<String> published) {
        Optional<Envelope> stored = stored(e);
        boolean own = stored.isPresent()
                ? !published.contains(e.id() + " " + stored.get().hash())
                : published.contains(e.stream() + "@" + (store.head(e.stream()) + 1));
        if (!own) {
            LOG.error("{} stands in {}, and this service did not make it", e.id(), CloudEvents.topic(service));
            return Optional.empty();
        }
        return Optional.of(e.id()
                + (stored.isPresent()
                        ? " was published with other content"
                        : " was published, but the store does not have it"));
    }
}
