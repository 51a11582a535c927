package org.plenary.kernel.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A topic of one partition that any number of consumers read from its beginning. */
public final class Replayed {
    private final TopicPartition only;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private @Nullable Long committed;

    /** Of this name. */
    public Replayed(String topic) {
        only = new TopicPartition(topic, 0);
    }

    /** Adds a record at its end. */
    public void add(ProducerRecord<byte[], byte[]> r) {
        records.add(r);
    }

    /** The group has taken so many records. */
    public void commit(long offset) {
        committed = offset;
    }

    /** One that reads what there is now. */
    public Consumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
                return committed == null ? Map.of() : Map.of(only, new OffsetAndMetadata(committed));
            }
        };
        consumer.updatePartitions(only.topic(), List.of(new PartitionInfo(only.topic(), 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(only, 0L));
        consumer.updateEndOffsets(Map.of(only, (long) records.size()));
        consumer.assign(List.of(only));
        again(consumer);
        return consumer;
    }

    /** A mock gives each record once; a second reader of the same consumer begins at the beginning. */
    private void again(MockConsumer<byte[], byte[]> consumer) {
        consumer.schedulePollTask(() -> {
            if (consumer.position(only) == 0) {
                for (int i = 0; i < records.size(); i++) {
                    consumer.addRecord(record(i));
                }
            }
            again(consumer);
        });
    }

    private ConsumerRecord<byte[], byte[]> record(int i) {
        ProducerRecord<byte[], byte[]> r = records.get(i);
        return new ConsumerRecord<>(
                only.topic(),
                0,
                i,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                r.key(),
                r.value(),
                r.headers(),
                Optional.empty());
    }
}
