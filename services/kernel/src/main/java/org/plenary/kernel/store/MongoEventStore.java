package org.plenary.kernel.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Commits in MongoDB, one insert each. Every lookup is by {@code _id} or by the unique command key, so that the same
 * code is right and fast on a replica set, on one node and on the embedded store.
 */
public final class MongoEventStore implements EventStore {
    /** Which indexes the store makes. */
    public enum Indexes {
        /** What correctness needs, and all that a store without usable other indexes gets. */
        UNIQUE_KEYS,
        /** Also the commits of a stream in order, and the pending ones: a real MongoDB. */
        ALL
    }

    private static final int DUPLICATE_KEY = 11000;
    private final MongoCollection<Document> commits;
    private final MongoCollection<Document> snapshots;

    /** On the service's own database; makes the indexes. */
    public MongoEventStore(MongoDatabase database, Indexes indexes) {
        commits = database.getCollection("commits");
        snapshots = database.getCollection("snapshots");
        commits.createIndex(com.mongodb.client.model.Indexes.ascending("commandKey"), new IndexOptions().unique(true));
        if (indexes == Indexes.ALL) {
            commits.createIndex(com.mongodb.client.model.Indexes.ascending("stream", "version"));
            commits.createIndex(com.mongodb.client.model.Indexes.ascending("pending"), new IndexOptions().sparse(true));
        }
    }

    @Override
    public Outcome append(Commit commit) {
        try {
            commits.insertOne(toDocument(commit));
            return Outcome.APPENDED;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY) {
                return Outcome.TAKEN;
            }
            throw e;
        } catch (MongoException e) {
            throw new Unconfirmed("the store did not confirm " + commit.id(), e);
        }
    }

    @Override
    public Optional<Commit> find(String id) {
        return Optional.ofNullable(commits.find(eq("_id", id)).first()).map(MongoEventStore::toCommit);
    }

    @Override
    public Optional<Commit> findByCommandKey(String commandKey) {
        return Optional.ofNullable(commits.find(eq("commandKey", commandKey)).first())
                .map(MongoEventStore::toCommit);
    }

    @Override
    public boolean pending(String id) {
        Document found = commits.find(eq("_id", id)).first();
        return found != null && found.getBoolean("pending", false);
    }

    @Override
    public List<Commit> pending(int limit, Set<String> except) {
        List<Commit> found = new ArrayList<>();
        Bson pending = eq("pending", true);
        commits.find(except.isEmpty() ? pending : and(pending, nin("stream", except)))
                .limit(limit)
                .map(MongoEventStore::toCommit)
                .into(found);
        return found;
    }

    @Override
    public void published(Collection<String> ids) {
        commits.updateMany(in("_id", ids), unset("pending"));
    }

    @Override
    public Optional<Snapshot> snapshot(String stream) {
        return Optional.ofNullable(snapshots.find(eq("_id", stream)).first())
                .map(d -> new Snapshot(
                        stream,
                        d.getLong("version"),
                        d.getString("commit"),
                        d.getDate("recordedAt").toInstant(),
                        d.get("shape", ""),
                        d.getString("state")));
    }

    @Override
    public void keep(Snapshot s) {
        snapshots.replaceOne(
                eq("_id", s.stream()),
                new Document("_id", s.stream())
                        .append("version", s.version())
                        .append("commit", s.commit())
                        .append("recordedAt", Date.from(s.recordedAt()))
                        .append("shape", s.shape())
                        .append("state", s.state()),
                new ReplaceOptions().upsert(true));
    }

    @Override
    public List<String> streams(String after, int limit) {
        return commits.find(and(eq("version", 1L), gt("_id", after.isEmpty() ? "" : Commit.idOf(after, 1))))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .projection(Projections.include("stream"))
                .map(d -> d.getString("stream"))
                .into(new ArrayList<>());
    }

    @Override
    public void forEach(Consumer<Commit> each) {
        for (Document first : commits.find(eq("version", 1L))) {
            Commit commit = toCommit(first);
            while (commit != null) {
                each.accept(commit);
                commit = find(Commit.idOf(commit.stream(), commit.last() + 1)).orElse(null);
            }
        }
    }

    private static Document toDocument(Commit c) {
        List<Document> events = c.events().stream()
                .map(e -> {
                    Document d = new Document("version", e.version())
                            .append("id", e.id())
                            .append("type", e.type())
                            .append("recordedAt", Date.from(e.recordedAt()));
                    if (e.validFrom() != null) {
                        d.append("validFrom", Date.from(e.validFrom()));
                    }
                    return d.append("data", e.data());
                })
                .toList();
        Meta m = c.meta();
        Document meta = new Document("receivedAt", Date.from(m.receivedAt()))
                .append("actor", m.actor())
                .append("forum", m.forum())
                .append("audience", m.audience())
                .append("correlation", m.correlation());
        putIfPresent(meta, "onBehalfOf", m.onBehalfOf());
        putIfPresent(meta, "causation", m.causation());
        putIfPresent(meta, "traceparent", m.traceparent());
        Document d = new Document("_id", c.id())
                .append("stream", c.stream())
                .append("version", c.version())
                .append("last", c.last());
        putIfPresent(d, "previous", c.previous());
        return d.append("commandKey", c.commandKey())
                .append("requestHash", c.requestHash())
                .append("events", events)
                .append("meta", meta)
                .append("pending", true);
    }

    private static void putIfPresent(Document d, String key, @Nullable String value) {
        if (value != null) {
            d.append(key, value);
        }
    }

    private static Commit toCommit(Document d) {
        List<StoredEvent> events = d.getList("events", Document.class).stream()
                .map(e -> new StoredEvent(
                        e.getLong("version"),
                        e.getString("id"),
                        e.getString("type"),
                        e.getDate("recordedAt").toInstant(),
                        e.getDate("validFrom") == null
                                ? null
                                : e.getDate("validFrom").toInstant(),
                        e.getString("data")))
                .toList();
        Document m = d.get("meta", Document.class);
        Meta meta = new Meta(
                m.getDate("receivedAt").toInstant(),
                m.getString("actor"),
                m.getString("onBehalfOf"),
                m.getString("forum"),
                m.getString("audience"),
                m.getString("correlation"),
                m.getString("causation"),
                m.getString("traceparent"));
        return new Commit(
                d.getString("_id"),
                d.getString("stream"),
                d.getLong("version"),
                d.getLong("last"),
                d.getString("previous"),
                d.getString("commandKey"),
                d.getString("requestHash"),
                events,
                meta);
    }
}
