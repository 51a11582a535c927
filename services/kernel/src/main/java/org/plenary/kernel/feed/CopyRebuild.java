package org.plenary.kernel.feed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.Topic;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.view.Rebuilt;
import org.plenary.kernel.view.View;

/** Builds the copies of other services' streams again from Kafka's beginning, without their reactions. */
public final class CopyRebuild {
    private final Documents.Space space;
    private final Feed feed;
    private final Supplier<Consumer<byte[], byte[]>> consumers;

    /** Consumers are without a group: a rebuild moves nobody's offsets. */
    public CopyRebuild(Documents.Space space, Feed feed, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.space = space;
        this.feed = feed;
        this.consumers = consumers;
    }

    /** Reads the source's topic up to where it ends now, into an empty collection. */
    public Rebuilt rebuild(Subscription s, Documents fresh) {
        Documents standing = space.of(s.collection());
        Run run = new Run(s, new View(fresh, s.fold()), new View(standing, s.fold()));
        Map<String, Long> before = Rebuilt.versions(standing);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Topic.read(consumer, CloudEvents.topic(s.service()), Long.MAX_VALUE, r -> {
                run.apply(r);
                return true;
            });
        }
        before.keySet().removeIf(id -> run.skipped.contains(id) || feed.parked().contains(id));
        return new Rebuilt(standing, fresh, before, run.unread, (live, has, rebuilt) -> caughtUp(s, rebuilt));
    }

    /** The reactions to what the copy lacks may be yet to come, so it is taken as the feed takes it. */
    private void caughtUp(Subscription s, Document rebuilt) {
        String stream = rebuilt.getString("_id");
        if (!feed.parked().contains(stream)) {
            feed.catchUp(s.service(), stream);
        }
    }

    private final class Run {
        private final Subscription subscription;
        private final View fresh;
        private final View live;
        private final List<String> unread = new ArrayList<>();
        /** Parked at one event at least, so that not all of their events were read. */
        private final Set<String> skipped = new HashSet<>();

        Run(Subscription subscription, View fresh, View live) {
            this.subscription = subscription;
            this.fresh = fresh;
            this.live = live;
        }

        void apply(ConsumerRecord<byte[], byte[]> r) {
            Envelope event;
            try {
                event = CloudEvents.envelope(r.headers(), r.value());
            } catch (RuntimeException e) {
                return; // no event: the feed set it aside when it came
            }
            String stream = event.stream();
            String wanted = subscription.aggregate();
            if (!wanted.equals(Subscription.ALL) && !wanted.equals(event.aggregate()) || skipped.contains(stream)) {
                return;
            }
            if (feed.parked().contains(stream)) {
                skipped.add(stream);
            } else if (!fresh.rebuild(event, live.passed(stream)) && feed.ofItsSource(event)) {
                Rebuilt.name(event.id(), unread);
            }
        }
    }

    /** All subscriptions, by the name of their copy's collection. */
    public Map<String, Subscription> subscriptions() {
        return feed.subscriptions();
    }
}
