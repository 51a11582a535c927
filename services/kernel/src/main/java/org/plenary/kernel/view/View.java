package org.plenary.kernel.view;

import com.mongodb.MongoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.store.Documents;
import org.plenary.kernel.store.EventStore;

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

    private static final String PASSED = "passedOver";

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

    /** Where the stream's document stands. */
    public EventStore.Head head(String stream) {
        Document found = documents.find(stream);
        return found == null
                ? EventStore.Head.NONE
                : new EventStore.Head(found.getLong("version"), found.get("eventHash", ""));
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

    /**
     * The one write that does what applying these events one after the other does.
     *
     * @param before where the stream's document stands, null where there is none
     * @param next the events that follow on it, at least one
     */
    public Documents.Guarded after(@Nullable Document before, List<Envelope> next) {
        Document after = before;
        for (Envelope event : next) {
            after = advanced(after, event, fold.fold(body(after), event), passed(after));
        }
        return new Documents.Guarded(
                Objects.requireNonNull(after), "version", before == null ? null : before.getLong("version"));
    }

    /**
     * Applies the event of a rebuild, or moves past it where it was passed over.
     *
     * @param passed versions of its stream that were passed over
     * @return false where it could not be folded
     */
    public boolean rebuild(Envelope event, List<Long> passed) {
        try {
            if (passed.contains(event.version()) && event.version() == version(event.stream()) + 1) {
                pass(event);
                return true;
            }
            Effect effect = apply(event);
            return effect == Effect.APPLIED || effect == Effect.DUPLICATE;
        } catch (MongoException e) {
            throw e;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean written(@Nullable Document before, Envelope event) {
        Document after = advanced(before, event, fold.fold(body(before), event), passed(before));
        return before == null ? documents.insert(after) : documents.replace(after, "version", event.version() - 1);
    }

    private static @Nullable Document body(@Nullable Document before) {
        if (before == null) {
            return null;
        }
        Document body = new Document(before);
        List.of("_id", "version", "eventHash", PASSED).forEach(body::remove);
        return body;
    }

    private static Document advanced(
            @Nullable Document before, Envelope event, @Nullable Document body, List<Long> passed) {
        Document after = new Document("_id", event.stream())
                .append("version", event.version())
                .append("eventHash", event.hash());
        if (!passed.isEmpty()) {
            after.append(PASSED, passed);
        }
        if (body != null) {
            after.putAll(body);
        }
        return after;
    }

    private static List<Long> passed(@Nullable Document before) {
        return before == null ? List.of() : before.getList(PASSED, Long.class, List.of());
    }

    /** The versions of the stream that an operator ordered to be passed over. */
    public List<Long> passed(String stream) {
        return passed(documents.find(stream));
    }

    /** Whether the document's last event is this one; also where it has none yet. */
    public boolean stands(Envelope event) {
        Document found = documents.find(event.stream());
        return found == null
                || found.getLong("version") != event.version()
                || event.hash().equals(found.getString("eventHash"));
    }

    /** Moves past the event without folding it, if it is the next of its stream; by an operator's order. */
    public void pass(Envelope event) {
        Document before = documents.find(event.stream());
        if ((before == null ? 0 : before.getLong("version")) != event.version() - 1) {
            return;
        }
        Document after = passedOver(before, event);
        if (!(before == null ? documents.insert(after) : documents.replace(after, "version", event.version() - 1))) {
            throw new IllegalStateException("another writer races for " + event.stream());
        }
    }

    private static Document passedOver(@Nullable Document before, Envelope event) {
        List<Long> passed = new ArrayList<>(passed(before));
        passed.add(event.version());
        return advanced(before, event, body(before), passed);
    }

    /**
     * Folds the stream's document again from these events, in the place of one made from others; what cannot be folded
     * is passed over.
     *
     * @param upTo the version at which the document stands
     * @param events from a version on; perhaps only the first of many
     */
    public void again(String stream, long upTo, LongFunction<List<Envelope>> events) {
        List<Long> passed = passed(stream);
        Document folded = null;
        long version = 0;
        while (version < upTo) {
            List<Envelope> found = events.apply(version + 1);
            if (found.isEmpty()) {
                throw new IllegalStateException("the source has " + stream + " up to " + version + " only");
            }
            for (Envelope event : found) {
                if (event.version() <= upTo) {
                    folded = refolded(folded, event, passed.contains(event.version()));
                    version = event.version();
                }
            }
        }
        if (folded != null && !documents.replace(folded, "version", upTo)) {
            throw new IllegalStateException("another writer races for " + stream);
        }
    }

    private Document refolded(@Nullable Document before, Envelope event, boolean pass) {
        if (pass) {
            return passedOver(before, event);
        }
        try {
            return advanced(before, event, fold.fold(body(before), event), passed(before));
        } catch (RuntimeException e) {
            return passedOver(before, event);
        }
    }
}
