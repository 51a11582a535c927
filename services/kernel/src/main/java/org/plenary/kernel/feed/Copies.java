package org.plenary.kernel.feed;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.Optional;
import org.bson.Document;

/** The local copies of other services' streams, for the facts of a decision: exact keys on hot paths. */
public final class Copies {
    private final MongoDatabase database;

    /** On the service's database. */
    public Copies(MongoDatabase database) {
        this.database = database;
    }

    /** The copy of one stream. */
    public Optional<Document> find(String service, String stream) {
        String aggregate = stream.indexOf('-') < 0 ? stream : stream.substring(0, stream.indexOf('-'));
        return Optional.ofNullable(
                all(service, aggregate).find(eq("_id", stream)).first());
    }

    /** All copies of one aggregate. */
    public MongoCollection<Document> all(String service, String aggregate) {
        return database.getCollection("copy." + service + "." + aggregate);
    }
}
