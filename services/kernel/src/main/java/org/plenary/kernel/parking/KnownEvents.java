package org.plenary.kernel.parking;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.feed.Subscription;
import org.plenary.kernel.store.EventStore;

/** Events that a service can know of: its own, those of what stopped, and those of the streams that it hears. */
public final class KnownEvents implements Parking.Events {
    private final String service;
    private final EventStore store;
    private final Feed.Source source;
    private final Supplier<Collection<Subscription>> heard;

    /** Of one service. */
    public KnownEvents(String service, EventStore store, Feed.Source source, Supplier<Collection<Subscription>> heard) {
        this.service = service;
        this.store = store;
        this.source = source;
        this.heard = heard;
    }

    /** @throws Refused 503, where it was not found and not everybody who may have it answered */
    @Override
    public boolean stand(String of, String event) {
        int end = event.lastIndexOf('@');
        String stream = event.substring(0, end);
        long version = Long.parseLong(event.substring(end + 1));
        if (store.holding(stream, version).isPresent()) {
            return true;
        }
        Feed.@Nullable SourceAway away = null;
        for (String owner : owners(of, Envelope.aggregate(stream))) {
            try {
                if (source.events(owner, stream, version).stream().anyMatch(e -> e.id().equals(event))) {
                    return true;
                }
            } catch (Feed.SourceAway e) {
                away = e;
            }
        }
        if (away != null) {
            throw new Refused(
                    Refused.Kind.BUSY, "Whose event " + event + " may be does not answer now. Please try again.");
        }
        return false;
    }

    private Set<String> owners(String of, String aggregate) {
        Set<String> owners = new LinkedHashSet<>();
        owners.add(of);
        for (Subscription s : heard.get()) {
            if (s.aggregate().equals(Subscription.ALL) || s.aggregate().equals(aggregate)) {
                owners.add(s.service());
            }
        }
        owners.remove(service);
        return owners;
    }
}
