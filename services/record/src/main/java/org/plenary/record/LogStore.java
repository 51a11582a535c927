package org.plenary.record;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.relay.Lease;
import org.plenary.kernel.store.MongoDocuments;
import org.plenary.tlog.TilePath;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The record's documents: the entries of all its logs with what opens them, and of one log the tiles and heads. Every
 * lookup is by an exact unique key. One insert makes an entry's place, its leaf, and the salt and details behind the
 * leaf's commitment stand together.
 */
class LogStore {
    /** Entries that are asked for at once; few, since the embedded store looks through all that is asked for each. */
    static final int READ_MAX = 200;

    private static final int DUPLICATE_KEY = 11000;
    private static final String ENDED = "ended";
    private static final String UNPARSED = "unparsed|";
    private final MongoCollection<Document> entries;
    private final TileStore tiles;
    private final MongoCollection<Document> heads;
    private final MongoDatabase database;
    private final @Nullable Log log;

    /** What became of an entry's opening. */
    enum State {
        STANDS,
        /** By a redaction, on purpose. */
        DESTROYED,
        /** The entry was put back from a mirror, which has none. */
        LOST
    }

    /**
     * What opens a leaf's commitment: kept beside the log, and destroyed by a redaction.
     *
     * @param salt null unless it stands
     * @param rest null unless it stands
     * @param destroyedBy the redaction, where it is destroyed
     */
    record Opening(
            State state,
            byte @Nullable [] salt,
            @Nullable String rest,
            @Nullable String destroyedBy) {
        static Opening standing(byte[] salt, String rest) {
            return new Opening(State.STANDS, salt, rest, null);
        }
    }

    /** An entry with its place among those of all logs, which in the first log is its index. */
    record Entry(long place, String key, byte[] leaf) {}

    /** An entry that has no place yet; without an opening where its leaf commits to nothing, or it is lost. */
    record Draft(String key, byte[] leaf, Optional<Opening> opening) {}

    /** A head: size and what stands for it, a root in base64 or a signed checkpoint. */
    record Head(long size, String value) {}

    /** With the first log. */
    @Autowired
    LogStore(MongoDatabase database) {
        this(database, null);
        entries.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        moveOpenings(database.getCollection("openings"));
    }

    private LogStore(MongoDatabase database, @Nullable Log log) {
        this.database = database;
        this.log = log;
        entries = database.getCollection("entries");
        tiles = new TileStore(database, prefix());
        heads = database.getCollection("heads");
    }

    /** The same entries, with another log. */
    LogStore of(Log other) {
        return new LogStore(database, other);
    }

    private String prefix() {
        return log == null ? "" : log.prefix();
    }

    /** Before entries held their openings, these stood in a collection of their own; one without an entry opens nothing. */
    private void moveOpenings(MongoCollection<Document> openings) {
        List<Document> some = openings.find().limit(READ_MAX).into(new ArrayList<>());
        while (!some.isEmpty()) {
            for (Document d : some) {
                entries.updateOne(
                        and(eq("key", d.getString("_id")), exists("destroyedBy", false)),
                        Updates.combine(Updates.set("salt", d.get("salt")), Updates.set("rest", d.get("rest"))));
            }
            openings.deleteMany(
                    in("_id", some.stream().map(d -> d.getString("_id")).toList()));
            some = openings.find().limit(READ_MAX).into(new ArrayList<>());
        }
    }

    /** Who publishes, of all instances. */
    Lease lease(String holder, Lease.Ownership ownership, InstantSource clock) {
        return new Lease(new MongoDocuments(database.getCollection("leases")), "publisher", holder, ownership, clock);
    }

    /**
     * Inserts these one after the other from a place on, and stops at the first whose place or key is taken. So there
     * is no gap, whoever else inserts, as long as the entry before the place stands.
     *
     * @return how many were inserted
     */
    int insert(long place, List<Draft> drafts) {
        List<Document> documents = new ArrayList<>(drafts.size());
        for (Draft d : drafts) {
            documents.add(document(place + documents.size(), d));
        }
        try {
            entries.insertMany(documents);
            return documents.size();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() == null
                    && e.getWriteErrors().getFirst().getCode() == DUPLICATE_KEY) {
                return e.getWriteErrors().getFirst().getIndex();
            }
            throw e;
        }
    }

    private static Document document(long place, Draft d) {
        Document made = new Document("_id", place).append("key", d.key()).append("leaf", new Binary(d.leaf()));
        d.opening()
                .filter(o -> o.salt() != null)
                .ifPresent(o -> made.append("salt", new Binary(o.salt())).append("rest", o.rest()));
        return made;
    }

    /** Those of these keys that have an entry, with what opens it. */
    List<Draft> standing(List<String> keys) {
        List<Draft> found = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += READ_MAX) {
            entries.find(in("key", keys.subList(i, Math.min(keys.size(), i + READ_MAX))))
                    .forEach(d -> found.add(new Draft(d.getString("key"), bytes(d, "leaf"), opening(d))));
        }
        return found;
    }

    /** What opens the entry of this key; empty where there is no entry, or its leaf commits to nothing. */
    Optional<Opening> opening(String key) {
        return Optional.ofNullable(entries.find(eq("key", key)).first()).flatMap(LogStore::opening);
    }

    private static Optional<Opening> opening(Document d) {
        if (d.containsKey("salt")) {
            return Optional.of(Opening.standing(bytes(d, "salt"), d.getString("rest")));
        }
        if (d.getString("key").startsWith(UNPARSED)) {
            return Optional.empty();
        }
        String by = d.getString("destroyedBy");
        return Optional.of(new Opening(by == null ? State.LOST : State.DESTROYED, null, null, by));
    }

    /**
     * Destroys what opens an entry; leaf and index stay, and so does every proof. Done again it changes nothing.
     *
     * @param byRedaction who answers for it; the first one stays
     * @return false where there is no such entry (yet)
     */
    boolean destroy(String key, String byRedaction) {
        entries.updateOne(
                and(eq("key", key), exists("destroyedBy", false)),
                Updates.combine(Updates.unset("salt"), Updates.unset("rest"), Updates.set("destroyedBy", byRedaction)));
        return byKey(key).isPresent();
    }

    Optional<Entry> byKey(String key) {
        return Optional.ofNullable(entries.find(eq("key", key)).first()).map(LogStore::entry);
    }

    Optional<Entry> at(long place) {
        return Optional.ofNullable(entries.find(eq("_id", place)).first()).map(LogStore::entry);
    }

    private static Entry entry(Document d) {
        return new Entry(d.getLong("_id"), d.getString("key"), bytes(d, "leaf"));
    }

    private static byte[] bytes(Document d, String field) {
        return d.get(field, Binary.class).getData();
    }

    /** The place after the last entry, asked for in steps that double: entries stand without a gap. */
    long end(long from) {
        long there = from - 1;
        long step = 1;
        while (at(there + step).isPresent()) {
            there += step;
            step *= 2;
        }
        while (step > 1) {
            step /= 2;
            if (at(there + step).isPresent()) {
                there += step;
            }
        }
        return there + 1;
    }

    /** Entries from a place on without a gap, at most so many. */
    List<Entry> from(long place, int max) {
        List<Entry> found = new ArrayList<>();
        while (found.size() < max) {
            long at = place + found.size();
            int ask = Math.min(READ_MAX, max - found.size());
            List<Entry> some = new ArrayList<>();
            entries.find(in("_id", LongStream.range(at, at + ask).boxed().toList()))
                    .projection(Projections.include("key", "leaf"))
                    .forEach(d -> some.add(entry(d)));
            some.sort(Comparator.comparingLong(Entry::place));
            for (Entry e : some) {
                if (e.place() == place + found.size()) {
                    found.add(e);
                }
            }
            if (found.size() < at - place + ask) {
                return found;
            }
        }
        return found;
    }

    /** Whether the log has a leaf at the index, or could take one in. */
    boolean has(long index) {
        return index < lead() || at(place(index)).isPresent();
    }

    /** How many leaves the log has without a gap. */
    long entries() {
        return end(place(0)) - place(0) + lead();
    }

    /** The log's leaves from an index on without a gap, at most so many. */
    List<byte[]> leaves(long index, int max) {
        List<byte[]> found = new ArrayList<>();
        byte @Nullable [] first = log == null ? null : log.first();
        if (first != null && index == 0) {
            found.add(first);
        }
        int before = found.size();
        from(place(index), max - before).forEach(e -> found.add(e.leaf()));
        return found;
    }

    /** The place of the log's entry at an index; as {@link Log#place}. */
    long place(long index) {
        return log == null ? index : log.place(index);
    }

    private int lead() {
        return log == null ? 0 : log.lead();
    }

    void write(Map<TilePath, byte[]> written) {
        tiles.write(written);
    }

    byte @Nullable [] tile(TilePath path) {
        return tiles.tile(path);
    }

    /** Those of these tiles that are there, asked for at once. */
    Map<TilePath, byte[]> tiles(Collection<TilePath> paths) {
        return tiles.tiles(paths);
    }

    Head head(String name, Head initial) {
        Document d = heads.find(eq("_id", prefix() + name)).first();
        return d == null ? initial : new Head(d.getLong("size"), d.getString("value"));
    }

    /** Moves a head on by compare-and-set; it only grows. False where another was faster, or it has ended. */
    boolean advance(String name, Head from, Head to) {
        String id = prefix() + name;
        Document next = new Document("_id", id).append("size", to.size()).append("value", to.value());
        if (heads.find(eq("_id", id)).first() == null) {
            try {
                heads.insertOne(next);
                return true;
            } catch (MongoWriteException e) {
                return false;
            }
        }
        return to.size() >= from.size()
                && heads.replaceOne(and(standing(id, from), exists(ENDED, false)), next)
                                .getMatchedCount()
                        == 1;
    }

    private static Bson standing(String id, Head head) {
        return and(eq("_id", id), eq("size", head.size()), eq("value", head.value()));
    }

    /** Whether a head has ended. */
    boolean ended(String name) {
        Document d = heads.find(eq("_id", prefix() + name)).first();
        return d != null && d.getBoolean(ENDED, false);
    }

    /** Ends a head where it stands: nobody moves it any more. False where it stands elsewhere. */
    boolean end(String name, Head at) {
        if (at.size() < 0) {
            try {
                heads.insertOne(new Document("_id", prefix() + name)
                        .append("size", at.size())
                        .append("value", at.value())
                        .append(ENDED, true));
                return true;
            } catch (MongoWriteException e) {
                return ended(name) && head(name, at).equals(at);
            }
        }
        return heads.updateOne(standing(prefix() + name, at), Updates.set(ENDED, true))
                        .getMatchedCount()
                == 1;
    }
}
