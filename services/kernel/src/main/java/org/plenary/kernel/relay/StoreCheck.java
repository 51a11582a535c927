package org.plenary.kernel.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the service's store with what it once published, at start: the newest events of each partition must stand
 * in the store, the same to the hash. A store put back to an older copy fails this before it accepts a command.
 */
public final class StoreCheck {
    /** Records read back from the end of each partition: more than a relay that starts again usually repeats. */
    public static final int TAIL = 250;

    private static final Logger LOG = LoggerFactory.getLogger(StoreCheck.class);

    private final String service;
    private final EventStore store;

    /** Of one service. */
    public StoreCheck(String service, EventStore store) {
        this.service = service;
        this.store = store;
    }

    /**
     * The first difference found, as a sentence; empty where all is as it should be.
     *
     * @throws IllegalStateException where Kafka does not answer in time
     */
    public Optional<String> difference(Consumer<byte[], byte[]> consumer) {
        List<String> found = new ArrayList<>();
        Topic.read(consumer, CloudEvents.topic(service), TAIL, r -> {
            difference(r).ifPresent(found::add);
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private Optional<String> difference(ConsumerRecord<byte[], byte[]> r) {
        Envelope published;
        try {
            published = CloudEvents.envelope(r.headers(), r.value());
        } catch (RuntimeException e) {
            LOG.warn("{}/{}/{} is no event: left to the feeds", r.topic(), r.partition(), r.offset());
            return Optional.empty();
        }
        Optional<Commit> commit = store.find(Commit.idOf(published.stream(), published.commitVersion()));
        if (commit.isEmpty()) {
            return Optional.of(published.id() + " was published, but the store does not have it");
        }
        boolean same = commit.get().events().stream()
                .map(e -> Envelope.of(service, commit.get(), e))
                .anyMatch(e -> e.id().equals(published.id()) && e.hash().equals(published.hash()));
        return same ? Optional.empty() : Optional.of(published.id() + " was published with other content");
    }
}
