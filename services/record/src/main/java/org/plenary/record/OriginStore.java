package org.plenary.record;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.plenary.tlog.LogKey;

/** Which logs the record has begun: one document each, by number. */
final class OriginStore {
    private static final int DUPLICATE_KEY = 11000;

    private final MongoCollection<Document> logs;

    OriginStore(MongoDatabase database) {
        logs = database.getCollection("logs");
    }

    /** All, in their order: few, since it takes an order of the keyholders to begin one. */
    List<Log> all() {
        List<Log> found = new ArrayList<>();
        logs.find().sort(Sorts.ascending("_id")).forEach(d -> found.add(log(d)));
        return found;
    }

    /** Begins a log, where none has its number. */
    void begin(Log log) {
        byte @Nullable [] first = log.first();
        try {
            logs.insertOne(new Document("_id", log.number())
                    .append("vkey", log.key().vkey())
                    .append("start", log.start())
                    .append("first", first == null ? null : new Binary(first)));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /** Keeps by which policy a log's checkpoint was cosigned: when it has ended, the settings are of another log. */
    void cosigned(int number, String policy) {
        logs.updateOne(eq("_id", number), set("policy", policy));
    }

    /** The same of a log that ends, where nothing of it was published since policies are kept. */
    void ends(int number, String policy) {
        logs.updateOne(and(eq("_id", number), exists("policy", false)), set("policy", policy));
    }

    /** That policy; empty of a log that ended before policies were kept. */
    Optional<String> policy(int number) {
        return Optional.ofNullable(logs.find(eq("_id", number)).first()).map(d -> d.getString("policy"));
    }

    private static Log log(Document d) {
        Binary first = d.get("first", Binary.class);
        return new Log(
                d.getInteger("_id"),
                LogKey.parse(d.getString("vkey")),
                d.getLong("start"),
                first == null ? null : first.getData());
    }
}
