package org.plenary.record;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.relay.Lease;
import org.plenary.kernel.store.MongoDocuments;
import org.plenary.tlog.TilePath;

/** The log's documents: openings, entries, tiles and the two heads. Every lookup is by an exact unique key. */
final class LogStore {
    private static final int DUPLICATE_KEY = 11000;
    private final MongoCollection<Document> openings;
    private final MongoCollection<Document> entries;
    private final MongoCollection<Document> tiles;
    private final MongoCollection<Document> heads;
    private final MongoDatabase database;

    /** What opens a leaf's commitment: kept beside the log, and destroyed by a redaction. */
    record Opening(byte[] salt, String rest) {}

    /** An entry of the log with its index. */
    record Entry(long index, String key, byte[] leaf) {}

    /** A head: size and what stands for it, a root in base64 or a signed checkpoint. */
    record Head(long size, String value) {}

    LogStore(MongoDatabase database) {
        this.database = database;
        openings = database.getCollection("openings");
        entries = database.getCollection("entries");
        tiles = database.getCollection("tiles");
        heads = database.getCollection("heads");
        entries.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
    }

    /** Who publishes, of all instances. */
    Lease lease(String holder, Lease.Ownership ownership, InstantSource clock) {
        return new Lease(new MongoDocuments(database.getCollection("leases")), "publisher", holder, ownership, clock);
    }

    /** Keeps an opening if there is none yet, and returns the one that stands. */
    Opening open(String key, byte[] salt, String rest) {
        try {
            openings.insertOne(
                    new Document("_id", key).append("salt", new Binary(salt)).append("rest", rest));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
        }
        return opening(key).orElseThrow();
    }

    Optional<Opening> opening(String key) {
        return Optional.ofNullable(openings.find(eq("_id", key)).first())
                .map(d -> new Opening(d.get("salt", Binary.class).getData(), d.getString("rest")));
    }

    /** Inserts an entry at the index; false where the index or the key is taken. */
    boolean insert(Entry e) {
        try {
            entries.insertOne(
                    new Document("_id", e.index()).append("key", e.key()).append("leaf", new Binary(e.leaf())));
            return true;
        } catch (MongoWriteException x) {
            if (x.getError().getCode() == DUPLICATE_KEY) {
                return false;
            }
            throw x;
        }
    }

    Optional<Entry> byKey(String key) {
        return Optional.ofNullable(entries.find(eq("key", key)).first()).map(LogStore::entry);
    }

    Optional<Entry> byIndex(long index) {
        return Optional.ofNullable(entries.find(eq("_id", index)).first()).map(LogStore::entry);
    }

    private static Entry entry(Document d) {
        return new Entry(
                d.getLong("_id"),
                d.getString("key"),
                d.get("leaf", Binary.class).getData());
    }

    /** Entries from an index on without a gap, at most so many. */
    List<Entry> from(long index, int max) {
        List<Entry> found = new ArrayList<>();
        Optional<Entry> next = byIndex(index);
        while (next.isPresent() && found.size() < max) {
            found.add(next.get());
            next = byIndex(index + found.size());
        }
        return found;
    }

    void write(Map<TilePath, byte[]> written) {
        written.forEach((path, bytes) -> tiles.replaceOne(
                eq("_id", path.toString()),
                new Document("_id", path.toString()).append("bytes", new Binary(bytes)),
                new ReplaceOptions().upsert(true)));
    }

    byte @Nullable [] tile(TilePath path) {
        Document d = tiles.find(eq("_id", path.toString())).first();
        return d == null ? null : d.get("bytes", Binary.class).getData();
    }

    Head head(String name, Head initial) {
        Document d = heads.find(eq("_id", name)).first();
        return d == null ? initial : new Head(d.getLong("size"), d.getString("value"));
    }

    /** Moves a head on by compare-and-set; it only grows. False where another was faster. */
    boolean advance(String name, Head from, Head to) {
        Document next = new Document("_id", name).append("size", to.size()).append("value", to.value());
        if (heads.find(eq("_id", name)).first() == null) {
            try {
                heads.insertOne(next);
                return true;
            } catch (MongoWriteException e) {
                return false;
            }
        }
        return to.size() >= from.size()
                && heads.replaceOne(and(eq("_id", name), eq("size", from.size()), eq("value", from.value())), next)
                                .getMatchedCount()
                        == 1;
    }
}
