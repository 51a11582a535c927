package org.plenary.kernel.restore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.StoredEvent;

/**
 * Which events of a service's own topic are its own, found before anything is written. A service publishes each stream
 * in order, without a gap; so a record ahead of its stream is none of its own, and a repetition says the same. Where two
 * records say different things of one event, the one that the store has counts; where the store has neither, nobody
 * here can know, and the restore stops.
 */
final class Survey {
    /** Records that contradict others, at most: beyond it somebody else must have written the topic. */
    static final int RIVALS_MAX = 1_000;
    /** What is told by name at most. */
    static final int NAMED_MAX = 20;

    /** Events of one stream as they were accepted, sixteen bytes each, for a topic of any length. */
    private static final class Line {
        private long[] digests = new long[4];
        private long[] offsets = new long[4];
        private int partition;
        private int size;
        private long commit;
        /** Of a rival of the last event, which may turn out to be the one that counts. */
        private long rivalCommit;

        private boolean next(Envelope e) {
            boolean goesOn = size > 0 && (e.commitVersion() == commit || e.commitVersion() == rivalCommit);
            return e.version() == size + 1L && (e.commitVersion() == e.version() || goesOn);
        }

        private void add(long digest, ConsumerRecord<byte[], byte[]> r, long commitVersion) {
            if (size == digests.length) {
                digests = Arrays.copyOf(digests, size * 2);
                offsets = Arrays.copyOf(offsets, size * 2);
            }
            digests[size] = digest;
            offsets[size] = r.offset();
            partition = r.partition();
            commit = commitVersion;
            rivalCommit = commitVersion;
            size++;
        }
    }

    /** A record that says another thing of an event than the first one. */
    private record Rival(String stream, long version, long digest, String first, String place) {
        private String event() {
            return stream + "@" + version;
        }
    }

    private final String service;
    private final Set<String> without;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Rival> rivals = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private long othersCount;

    /** @param without records that an operator leaves out: {@code <partition>/<offset>} */
    Survey(String service, Set<String> without) {
        this.service = service;
        this.without = Set.copyOf(without);
    }

    /** The event in a record, where it claims to be one of this service's. */
    Optional<Envelope> claimed(ConsumerRecord<byte[], byte[]> r) {
        if (without.contains(r.partition() + "/" + r.offset())) {
            return Optional.empty();
        }
        try {
            Envelope e = CloudEvents.envelope(r.headers(), r.value());
            boolean ours = e.service().equals(service) && e.id().equals(e.stream() + "@" + e.version());
            return ours ? Optional.of(e) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Takes note of the next record of its partition. */
    void read(ConsumerRecord<byte[], byte[]> r) {
        Envelope e = claimed(r).orElse(null);
        if (e == null) {
            other("no event of this service", r);
            return;
        }
        Line known = lines.get(e.stream());
        long digest = digest(e.hash());
        if (known != null && e.version() >= 1 && e.version() <= known.size) {
            rival(known, e, digest, r);
            return;
        }
        Line line = known == null ? new Line() : known;
        if (!line.next(e)) {
            other(e.id() + ", which this service cannot have published there", r);
            return;
        }
        line.add(digest, r, e.commitVersion());
        lines.put(e.stream(), line);
    }

    private void rival(Line line, Envelope e, long digest, ConsumerRecord<byte[], byte[]> r) {
        if (e.version() == line.size && line.digests[line.size - 1] != digest) {
            line.rivalCommit = e.commitVersion();
        }
        boolean known = line.digests[(int) e.version() - 1] == digest
                || rivals.stream()
                        .anyMatch(x -> x.digest() == digest
                                && x.version() == e.version()
                                && x.stream().equals(e.stream()));
        if (!known) {
            String first = place(line.partition, line.offsets[(int) e.version() - 1]);
            rivals.add(new Rival(e.stream(), e.version(), digest, first, place(r.partition(), r.offset())));
            if (rivals.size() > RIVALS_MAX) {
                throw new Contradiction("more than " + RIVALS_MAX + " records contradict others");
            }
        }
    }

    private void other(String what, ConsumerRecord<byte[], byte[]> r) {
        othersCount++;
        if (others.size() < NAMED_MAX) {
            others.add(place(r.partition(), r.offset()) + ": " + what);
        }
    }

    private static String place(int partition, long offset) {
        return partition + "/" + offset;
    }

    private static long digest(String hash) {
        return Long.parseUnsignedLong(hash.substring(0, 16), 16);
    }

    /**
     * Sets what was read against the store.
     *
     * @throws Contradiction where the store has another event than Kafka, or Kafka two for one
     */
    void settle(EventStore store) {
        Set<String> settled = new HashSet<>();
        lines.forEach((stream, line) -> {
            Optional<Commit> next = store.find(Commit.idOf(stream, 1));
            while (next.isPresent() && next.get().version() <= line.size) {
                next.get().events().stream()
                        .filter(e -> e.version() <= line.size)
                        .forEach(e -> settle(stream, line, e, settled));
                next = store.find(Commit.idOf(stream, next.get().last() + 1));
            }
        });
        for (Rival r : rivals) {
            if (!settled.contains(r.event())) {
                throw new Contradiction("two records say different things of " + r.event() + ": " + r.first() + " and "
                        + r.place()
                        + "; find out which of them this service made, and leave the other one out");
            }
        }
    }

    private void settle(String stream, Line line, StoredEvent e, Set<String> settled) {
        int at = (int) e.version() - 1;
        long digest = digest(e.hash());
        settled.add(e.id());
        if (line.digests[at] == digest) {
            return;
        }
        boolean published = rivals.stream()
                .anyMatch(r -> r.digest() == digest
                        && r.version() == e.version()
                        && r.stream().equals(stream));
        if (!published) {
            throw new Contradiction("the store has another event as " + e.id() + " than the record "
                    + place(line.partition, line.offsets[at]) + " of " + CloudEvents.topic(service));
        }
        line.digests[at] = digest;
    }

    /** Whether the event is the one that counts. */
    boolean counts(Envelope e) {
        Line line = lines.get(e.stream());
        return line != null
                && e.version() >= 1
                && e.version() <= line.size
                && line.digests[(int) e.version() - 1] == digest(e.hash());
    }

    /** Records that are none of this service's, the first {@link #NAMED_MAX} by place, {@code <partition>/<offset>}. */
    List<String> others() {
        return List.copyOf(others);
    }

    long othersCount() {
        return othersCount;
    }

    int streams() {
        return lines.size();
    }
}
