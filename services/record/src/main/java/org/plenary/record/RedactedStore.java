package org.plenary.record;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.plenary.kernel.feed.Envelope;
import tools.jackson.databind.JsonNode;

/** Which entries were redacted, by what: one document an event, under the event's id. */
final class RedactedStore {
    private static final int DUPLICATE_KEY = 11000;
    private static final String PENDING = "pending";

    private final MongoCollection<Document> redacted;

    /**
     * A redacted event. Ground, instant and offices are told by the redaction's own event, to whom that is open.
     *
     * @param event its id
     * @param redaction the event that redacted it
     * @param service whose redaction that is
     */
    record Redacted(String event, String redaction, String service) {}

    RedactedStore(MongoDatabase database) {
        redacted = database.getCollection("redacted");
    }

    /** Keeps what the redaction's event says; the first redaction of an event stays. */
    Redacted keep(Envelope redaction) {
        JsonNode data = redaction.tree();
        String event = data.path("event").asString();
        try {
            redacted.insertOne(new Document("_id", event)
                    .append("redaction", redaction.id())
                    .append("service", redaction.service())
                    .append(PENDING, true));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
        }
        return find(event).orElseThrow();
    }

    Optional<Redacted> find(String event) {
        return Optional.ofNullable(redacted.find(eq("_id", event)).first()).map(RedactedStore::of);
    }

    /** Up to so many whose opening is yet to be destroyed. */
    List<Redacted> pending(int max) {
        List<Redacted> found = new ArrayList<>();
        redacted.find(eq(PENDING, true)).limit(max).forEach(d -> found.add(of(d)));
        return found;
    }

    /** All of them: redactions are rare. */
    List<Redacted> all() {
        List<Redacted> found = new ArrayList<>();
        redacted.find().forEach(d -> found.add(of(d)));
        return found;
    }

    void done(String event) {
        redacted.updateOne(eq("_id", event), Updates.unset(PENDING));
    }

    void forget(String event) {
        redacted.deleteOne(eq("_id", event));
    }

    private static Redacted of(Document d) {
        return new Redacted(d.getString("_id"), d.getString("redaction"), d.getString("service"));
    }
}
