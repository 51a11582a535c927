package org.plenary.kernel.simulation;

import com.mongodb.MongoTimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.InMemoryEventStore;
import org.plenary.kernel.store.Snapshot;
import org.plenary.kernel.store.Unconfirmed;

/**
 * One durable store that all nodes of a service share, reached over a network that loses requests and answers, and
 * delivers some writes late.
 */
final class SimStore implements EventStore {
    private final World world;
    private final Set<Bug> bugs;
    private final InMemoryEventStore durable = new InMemoryEventStore();
    private final Documents.Space space = InMemoryDocuments.space();

    private final Map<String, Node> inMemory = new HashMap<>();

    private final List<String> wentBack = new ArrayList<>();
    private int underWay;
    private long awayUntil;

    SimStore(World world, Set<Bug> bugs) {
        this.world = world;
        this.bugs = bugs;
    }

    /** Whether no late write is under way. */
    boolean quiet() {
        return underWay == 0;
    }

    /** What stands, for the checks. */
    InMemoryEventStore durable() {
        return durable;
    }

    /** The collections without a network between, for the checks. */
    Documents.Space documents() {
        return space;
    }

    /** Answers nothing for a while; of what is sent to it meanwhile some stands all the same. */
    void away(long forMillis) {
        awayUntil = world.millis() + forMillis;
    }

    private boolean isAway() {
        return world.millis() < awayUntil;
    }

    /** Documents of views and copies that were put back to an older version. */
    List<String> wentBack() {
        return wentBack;
    }

    private void read(String what) {
        world.point(what);
        if (isAway()) {
            throw new MongoTimeoutException(what);
        }
        if (world.chance(0.002)) {
            world.tell("no answer: " + what);
            throw new MongoTimeoutException(what);
        }
    }

    @Override
    public Outcome append(Commit commit) {
        world.point("append " + commit.id());
        int fate = world.isCalm() ? 100 : world.random().nextInt(isAway() ? 10 : 100);
        if (fate < 3) {
            world.tell("append lost: " + commit.id());
            throw new Unconfirmed("lost", new MongoTimeoutException("append"));
        }
        if (fate < 6) {
            long late = world.random().nextInt(8_000);
            world.tell("append " + late + " ms late: " + commit.id());
            underWay++;
            world.fiber("late", null, () -> {
                world.sleep(late);
                world.tell("late append " + commit.id() + ": " + apply(commit));
                underWay--;
            });
            throw new Unconfirmed("late", new MongoTimeoutException("append"));
        }
        Outcome outcome = apply(commit);
        world.tell("append " + commit.id() + " for " + commit.commandKey() + ": " + outcome);
        if (fate < 10) {
            throw new Unconfirmed("answer lost", new MongoTimeoutException("append"));
        }
        world.point("appended " + commit.id());
        return outcome;
    }

    private Outcome apply(Commit commit) {
        if (bugs.contains(Bug.ANSWERS_BEFORE_DURABLE) && world.chance(0.05)) {
            return Outcome.APPENDED;
        }
        if (bugs.contains(Bug.COMMAND_KEY_NOT_UNIQUE)
                && durable.findByCommandKey(commit.commandKey()).isPresent()) {
            return durable.append(withKey(commit, commit.commandKey() + "|" + commit.id()));
        }
        if (bugs.contains(Bug.SECOND_WRITER_TOLD_IT_WON)
                && durable.find(commit.id()).isPresent()) {
            return Outcome.APPENDED;
        }
        return durable.append(commit);
    }

    private static Commit withKey(Commit c, String key) {
        return new Commit(
                c.id(), c.stream(), c.version(), c.last(), c.previous(), key, c.requestHash(), c.events(), c.meta());
    }

    @Override
    public Optional<Commit> find(String id) {
        read("find " + id);
        return durable.find(id);
    }

    @Override
    public Optional<Commit> findByCommandKey(String commandKey) {
        read("find by key");
        return durable.findByCommandKey(commandKey);
    }

    @Override
    public List<String> streams(String after, int limit) {
        read("streams");
        return durable.streams(after, limit);
    }

    @Override
    public boolean pending(String id) {
        read("pending? " + id);
        return durable.pending(id);
    }

    @Override
    public List<Commit> pending(int limit, Set<String> except) {
        read("scan");
        List<Commit> found = durable.pending(limit, except);
        if (bugs.contains(Bug.CLEARS_WHEN_SCANNED)) {
            durable.published(found.stream().map(Commit::id).toList());
        }
        return found;
    }

    @Override
    public void published(Collection<String> ids) {
        read("clear");
        durable.published(ids);
        if (bugs.contains(Bug.CLEARS_ANOTHER_MARK)) {
            durable.pending(1, Set.of()).forEach(c -> durable.published(List.of(c.id())));
        }
        world.point("cleared");
    }

    @Override
    public Optional<Snapshot> snapshot(String stream) {
        read("snapshot");
        return durable.snapshot(stream);
    }

    @Override
    public void keep(Snapshot snapshot) {
        read("keep snapshot");
        durable.keep(snapshot);
    }

    @Override
    public void forEach(Consumer<Commit> each) {
        durable.forEach(each);
    }

    /** The collections as a node reaches them. */
    Documents.Space space(Node node) {
        return name -> new Remote(name, space.of(name), node);
    }

    /** With the node dies what a bug has only in its memory. */
    void died(Node node) {
        inMemory.forEach((id, by) -> {
            if (by == node && space.of("timers").delete(id)) {
                world.tell("with it dies timer " + id);
            }
        });
        inMemory.values().removeIf(by -> by == node);
    }

    private final class Remote implements Documents {
        private final String name;
        private final Documents documents;
        private final Node node;

        Remote(String name, Documents documents, Node node) {
            this.name = name;
            this.documents = documents;
            this.node = node;
        }

        private <T> T written(String what, java.util.function.Supplier<T> write) {
            read(what + " in " + name);
            T answer = write.get();
            if (world.chance(0.003)) {
                world.tell("answer lost: " + what + " in " + name);
                throw new MongoTimeoutException(what);
            }
            world.point(what + " done in " + name);
            return answer;
        }

        @Override
        public @Nullable Document find(String id) {
            read("find in " + name);
            return documents.find(id);
        }

        @Override
        public boolean insert(Document document) {
            return written("insert", () -> documents.insert(document));
        }

        @Override
        public boolean replace(Document document, String field, Object value) {
            return written("replace", () -> {
                world.mayStop("a guarded replacement in " + name, 0.004);
                Document before = documents.find(document.getString("_id"));
                boolean replaced = documents.replace(document, field, value);
                if (!replaced && bugs.contains(Bug.GUARD_IGNORED)) {
                    documents.put(document);
                    replaced = true;
                }
                if (replaced) {
                    noteWhereItGoesBack(before, document);
                }
                return replaced;
            });
        }

        private void noteWhereItGoesBack(@Nullable Document before, Document document) {
            if (before != null
                    && before.get("version") instanceof Long was
                    && document.get("version") instanceof Long is
                    && is < was) {
                wentBack.add(name + " went back from version " + was + " to " + document);
            }
        }

        @Override
        public boolean set(String id, String field, Object to, String guard, Object value) {
            return written("set", () -> documents.set(id, field, to, guard, value));
        }

        @Override
        public void put(Document document) {
            written("put", () -> {
                documents.put(document);
                if (bugs.contains(Bug.TIMERS_NOT_KEPT) && name.equals("timers")) {
                    inMemory.put(document.getString("_id"), node);
                }
                return true;
            });
        }

        @Override
        public boolean delete(String id) {
            return written("delete", () -> documents.delete(id));
        }

        @Override
        public boolean delete(String id, String field, Object value) {
            return written("delete", () -> documents.delete(id, field, value));
        }

        @Override
        public List<Document> where(String field, Object value, int limit) {
            read("where in " + name);
            return documents.where(field, value, limit);
        }

        @Override
        public Iterable<Document> all() {
            read("all of " + name);
            return documents.all();
        }

        @Override
        public long count() {
            return documents.count();
        }

        @Override
        public void drop() {
            documents.drop();
        }
    }
}
