package org.plenary.kernel.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.StoreCheck;
import org.plenary.kernel.relay.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears again what a service has heard and its store does not know of, as after it was put back to an older copy: Kafka
 * keeps the feed's place, which is committed after the effect, so copies that are behind it lack something. All up to
 * there is taken as the feed takes it; what stands already changes nothing. For reactions that may be repeated.
 */
public final class Rehearing {
    /** Records of a partition that are looked at, before the feed's place: relays that start again repeat some. */
    private static final int TAIL = StoreCheck.TAIL;
    /** Events taken together at most. */
    private static final int TOGETHER = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Rehearing.class);

    private final String service;
    private final Feed feed;
    private final List<FeedConsumer.Undecodable> undecodable;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** @param consumers of the feed's group, for its committed offsets, which stay as they are */
    public Rehearing(
            String service,
            Feed feed,
            List<FeedConsumer.Undecodable> undecodable,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.service = service;
        this.feed = feed;
        this.undecodable = List.copyOf(undecodable);
        this.consumers = consumers;
    }

    /**
     * Hears again where something lacks; returns when all of it is taken. Also while the feed runs.
     *
     * @return how many records were heard again
     * @throws IllegalStateException where Kafka does not give back what it has
     */
    public long hear() throws InterruptedException {
        Set<String> sources = new TreeSet<>();
        feed.subscriptions().values().forEach(s -> sources.add(s.service()));
        long heard = 0;
        for (String source : sources) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                String topic = CloudEvents.topic(source);
                if (lacks(consumer, topic)) {
                    LOG.warn("{} lacks events of {} that it once took: it hears them again", service, source);
                    heard += again(consumer, topic);
                }
            }
        }
        return heard;
    }

    private boolean lacks(Consumer<byte[], byte[]> consumer, String topic) {
        Map<String, Envelope> last = new HashMap<>();
        Topic.readCommitted(consumer, topic, TAIL, r -> {
            try {
                Envelope e = FeedConsumer.decoded(r.headers(), r.value(), undecodable);
                last.merge(e.stream(), e, (a, b) -> a.version() > b.version() ? a : b);
            } catch (RuntimeException e) {
                // no event: the feed set it aside when it came
            }
        });
        return last.values().stream()
                .anyMatch(e -> feed.copyOf(e) != null
                        && feed.version(e.service(), e.stream()) < e.version()
                        && !feed.parked().contains(e.stream()));
    }

    private long again(Consumer<byte[], byte[]> consumer, String topic) throws InterruptedException {
        List<Envelope> batch = new ArrayList<>();
        long[] heard = {0};
        Topic.readCommitted(consumer, topic, r -> {
            heard[0]++;
            decoded(r, batch);
            if (batch.size() >= TOGETHER) {
                take(batch);
            }
        });
        take(batch);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return heard[0];
    }

    /** What is no event was noted beside the log's order; it is noted again, and an operator was told when it came. */
    private void decoded(ConsumerRecord<byte[], byte[]> r, List<Envelope> batch) {
        byte[] value = r.value() == null ? new byte[0] : r.value();
        try {
            batch.add(FeedConsumer.decoded(r.headers(), value, undecodable));
        } catch (RuntimeException e) {
            String partition = Integer.toString(r.partition());
            undecodable.forEach(u -> u.heard(r.topic(), partition, Long.toString(r.offset()), value));
        }
    }

    private void take(List<Envelope> batch) {
        try {
            feed.takeAll(batch);
            batch.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while hearing again", e);
        }
    }
}
