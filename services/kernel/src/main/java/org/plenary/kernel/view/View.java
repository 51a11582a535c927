package org.plenary.kernel.view;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import org.bson.Document;
import org.plenary.kernel.feed.Envelope;

/**
 * A read model with one document for each source stream. Every event of the stream advances the document's version,
 * used or not, by one guarded write; so a repetition changes nothing and a gap is noticed.
 */
public final class View {
    /** What an event did. */
    public enum Effect {
        APPLIED,
        /** It was applied before. */
        DUPLICATE,
        /** Another event with the same id was applied before: a restored backup or a lost write. */
        CONTRADICTION,
        /** Events before it are missing. */
        GAP
    }

    private static final int DUPLICATE_KEY = 11000;
    private final MongoCollection<Document> documents;
    private final Fold fold;

    /** On a collection of the service's database. */
    public View(MongoCollection<Document> documents, Fold fold) {
        this.documents = documents;
        this.fold = fold;
    }

    /** Makes pages of {@code scope} in the order of {@code order} a walk along a unique index; both are fields. */
    public View pagedBy(String scope, String order) {
        documents.createIndex(Indexes.ascending(scope, order), new IndexOptions().unique(true));
        return this;
    }

    /** The documents, for reading. */
    public MongoCollection<Document> documents() {
        return documents;
    }

    /** Applies the event if it is the next of its stream. */
    public Effect apply(Envelope event) {
        for (int attempt = 0; ; attempt++) {
            Document before = documents.find(eq("_id", event.stream())).first();
            long version = before == null ? 0 : before.getLong("version");
            if (event.version() <= version) {
                boolean other = before != null
                        && event.version() == version
                        && !event.hash().equals(before.getString("eventHash"));
                return other ? Effect.CONTRADICTION : Effect.DUPLICATE;
            }
            if (event.version() > version + 1) {
                return Effect.GAP;
            }
            if (written(before, event)) {
                return Effect.APPLIED;
            }
            if (attempt == 3) {
                throw new IllegalStateException("three writers race for " + event.stream());
            }
        }
    }

    private boolean written(@org.jspecify.annotations.Nullable Document before, Envelope event) {
        Document body = before == null ? null : new Document(before);
        if (body != null) {
            body.remove("_id");
            body.remove("version");
            body.remove("eventHash");
        }
        Document folded = fold.fold(body, event);
        Document after = new Document("_id", event.stream())
                .append("version", event.version())
                .append("eventHash", event.hash());
        after.putAll(folded);
        if (before == null) {
            try {
                documents.insertOne(after);
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCode() == DUPLICATE_KEY
                        && documents.find(eq("_id", event.stream())).first() != null) {
                    return false;
                }
                throw e;
            }
        }
        return documents
                        .replaceOne(and(eq("_id", event.stream()), eq("version", event.version() - 1)), after)
                        .getMatchedCount()
                == 1;
    }
}
