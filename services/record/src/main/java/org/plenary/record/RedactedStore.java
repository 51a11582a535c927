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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Which entries were redacted, by what: one document an event, under the event's id. */
final class RedactedStore {
    private static final int DUPLICATE_KEY = 11000;
    private static final String PENDING = "pending";
    /** Redactions by other services than the one whose comes first: one at most of each that is heard. */
    private static final String OTHERS = "others";

    private static final Logger LOG = LoggerFactory.getLogger(RedactedStore.class);

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

    /**
     * Keeps what the redaction's event says; the first redaction of an event by a service stays. Whose the event is may
     * not be known yet, so another service's redaction, true or false, is kept beside it until {@link #settle}.
     */
    Redacted keep(Envelope redaction) {
        JsonNode data = redaction.tree();
        Redacted said = new Redacted(data.path("event").asString(), redaction.id(), redaction.service());
        Document kept = new Document("redaction", said.redaction()).append("service", said.service());
        try {
            redacted.insertOne(new Document("_id", said.event())
                    .append(PENDING, true)
                    .append("redaction", said.redaction())
                    .append("service", said.service()));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
            Document standing = redacted.find(eq("_id", said.event())).first();
            if (standing != null
                    && all(standing).stream().noneMatch(r -> r.service().equals(said.service()))) {
                redacted.updateOne(
                        eq("_id", said.event()),
                        Updates.combine(Updates.push(OTHERS, kept), Updates.set(PENDING, true)));
            }
        }
        return said;
    }

    /**
     * Of the redactions of an event leaves the one of the service whose event it is, and none where that made none.
     *
     * @return what stays
     */
    Optional<Redacted> settle(String event, String owner) {
        Document standing = redacted.find(eq("_id", event)).first();
        if (standing == null) {
            return Optional.empty();
        }
        Optional<Redacted> own =
                all(standing).stream().filter(r -> r.service().equals(owner)).findFirst();
        all(standing).stream()
                .filter(r -> !r.service().equals(owner))
                .forEach(r -> LOG.error("{} is not {}'s to redact", event, r.service()));
        if (own.isEmpty()) {
            redacted.deleteOne(eq("_id", event));
        } else if (standing.containsKey(OTHERS)) {
            redacted.updateOne(
                    eq("_id", event),
                    Updates.combine(
                            Updates.set("redaction", own.get().redaction()),
                            Updates.set("service", owner),
                            Updates.unset(OTHERS)));
        }
        return own;
    }

    private static List<Redacted> all(Document d) {
        List<Redacted> all = new ArrayList<>(List.of(of(d)));
        d.getList(OTHERS, Document.class, List.of())
                .forEach(o ->
                        all.add(new Redacted(d.getString("_id"), o.getString("redaction"), o.getString("service"))));
        return all;
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

    private static Redacted of(Document d) {
        return new Redacted(d.getString("_id"), d.getString("redaction"), d.getString("service"));
    }
}
