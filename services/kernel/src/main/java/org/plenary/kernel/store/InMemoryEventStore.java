package org.plenary.kernel.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The event store in memory, for tests and simulation; held to the same contract as MongoDB's. */
public final class InMemoryEventStore implements EventStore {
    private final Map<String, Commit> byId = new LinkedHashMap<>();
    private final Map<String, Commit> byCommandKey = new HashMap<>();
    private final Set<String> pending = new HashSet<>();
    private final Map<String, Snapshot> snapshots = new HashMap<>();

    @Override
    public synchronized Outcome append(Commit commit) {
        if (byId.containsKey(commit.id()) || byCommandKey.containsKey(commit.commandKey())) {
            return Outcome.TAKEN;
        }
        byId.put(commit.id(), commit);
        byCommandKey.put(commit.commandKey(), commit);
        pending.add(commit.id());
        return Outcome.APPENDED;
    }

    @Override
    public synchronized Optional<Commit> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public synchronized Optional<Commit> findByCommandKey(String commandKey) {
        return Optional.ofNullable(byCommandKey.get(commandKey));
    }

    @Override
    public synchronized boolean pending(String id) {
        return pending.contains(id);
    }

    @Override
    public synchronized List<Commit> pending(int limit, Set<String> except) {
        return byId.values().stream()
                .filter(c -> pending.contains(c.id()) && !except.contains(c.stream()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void published(Collection<String> ids) {
        pending.removeAll(ids);
    }

    @Override
    public synchronized Optional<Snapshot> snapshot(String stream) {
        return Optional.ofNullable(snapshots.get(stream));
    }

    @Override
    public synchronized void keep(Snapshot snapshot) {
        snapshots.merge(snapshot.stream(), snapshot, (a, b) -> a.version() > b.version() ? a : b);
    }

    @Override
    public synchronized List<String> streams(String after, int limit) {
        String last = after.isEmpty() ? "" : Commit.idOf(after, 1);
        return byId.values().stream()
                .filter(c -> c.version() == 1 && c.id().compareTo(last) > 0)
                .sorted(Comparator.comparing(Commit::id))
                .limit(limit)
                .map(Commit::stream)
                .toList();
    }

    @Override
    public void forEach(Consumer<Commit> each) {
        List<Commit> all;
        synchronized (this) {
            all = byId.values().stream()
                    .sorted(Comparator.comparing(Commit::stream).thenComparing(Commit::version))
                    .toList();
        }
        all.forEach(each);
    }
}
