package org.plenary.kernel.restore;

import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.relay.Topic;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the commits that the store lacks back from the service's own topic, and brings what is made from them up to
 * them. Its own topic is read twice: nothing is written before all of it is known to be without a contradiction.
 * Whatever cuts it off, it is done by doing it again.
 */
final class OwnCommits {
    /** Marks cleared at a time. */
    private static final int CLEARED_AT_ONCE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(OwnCommits.class);

    /** Brings views and timers up to a commit. */
    interface Home {
        /** Throws where the commit is the reason that this fails. */
        void take(Commit commit);
    }

    private final String service;
    private final EventStore store;
    private final Home home;
    private final Set<String> without;
    private final List<String> toClear = new ArrayList<>();
    private final List<String> cutOff = new ArrayList<>();
    private long commits;
    private long events;
    private long stood;
    private long marked;
    private long cut;

    OwnCommits(String service, EventStore store, Home home, Set<String> without) {
        this.service = service;
        this.store = store;
        this.home = home;
        this.without = without;
    }

    /**
     * @return what was done, without the copies
     * @throws Contradiction where nothing was done, because a person must decide first
     */
    Restore.Report restore(Supplier<Consumer<byte[], byte[]>> consumers) {
        Survey survey = new Survey(service, without);
        Assembly assembly = new Assembly(this::keep);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Topic.read(consumer, CloudEvents.topic(service), Long.MAX_VALUE, r -> {
                survey.read(r);
                return true;
            });
            survey.settle(store);
            Topic.read(consumer, CloudEvents.topic(service), Long.MAX_VALUE, r -> {
                survey.claimed(r)
                        .filter(survey::counts)
                        .ifPresent(e -> assembly.take(e, CloudEvents.origin(r.headers())));
                return true;
            });
        }
        assembly.end();
        clear();
        return new Restore.Report(
                commits,
                events,
                survey.streams(),
                stood,
                marked,
                cut,
                List.copyOf(cutOff),
                survey.othersCount(),
                survey.others(),
                0);
    }

    private void keep(Assembly.Built built) {
        Commit commit = built.commit();
        if (store.find(commit.id()).isPresent()) {
            stood++;
            return;
        }
        if (store.append(commit) == EventStore.Outcome.TAKEN) {
            Optional<Commit> other = store.findByCommandKey(commit.commandKey());
            throw new Contradiction(commit.id() + " cannot be put back: its command made "
                    + other.map(Commit::id).orElse("something else"));
        }
        commits++;
        events += commit.events().size();
        marked += built.marked() ? 1 : 0;
        if (!built.whole()) {
            cut++;
            if (cutOff.size() < Survey.NAMED_MAX) {
                cutOff.add(commit.id());
            }
        }
        atHome(commit);
    }

    /** Where that fails the commit stays pending: the relay tries again at its start, and parks the stream as ever. */
    private void atHome(Commit commit) {
        try {
            home.take(commit);
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} cannot take its own {}: {}", service, commit.id(), Parked.withoutWords(e));
            return;
        }
        toClear.add(commit.id());
        if (toClear.size() >= CLEARED_AT_ONCE) {
            clear();
        }
    }

    private void clear() {
        if (!toClear.isEmpty()) {
            store.published(List.copyOf(toClear));
            toClear.clear();
        }
    }
}
