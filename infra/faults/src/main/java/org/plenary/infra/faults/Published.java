package org.plenary.infra.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.CloudEvents;

/**
 * What Kafka had of all services at one moment.
 *
 * @param events in the order of each partition, repetitions too, without what {@link Poison} forged
 * @param unreadable records that are no event
 * @param forged records that {@link Poison} forged
 * @param ends where each partition ended
 */
record Published(List<Envelope> events, long unreadable, long forged, Map<TopicPartition, Long> ends) {
    private static final int PARTITIONS = 12;

    /** Everything. */
    static Published all(Cluster cluster) {
        return after(cluster, Map.of());
    }

    /** What came since; partitions that are not named are read from their beginning. */
    static Published after(Cluster cluster, Map<TopicPartition, Long> from) {
        List<Envelope> events = new ArrayList<>();
        long[] others = new long[2];
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + cluster.port("broker.seen")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String s : Cluster.SERVICES) {
                for (int p = 0; p < PARTITIONS; p++) {
                    partitions.add(new TopicPartition(CloudEvents.topic(s), p));
                }
            }
            consumer.assign(partitions);
            partitions.forEach(p -> consumer.seek(p, from.getOrDefault(p, 0L)));
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            Cluster.await("what Kafka has", () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(r -> {
                    try {
                        Envelope event = CloudEvents.envelope(r.headers(), r.value());
                        if (event.type().equals(Poison.FORGED)) {
                            others[1]++;
                        } else {
                            events.add(event);
                        }
                    } catch (RuntimeException e) {
                        others[0]++;
                    }
                });
                return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
            });
            return new Published(List.copyOf(events), others[0], others[1], Map.copyOf(ends));
        }
    }
}
