package org.plenary.kernel.view;

import com.mongodb.MongoException;
import java.util.List;
import org.bson.Document;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Documents;

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

    private final Documents documents;
    private final Fold fold;

    /** In a collection of the service's. */
    public View(Documents documents, Fold fold) {
        this.documents = documents;
        this.fold = fold;
    }

    /** The documents. */
    public Documents documents() {
        return documents;
    }

    /** The version of the stream's document; 0 where there is none. */
    public long version(String stream) {
        Document found = documents.find(stream);
        return found == null ? 0 : found.getLong("version");
    }

    /** Applies the event if it is the next of its stream. */
    public Effect apply(Envelope event) {
        for (int attempt = 0; ; attempt++) {
            Document before = documents.find(event.stream());
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

    /** Applies the event of a rebuild, or names it among the unread; the first {@link Rebuilt#NAMED_MAX} are enough. */
    public void rebuild(Envelope event, List<String> unread) {
        boolean read;
        try {
            Effect effect = apply(event);
            read = effect == Effect.APPLIED || effect == Effect.DUPLICATE;
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            read = false;
        }
        if (!read && unread.size() < Rebuilt.NAMED_MAX) {
            unread.add(event.id());
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
        return before == null ? documents.insert(after) : documents.replace(after, "version", event.version() - 1);
    }
}
