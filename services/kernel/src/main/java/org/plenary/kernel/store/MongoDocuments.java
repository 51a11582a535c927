package org.plenary.kernel.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Documents in MongoDB. */
public final class MongoDocuments implements Documents {
    private static final int DUPLICATE_KEY = 11000;
    /** Ids of one question; few, since the embedded store looks through all that is asked for each document. */
    private static final int ASKED_MAX = 200;

    private final MongoCollection<Document> documents;

    /** A collection. */
    public MongoDocuments(MongoCollection<Document> documents) {
        this.documents = documents;
    }

    /** The collections of a database. */
    public static Space in(MongoDatabase database) {
        return name -> new MongoDocuments(database.getCollection(name));
    }

    @Override
    public @Nullable Document find(String id) {
        return documents.find(eq("_id", id)).first();
    }

    @Override
    public List<Document> findAll(List<String> ids) {
        List<Document> found = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += ASKED_MAX) {
            documents
                    .find(Filters.in("_id", ids.subList(i, Math.min(ids.size(), i + ASKED_MAX))))
                    .into(found);
        }
        return found;
    }

    /** A duplicate, of whatever unique index, is a write that did not take effect: who counts them finds out which. */
    @Override
    public int writeAll(List<Guarded> writes) {
        if (writes.isEmpty()) {
            return 0;
        }
        List<WriteModel<Document>> models = new ArrayList<>();
        for (Guarded w : writes) {
            models.add(
                    w.value() == null
                            ? new InsertOneModel<>(w.document())
                            : new ReplaceOneModel<>(
                                    and(eq("_id", w.document().getString("_id")), eq(w.field(), w.value())),
                                    w.document()));
        }
        int added = (int) writes.stream().filter(w -> w.value() == null).count();
        try {
            return added
                    + documents
                            .bulkWrite(models, new BulkWriteOptions().ordered(false))
                            .getMatchedCount();
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().anyMatch(x -> x.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
            // counted from the errors: the embedded store counts a refused insert as one
            long refused = e.getWriteErrors().stream()
                    .filter(x -> writes.get(x.getIndex()).value() == null)
                    .count();
            return added - (int) refused + e.getWriteResult().getMatchedCount();
        }
    }

    /**
     * A duplicate of another unique index is a defect of what the view folds, and no trouble of the store's: trying
     * again would change nothing.
     */
    @Override
    public boolean insert(Document document) {
        try {
            documents.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCode() == DUPLICATE_KEY && find(document.getString("_id")) != null) {
                return false;
            }
            throw defect(e);
        }
    }

    private static RuntimeException defect(MongoWriteException e) {
        return e.getError().getCode() == DUPLICATE_KEY
                ? new IllegalStateException("another document has what must be unique: "
                        + e.getError().getMessage())
                : e;
    }

    @Override
    public boolean replace(Document document, String field, Object value) {
        try {
            return documents
                            .replaceOne(and(eq("_id", document.getString("_id")), eq(field, value)), document)
                            .getMatchedCount()
                    == 1;
        } catch (MongoWriteException e) {
            throw defect(e);
        }
    }

    @Override
    public boolean set(String id, String field, Object to, String guard, Object value) {
        return documents
                        .updateOne(and(eq("_id", id), eq(guard, value)), Updates.set(field, to))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public void put(Document document) {
        documents.replaceOne(eq("_id", document.getString("_id")), document, new ReplaceOptions().upsert(true));
    }

    @Override
    public boolean delete(String id) {
        return documents.deleteOne(eq("_id", id)).getDeletedCount() == 1;
    }

    @Override
    public boolean delete(String id, String field, Object value) {
        return documents.deleteOne(and(eq("_id", id), eq(field, value))).getDeletedCount() == 1;
    }

    @Override
    public List<Document> where(String field, Object value, int limit) {
        return documents.find(eq(field, value)).limit(limit).into(new ArrayList<>());
    }

    @Override
    public Iterable<Document> all() {
        return documents.find();
    }

    @Override
    public long count() {
        return documents.countDocuments();
    }

    @Override
    public void drop() {
        documents.drop();
    }
}
