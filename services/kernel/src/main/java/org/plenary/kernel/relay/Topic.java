package org.plenary.kernel.relay;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic up to where it ends at the call, without a group. */
public final class Topic {
    /** How long Kafka may give nothing while there is something to give. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Topic() {}

    /** All partitions of a topic, in their order. */
    public static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
    }

    /**
     * Gives each record, a partition in order, until {@code more} says no.
     *
     * @param tail how many records from the end of each partition at most
     * @throws IllegalStateException where Kafka does not give back what it says it has
     */
    public static void read(
            Consumer<byte[], byte[]> consumer,
            String topic,
            long tail,
            Predicate<ConsumerRecord<byte[], byte[]>> more) {
        List<TopicPartition> all =
                partitions(topic, consumer.partitionsFor(topic).size());
        consumer.assign(all);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        ends.forEach((p, end) -> consumer.seek(p, Math.max(begins.getOrDefault(p, 0L), end - tail)));
        upTo(consumer, topic, ends, more);
    }

    /**
     * Gives each record that the consumer's group has done with, a partition in order from its beginning.
     *
     * @return records that it has not done with yet
     * @throws IllegalStateException where Kafka does not give back what it says it has
     */
    public static long readCommitted(
            Consumer<byte[], byte[]> consumer,
            String topic,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        return readCommitted(consumer, topic, Long.MAX_VALUE, each);
    }

    /**
     * The same, of the last ones only.
     *
     * @param tail how many records of each partition at most
     */
    public static long readCommitted(
            Consumer<byte[], byte[]> consumer,
            String topic,
            long tail,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> all =
                partitions(topic, consumer.partitionsFor(topic).size());
        consumer.assign(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Map<TopicPartition, Long> done = new HashMap<>();
        consumer.committed(Set.copyOf(all)).forEach((p, at) -> {
            if (at != null) {
                done.put(p, Math.min(at.offset(), ends.getOrDefault(p, 0L)));
            }
        });
        consumer.beginningOffsets(all)
                .forEach((p, begin) -> consumer.seek(p, Math.max(begin, done.getOrDefault(p, 0L) - tail)));
        upTo(consumer, topic, done, r -> {
            if (r.offset() < done.getOrDefault(new TopicPartition(r.topic(), r.partition()), 0L)) {
                each.accept(r);
            }
            return true;
        });
        long left = 0;
        for (TopicPartition p : all) {
            left += ends.getOrDefault(p, 0L) - done.getOrDefault(p, 0L);
        }
        return left;
    }

    private static void upTo(
            Consumer<byte[], byte[]> consumer,
            String topic,
            Map<TopicPartition, Long> ends,
            Predicate<ConsumerRecord<byte[], byte[]>> more) {
        Map<TopicPartition, Long> left = new HashMap<>(ends);
        long silentSince = System.nanoTime();
        while (true) {
            left.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
            if (left.isEmpty()) {
                return;
            }
            var records = consumer.poll(Duration.ofMillis(200));
            if (!records.isEmpty()) {
                silentSince = System.nanoTime();
            } else if (System.nanoTime() - silentSince > PATIENCE.toNanos()) {
                throw new IllegalStateException("Kafka does not give back what it has of " + topic);
            }
            for (ConsumerRecord<byte[], byte[]> r : records) {
                if (!more.test(r)) {
                    return;
                }
            }
        }
    }
}
