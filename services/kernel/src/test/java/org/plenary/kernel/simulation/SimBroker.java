package org.plenary.kernel.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.relay.CloudEvents;

/**
 * One topic of a few partitions. What a producer sends arrives later, in its order for a partition; the answer may be
 * lost, and what a dead producer sent may still arrive.
 */
final class SimBroker {
    static final int PARTITIONS = 3;

    /** A record as it lies in a partition. */
    record Kept(ProducerRecord<byte[], byte[]> sent) {}

    private record Sent(
            ProducerRecord<byte[], byte[]> sent, @Nullable Callback callback, Node node) {}

    private final World world;
    private final Set<Bug> bugs;
    private final List<List<Kept>> partitions = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final long[] committed = new long[PARTITIONS];
    private final Node[] owners = new Node[PARTITIONS];
    private int sending;

    SimBroker(World world, Set<Bug> bugs) {
        this.world = world;
        this.bugs = bugs;
        for (int p = 0; p < PARTITIONS; p++) {
            partitions.add(new ArrayList<>());
        }
    }

    /** The records of a partition, from its begin. */
    List<Kept> partition(int p) {
        return partitions.get(p);
    }

    /** Whether an event lies in the topic. */
    boolean has(String eventId) {
        return ids.contains(eventId);
    }

    /** Whether everything that was sent has arrived or is lost. */
    boolean quiet() {
        return sending == 0;
    }

    private static int partitionOf(byte[] key) {
        return Math.floorMod(new String(key, StandardCharsets.UTF_8).hashCode(), PARTITIONS);
    }

    /** A node's new producer: a queue for each partition, emptied by a fiber that outlives the node. */
    Producer<byte[], byte[]> producer(Node node) {
        List<Deque<Sent>> queues = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            queues.add(new ArrayDeque<>());
        }
        return new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> r, Callback callback) {
                int p = partitionOf(r.key());
                queues.get(p).add(new Sent(r, callback, node));
                if (queues.get(p).size() == 1) {
                    sending++;
                    world.fiber("network", null, () -> deliver(queues.get(p), p));
                }
                return new CompletableFuture<>();
            }

            @Override
            public void close(java.time.Duration timeout) {
                // what is under way may still arrive
            }
        };
    }

    private void deliver(Deque<Sent> queue, int p) {
        while (!queue.isEmpty()) {
            world.sleep(1 + world.random().nextInt(world.isCalm() ? 2 : 20));
            Sent s = queue.peek();
            boolean lost = world.chance(0.01);
            boolean silent = world.chance(0.01);
            if (!lost) {
                keep(p, s.sent());
            }
            queue.poll();
            Callback callback = s.callback();
            if (callback != null && !s.node().dead()) {
                if (lost || silent) {
                    world.tell((lost ? "record lost: " : "answer of the broker lost: ")
                            + new String(s.sent().key()));
                    callback.onCompletion(null, new TimeoutException("no answer"));
                } else {
                    callback.onCompletion(new RecordMetadata(new TopicPartition("t", p), 0, 0, 0, 0, 0), null);
                }
            }
        }
        sending--;
    }

    private void keep(int p, ProducerRecord<byte[], byte[]> record) {
        List<Kept> kept = partitions.get(p);
        if (bugs.contains(Bug.BROKER_LOSES_ACKNOWLEDGED) && world.chance(0.03)) {
            return;
        }
        ids.add(CloudEvents.envelope(record.headers(), record.value()).id());
        if (bugs.contains(Bug.BROKER_SWAPS) && !kept.isEmpty() && world.chance(0.2)) {
            kept.add(kept.size() - 1, new Kept(record));
            return;
        }
        kept.add(new Kept(record));
    }

    /** Gives every partition to one of these nodes. */
    void assign(List<Node> alive) {
        for (int p = 0; p < PARTITIONS; p++) {
            owners[p] = alive.get(world.random().nextInt(alive.size()));
        }
    }

    boolean owns(Node node, int p) {
        return owners[p] == node;
    }

    long committed(int p) {
        return committed[p];
    }

    /** Takes the offset from the partition's owner only, as a group's generation does. */
    void commit(Node node, int p, long offset) {
        if (owns(node, p)) {
            committed[p] = offset;
        }
    }
}
