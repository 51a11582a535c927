package org.plenary.kernel.body;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.store.EventStore;

/**
 * Confidential and personal content, kept beside the events by the service that owns it. The event carries the body's
 * id and a commitment, SHA-256("body-v1\0" || salt || bytes); destroying salt and bytes leaves the proof and takes the
 * content away.
 */
public final class Bodies {
    /** Bytes of one body at most. */
    public static final int BYTES_MAX = 256 * 1024;
    /** How long a body may wait for its commit. */
    public static final Duration UNCLAIMED_MAX = Duration.ofHours(24);
    /** Bodies looked at in one sweep at most. */
    public static final int SWEEP_MAX = 1_000;

    private static final byte[] DOMAIN = "body-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int DUPLICATE_KEY = 11000;

    /** What an event carries of a body: id and commitment (64 hexadecimal digits). */
    public record Reference(String body, String commitment) {}

    private final MongoCollection<Document> bodies;
    private final MongoCollection<Document> waiting;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** On the service's database. */
    public Bodies(MongoDatabase database, InstantSource clock) {
        this.bodies = database.getCollection("bodies");
        this.waiting = database.getCollection("bodies.waiting");
        this.clock = clock;
    }

    /**
     * Keeps a body before its commit. A repetition of the command finds the first one and its salt.
     *
     * @param commandKey {@code <stream>|<commandId>}; a body whose command never stood is swept after 24 h
     * @param ordinal tells the bodies of one command apart
     */
    public Reference keep(String commandKey, String requestHash, int ordinal, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("a body over " + BYTES_MAX + " bytes");
        }
        String id = Ids.v5(commandKey + "|" + requestHash + "|" + ordinal).toString();
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        Date now = Date.from(clock.instant());
        waiting.replaceOne(
                eq("_id", id),
                new Document("_id", id).append("commandKey", commandKey).append("keptAt", now),
                new ReplaceOptions().upsert(true));
        try {
            bodies.insertOne(new Document("_id", id)
                    .append("commandKey", commandKey)
                    .append("keptAt", now)
                    .append("salt", new Binary(salt))
                    .append("bytes", new Binary(bytes)));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
            bodies.updateOne(eq("_id", id), set("keptAt", now));
        }
        Document winner = bodies.find(eq("_id", id)).first();
        if (winner == null) {
            throw new IllegalStateException("body " + id + " was destroyed while it was kept");
        }
        return new Reference(id, commitment(winner));
    }

    /** The text of a body, unless it was destroyed. Reads are for those whom the policy allows. */
    public Optional<String> text(String id) {
        Document found = bodies.find(eq("_id", id)).first();
        return found == null || found.get("bytes") == null
                ? Optional.empty()
                : Optional.of(new String(found.get("bytes", Binary.class).getData(), StandardCharsets.UTF_8));
    }

    /**
     * Destroys bodies whose command never stood, {@link #UNCLAIMED_MAX} after they were last kept. Looks only at those
     * not yet known to stand, so its cost is that of a day's bodies.
     *
     * @return how many were destroyed
     */
    public int sweep(EventStore store) {
        Instant before = clock.instant().minus(UNCLAIMED_MAX);
        int destroyed = 0;
        for (Document w : waiting.find().limit(SWEEP_MAX).into(new ArrayList<>())) {
            if (store.findByCommandKey(w.getString("commandKey")).isPresent()) {
                waiting.deleteOne(eq("_id", w.getString("_id")));
            } else if (w.getDate("keptAt").toInstant().isBefore(before)) {
                Bson asLastKept = and(eq("_id", w.getString("_id")), eq("keptAt", w.getDate("keptAt")));
                destroyed += (int) bodies.deleteOne(asLastKept).getDeletedCount();
                waiting.deleteOne(asLastKept);
            }
        }
        return destroyed;
    }

    private static String commitment(Document body) {
        return commitment(
                body.get("salt", Binary.class).getData(),
                body.get("bytes", Binary.class).getData());
    }

    /** SHA-256("body-v1\\0" || salt || bytes), in hexadecimal. */
    static String commitment(byte[] salt, byte[] bytes) {
        return digest(DOMAIN, salt, bytes);
    }

    /** SHA-256 of the bytes alone, in hexadecimal. */
    static String sha256(byte[] bytes) {
        return digest(bytes);
    }

    private static String digest(byte[]... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha.update(part);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
