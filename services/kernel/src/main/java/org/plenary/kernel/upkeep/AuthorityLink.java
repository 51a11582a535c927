package org.plenary.kernel.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Freshness;
import org.plenary.kernel.access.Heartbeat;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.relay.Topic;
import org.plenary.kernel.timer.ClockSkew;

/**
 * The authority's heartbeat over Kafka: the authority sends it, every service listens and sets it against how far its
 * own feed has come. Both halves run on one thread each and keep one client.
 */
final class AuthorityLink {
    /** Between two heartbeats. */
    static final Duration EVERY = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private AuthorityLink() {}

    /** Sends: what was acknowledged up to an instant is out, and lies before the ends that are read after it. */
    static final class Sending implements Upkeep.Work, AutoCloseable {
        private final String service;
        private final Relay relay;
        private final ClockSkew skew;
        private final Supplier<Consumer<byte[], byte[]>> consumers;
        private final Supplier<Producer<byte[], byte[]>> producers;
        private @Nullable Consumer<byte[], byte[]> consumer;
        private @Nullable Producer<byte[], byte[]> producer;

        Sending(
                String service,
                Relay relay,
                ClockSkew skew,
                Supplier<Consumer<byte[], byte[]>> consumers,
                Supplier<Producer<byte[], byte[]>> producers) {
            this.service = service;
            this.relay = relay;
            this.skew = skew;
            this.consumers = consumers;
            this.producers = producers;
        }

        @Override
        public void run() throws Exception {
            Relay.Status status = relay.status();
            if (skew.skew().abs().compareTo(ClockSkew.MAX) > 0) {
                return; // its instants would mislead: the others wait for one that is right
            }
            if (!status.leading() || status.publishedUpTo().equals(Instant.EPOCH)) {
                return;
            }
            if (consumer == null) {
                consumer = consumers.get();
            }
            if (producer == null) {
                producer = producers.get();
            }
            String topic = CloudEvents.topic(service);
            List<TopicPartition> all = Topic.partitions(
                    topic, consumer.partitionsFor(topic, PATIENCE).size());
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
            Heartbeat beat = new Heartbeat(
                    status.publishedUpTo(), all.stream().map(ends::get).toList());
            producer.send(new ProducerRecord<>(Heartbeat.topic(service), 0, null, beat.bytes()))
                    .get();
        }

        @Override
        public void close() {
            closed(consumer);
            closed(producer);
        }
    }

    /** Listens: to every instance the same single partition, without a group's balancing. */
    static final class Listening implements Upkeep.Work, AutoCloseable {
        private final String authority;
        private final boolean own;
        private final Freshness freshness;
        private final Parked parked;
        private final Supplier<Consumer<byte[], byte[]>> consumers;
        private @Nullable Consumer<byte[], byte[]> consumer;

        /**
         * @param own whether this service is the authority, whose heartbeat already waits for its own views
         * @param consumers of the feed's group, for its committed offsets
         */
        Listening(
                String authority,
                boolean own,
                Freshness freshness,
                Parked parked,
                Supplier<Consumer<byte[], byte[]>> consumers) {
            this.authority = authority;
            this.own = own;
            this.freshness = freshness;
            this.parked = parked;
            this.consumers = consumers;
        }

        @Override
        public void run() {
            Consumer<byte[], byte[]> c = consumer == null ? opened() : consumer;
            Heartbeat newest = null;
            for (ConsumerRecord<byte[], byte[]> r : c.poll(EVERY)) {
                newest = Heartbeat.of(r.value());
            }
            if (newest == null) {
                return;
            }
            Map<TopicPartition, OffsetAndMetadata> committed = own ? Map.of() : committed(c, newest);
            freshness.heard(
                    newest,
                    p -> {
                        OffsetAndMetadata at =
                                committed.get(new TopicPartition(CloudEvents.topic(authority), Math.toIntExact(p)));
                        return own ? Long.MAX_VALUE : at == null ? 0 : at.offset();
                    },
                    !own && parked.anyOf(authority));
        }

        private Map<TopicPartition, OffsetAndMetadata> committed(Consumer<byte[], byte[]> c, Heartbeat beat) {
            Set<TopicPartition> all = new HashSet<>(
                    Topic.partitions(CloudEvents.topic(authority), beat.ends().size()));
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(c.committed(all, PATIENCE));
            found.values().removeIf(java.util.Objects::isNull);
            return found;
        }

        private Consumer<byte[], byte[]> opened() {
            TopicPartition only = new TopicPartition(Heartbeat.topic(authority), 0);
            Consumer<byte[], byte[]> c = consumers.get();
            consumer = c;
            try {
                c.assign(List.of(only));
                long end = c.endOffsets(List.of(only), PATIENCE).getOrDefault(only, 0L);
                c.seek(only, Math.max(0, end - 1));
                return c;
            } catch (RuntimeException e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            closed(consumer);
            consumer = null;
        }
    }

    private static void closed(@Nullable AutoCloseable client) {
        if (client != null) {
            try {
                client.close();
            } catch (Exception e) {
                // it is given up anyway
            }
        }
    }
}
