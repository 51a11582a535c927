package org.plenary.infra.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ObjectDataType;
import org.plenary.infra.embedded.EmbeddedStore.Durability;

/**
 * The H2 backend of mongo-java-server, made safe. As it ships, it answers before a write is flushed (a kill loses it),
 * changes documents in place while readers and the page writer look at them, and uses a unique index only for a filter
 * with exactly the index's keys. Here writes exclude each other and all reads; a reply is copied under the lock and
 * given only when everything it could have seen is flushed; and unique indexes serve wider filters
 * ({@link CoveringUniqueIndex}).
 */
final class GuardedBackend extends H2Backend {
    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findandmodify",
            "create",
            "createindexes",
            "drop",
            "dropindexes",
            "dropdatabase",
            "renamecollection");
    /** A page is written whole whenever something in it changed: a quarter of what H2 takes, since keys are random. */
    private static final int PAGE_BYTES = 4_096;

    private static final int COMPACT_EVERY = 2_048;
    private static final int COMPACT_FILL_PERCENT = 60;
    private static final int COMPACT_BYTES = 4 << 20;

    private final ReentrantReadWriteLock content = new ReentrantReadWriteLock();
    private final ReentrantLock flushing = new ReentrantLock();
    private final Durability durability;
    /** Writes done; changed under the write lock only. */
    private volatile long written;
    /** Writes known to be in the file. */
    private volatile long flushed;
    /** Guarded by {@link #flushing}. */
    private long flushes;

    GuardedBackend(MVStore store, Durability durability) {
        super(store);
        this.durability = durability;
    }

    /** Opens the file without H2's background thread, which would write pages beside a change in place. */
    static MVStore openFile(String file) {
        MVStore store = new MVStore.Builder()
                .fileName(file)
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .pageSplitSize(PAGE_BYTES)
                .open();
        store.setVersionsToKeep(0);
        store.setRetentionTime(0);
        return store;
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        if (name.equals("hello")) {
            Document answer = super.handleCommand(channel, database, "ismaster", query);
            answer.put("isWritablePrimary", Boolean.TRUE);
            return answer;
        }
        boolean write = WRITES.contains(name) || (name.equals("aggregate") && writesItsResult(query));
        Lock lock = write ? content.writeLock() : content.readLock();
        long seen = 0;
        lock.lock();
        try {
            return super.handleCommand(channel, database, command, query).cloneDeeply();
        } finally {
            if (write) {
                written = written + 1;
            }
            seen = written;
            lock.unlock();
            // An error waits as well: a duplicate key, too, tells of a write.
            flush(seen);
        }
    }

    private static boolean writesItsResult(Document query) {
        return query.get("pipeline") instanceof List<?> stages
                && !stages.isEmpty()
                && stages.getLast() instanceof Document last
                && (last.containsKey("$out") || last.containsKey("$merge"));
    }

    /** Returns when the first {@code seen} writes are in the file; one caller flushes for all that wait. */
    private void flush(long seen) {
        if (flushed >= seen) {
            return;
        }
        flushing.lock();
        try {
            if (flushed >= seen) {
                return;
            }
            long upTo;
            content.readLock().lock();
            try {
                upTo = written;
                getMvStore().commit();
                flushes++;
                if (flushes % COMPACT_EVERY == 0) {
                    getMvStore().compact(COMPACT_FILL_PERCENT, COMPACT_BYTES);
                }
            } finally {
                content.readLock().unlock();
            }
            if (durability == Durability.FSYNC) {
                getMvStore().sync();
            }
            flushed = upTo;
        } finally {
            flushing.unlock();
        }
    }

    /** Called from a superclass's constructor too, when this class's own fields are not set yet: it uses none. */
    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        MVStore store = getMvStore();
        return new H2Database(databaseName, store, getCursorRegistry()) {
            @Override
            protected Index<Object> openOrCreateUniqueIndex(
                    String collectionName, String indexName, List<IndexKey> keys, boolean sparse) {
                MVMap<KeyValue, Object> map = store.openMap(
                        getFullCollectionNamespace(collectionName) + "._index_" + indexName,
                        new MVMap.Builder<KeyValue, Object>()
                                .keyType(new IndexKeyType())
                                .valueType(new ObjectDataType()));
                return new CoveringUniqueIndex(map, indexName, keys, sparse);
            }

            @Override
            protected MongoCollection<Object> openOrCreateCollection(String collectionName, CollectionOptions options) {
                String namespace = getFullCollectionNamespace(collectionName);
                MVMap<Object, Document> documents = store.openMap(
                        "databases." + namespace,
                        new MVMap.Builder<Object, Document>()
                                .keyType(new ObjectDataType())
                                .valueType(new BsonDocumentType()));
                return new H2Collection(
                        this, collectionName, options, documents, store.openMap("meta." + namespace), cursorRegistry);
            }
        };
    }
}
