package org.plenary.kernel.feed;

import com.mongodb.MongoException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.Topic;
import org.plenary.kernel.view.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a service's copies again after a loss, up to where its feed was: Kafka knows that, for an offset is committed
 * after the effect. Up to there events are folded and nothing else, since what they caused was done and stands in the
 * service's own commits; from there on the feed takes them with their reactions, as after any crash.
 */
public final class CopyRestore {
    private static final Logger LOG = LoggerFactory.getLogger(CopyRestore.class);

    private final String service;
    private final Feed feed;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final InstantSource clock;

    /** @param consumers of the feed's group, for its committed offsets, which stay as they are */
    public CopyRestore(String service, Feed feed, Supplier<Consumer<byte[], byte[]>> consumers, InstantSource clock) {
        this.service = service;
        this.feed = feed;
        this.consumers = consumers;
        this.clock = clock;
    }

    /**
     * Brings the copies up to there. While the feed does not run.
     *
     * @param waiting what stopped and waits, by the id of its entry; noted again
     * @param passedOver versions that were passed over, by stream
     * @return how many streams are copied
     */
    public long restore(Map<String, Parked.Entry> waiting, Map<String, List<Long>> passedOver) {
        Run run = new Run(waiting, passedOver);
        Set<String> sources = new TreeSet<>();
        feed.subscriptions().values().forEach(s -> sources.add(s.service()));
        for (String source : sources) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                long left = Topic.readCommitted(consumer, CloudEvents.topic(source), run::take);
                LOG.info("{} has {} records of {} yet to take with what they cause", service, left, source);
            }
        }
        run.stops.values().forEach(feed.parked()::parkAgain); // at what is not in Kafka
        return run.seen.size();
    }

    private final class Run {
        private final Map<String, Parked.Entry> stops;
        private final Map<String, List<Long>> passedOver;
        private final Set<String> seen = new HashSet<>();
        private final Set<String> stopped = new HashSet<>();

        Run(Map<String, Parked.Entry> waiting, Map<String, List<Long>> passedOver) {
            this.stops = new HashMap<>(waiting);
            this.passedOver = passedOver;
        }

        void take(ConsumerRecord<byte[], byte[]> r) {
            Envelope event;
            try {
                event = CloudEvents.envelope(r.headers(), r.value());
            } catch (RuntimeException e) {
                unreadable(r);
                return;
            }
            View copy = feed.copyOf(event);
            if (copy == null) {
                return;
            }
            String stream = event.stream();
            Parked.Entry stop = stops.get(stream);
            if (seen.add(stream) && stop == null && feed.parked().contains(stream)) {
                stopped.add(stream); // its copy stands beside its entry
            }
            if (stop != null && stop.version() == event.version()) {
                park(stop, Json.write(event).getBytes(StandardCharsets.UTF_8));
                stopped.add(stream);
            }
            if (!stopped.contains(stream)) {
                fold(copy, event);
            }
        }

        private void park(Parked.Entry stop, byte @Nullable [] heard) {
            stops.remove(stop.id());
            feed.parked()
                    .parkAgain(new Parked.Entry(
                            stop.id(),
                            stop.kind(),
                            stop.source(),
                            stop.stream(),
                            stop.version(),
                            stop.cause(),
                            stop.at(),
                            heard == null ? null : Parked.raw(heard),
                            false));
        }

        private void unreadable(ConsumerRecord<byte[], byte[]> r) {
            String where = r.topic() + "/" + r.partition() + "/" + r.offset();
            stops.values().stream()
                    .filter(e ->
                            e.kind() == Parked.Kind.UNREADABLE && e.stream().equals(where))
                    .findFirst()
                    .ifPresent(e -> park(e, r.value()));
        }

        private void fold(View copy, Envelope event) {
            try {
                if (passedOver.getOrDefault(event.stream(), List.of()).contains(event.version())
                        && event.version() == copy.version(event.stream()) + 1) {
                    copy.pass(event);
                    return;
                }
                switch (copy.apply(event)) {
                    case APPLIED, DUPLICATE, GAP -> {
                        // ahead of its stream there: its source, which publishes in order, did not make it
                    }
                    case CONTRADICTION -> throw new IllegalStateException("another event stands as " + event.id());
                }
            } catch (MongoException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error("{} parked {}: {}", service, event.id(), Parked.withoutWords(e));
                feed.parked().park(Parked.Entry.heard(event, e, Json.millis(clock.instant())));
                stopped.add(event.stream());
            }
        }
    }
}
