package org.plenary.kernel.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    /** Reads the source's topic up to where it ends now. */
    public Rebuilt rebuild(Subscription s) {
        Documents fresh = space.of("rebuild." + s.collection());
        Rebuilt.clear(fresh);
        List<String> before = Rebuilt.ids(space.of(s.collection()));
        List<String> unread = new ArrayList<>();
        View live = new View(space.of(s.collection()), s.fold());
        View view = new View(fresh, s.fold());
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Topic.read(consumer, CloudEvents.topic(s.service()), Long.MAX_VALUE, r -> {
                apply(view, live, s, r, unread);
                return true;
            });
        }
        return new Rebuilt(
                space.of(s.collection()),
                fresh,
                before.stream().filter(id -> !feed.parked().contains(id)).toList(),
                unread);
    }

    private void apply(View view, View live, Subscription s, ConsumerRecord<byte[], byte[]> r, List<String> unread) {
        Envelope event;
        try {
            event = CloudEvents.envelope(r.headers(), r.value());
        } catch (RuntimeException e) {
            return; // no event: the feed set it aside when it came
        }
        boolean heard = s.aggregate().equals(Subscription.ALL) || s.aggregate().equals(event.aggregate());
        if (heard && !feed.parked().contains(event.stream())) {
            if (!view.rebuild(event, live.passed(event.stream())) && feed.ofItsSource(event)) {
                Rebuilt.name(event.id(), unread);
            }
        }
    }

    /** All subscriptions, by the name of their copy's collection. */
    public Map<String, Subscription> subscriptions() {
        return feed.subscriptions();
    }
}
