package org.plenary.kernel.body;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.command.Refused;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.EventStore;

/**
 * Confidential and personal content, kept beside the events by the service that owns it. The event carries the body's
 * id and a commitment, SHA-256("body-v1\0" || salt || bytes); destroying salt and bytes leaves the proof and takes the
 * content away. So the id is random: one that followed from the content would let anybody try whether a guess is right.
 */
public final class Bodies {
    /** Bytes of one body at most. */
    public static final int BYTES_MAX = 256 * 1024;
    /** How long a body may wait for its commit. */
    public static final Duration UNCLAIMED_MAX = Duration.ofHours(24);
    /** Bodies looked at in one sweep at most. */
    public static final int SWEEP_MAX = 1_000;

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final byte[] DOMAIN = "body-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int DUPLICATE_KEY = 11000;
    /** In a destroyed body's document: when. */
    static final String DESTROYED_AT = "destroyedAt";

    private static final String COMMAND_KEY = "commandKey";
    private static final String KEPT_AT = "keptAt";
    private static final String BODY = "body";
    private static final String COMMITMENT = "commitment";

    /** What an event carries of a body: id and commitment (64 hexadecimal digits). */
    public record Reference(String body, String commitment) {}

    private final MongoCollection<Document> bodies;
    private final MongoCollection<Document> waiting;
    private final EventStore store;
    private final InstantSource clock;
    private final Gate gate;
    private final SecureRandom random = new SecureRandom();

    /** On the service's database, with the commits that name bodies. */
    public Bodies(MongoDatabase database, EventStore store, InstantSource clock) {
        this(database, store, clock, Gate.opened());
    }

    /** @param gate while it is closed no text is given out: an older copy does not know what was redacted since */
    public Bodies(MongoDatabase database, EventStore store, InstantSource clock, Gate gate) {
        this.gate = gate;
        this.bodies = database.getCollection("bodies");
        this.waiting = database.getCollection("bodies.waiting");
        this.store = store;
        this.clock = clock;
    }

    /**
     * Keeps a body before its commit. A repetition of the command finds the first one and its salt; of a command that
     * stands nothing is kept again, so that what was destroyed does not come back.
     *
     * @param commandKey {@code <stream>|<commandId>}; a body whose command never stood is swept after 24 h
     * @param ordinal tells the bodies of one command apart
     */
    public Reference keep(String commandKey, String requestHash, int ordinal, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("a body over " + BYTES_MAX + " bytes");
        }
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        if (store.findByCommandKey(commandKey).isPresent()) {
            // Its command key is taken, so that no event will ever carry this reference.
            return new Reference(UUID.randomUUID().toString(), commitment(salt, bytes));
        }
        Date now = Date.from(clock.instant());
        String id = waiting(commandKey, requestHash, ordinal, now);
        try {
            bodies.insertOne(new Document("_id", id)
                    .append(COMMAND_KEY, commandKey)
                    .append(KEPT_AT, now)
                    .append("salt", new Binary(salt))
                    .append("bytes", new Binary(bytes))
                    .append(COMMITMENT, commitment(salt, bytes)));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
            bodies.updateOne(and(eq("_id", id), eq(COMMAND_KEY, commandKey)), set(KEPT_AT, now));
        }
        Document winner = bodies.find(eq("_id", id)).first();
        if (winner == null || winner.getString(COMMITMENT) == null) {
            throw new IllegalStateException("body " + id + " was destroyed while it was kept");
        }
        return new Reference(id, winner.getString(COMMITMENT));
    }

    /** The id of the command's body. What leads from its content to it goes as soon as the command is known to stand. */
    private String waiting(String commandKey, String requestHash, int ordinal, Date now) {
        String attempt = Ids.v5(commandKey + "|" + requestHash + "|" + ordinal).toString();
        Document found = waiting.findOneAndUpdate(
                eq("_id", attempt),
                combine(
                        set(COMMAND_KEY, commandKey),
                        set(KEPT_AT, now),
                        setOnInsert(BODY, UUID.randomUUID().toString())),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return Objects.requireNonNull(found).getString(BODY);
    }

    /**
     * The text of a body, unless it was destroyed. Reads are for those whom the policy allows.
     *
     * @throws org.plenary.kernel.command.Refused 503, while the store may be an older copy
     */
    public Optional<String> text(String id) {
        given(gate);
        Document found = bodies.find(eq("_id", id)).first();
        return found == null || found.get("bytes") == null
                ? Optional.empty()
                : Optional.of(new String(found.get("bytes", Binary.class).getData(), StandardCharsets.UTF_8));
    }

    /** Only from a store that is known to be the newest. */
    static void given(Gate gate) {
        if (gate.reason().isPresent()) {
            throw new Refused(
                    Refused.Kind.NOT_READY,
                    "This service makes sure that its store is the newest one. Until then it gives out no text or file,"
                            + " since it may have been redacted. Please try again in a moment.",
                    Map.of(Refused.RETRY_AFTER_SECONDS, RETRY_AFTER_SECONDS));
        }
    }

    /**
     * Destroys a body's bytes and salt, and leaves a tombstone in their place, also where there is no such body here: what
     * comes back later from an older copy of the store finds it there, or is destroyed by the next call.
     *
     * @param redaction the stream that ordered it
     * @return false where it was destroyed before
     */
    public boolean destroy(String id, String redaction) {
        waiting.deleteMany(eq(BODY, id));
        return buried(bodies, id, redaction, clock.instant());
    }

    /** Puts a tombstone in a body's place; false where one stands. */
    static boolean buried(MongoCollection<Document> bodies, String id, String redaction, Instant at) {
        Document tombstone =
                new Document("_id", id).append("redaction", redaction).append(DESTROYED_AT, Date.from(at));
        Document found = bodies.find(eq("_id", id)).first();
        if (found == null) {
            try {
                bodies.insertOne(tombstone);
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCode() != DUPLICATE_KEY) {
                    throw e;
                }
                return buried(bodies, id, redaction, at);
            }
        }
        return found.getDate(DESTROYED_AT) == null
                && bodies.replaceOne(eq("_id", id), tombstone).getModifiedCount() == 1;
    }

    /** Whether a tombstone stands in the body's place. */
    public boolean destroyed(String id) {
        Document found = bodies.find(eq("_id", id)).first();
        return found != null && found.getDate(DESTROYED_AT) != null;
    }

    /**
     * Destroys bodies whose command never stood, {@link #UNCLAIMED_MAX} after they were last kept, and those that the
     * command did not name when it stood. Looks only at those not yet known to be named, so its cost is that of a day's
     * bodies.
     *
     * @return how many were destroyed
     */
    public int sweep() {
        Instant before = clock.instant().minus(UNCLAIMED_MAX);
        int destroyed = 0;
        for (Document w : waiting.find().limit(SWEEP_MAX).into(new ArrayList<>())) {
            String body = w.get(BODY, w.getString("_id")); // an earlier release kept them under one id
            Optional<Commit> commit = store.findByCommandKey(w.getString(COMMAND_KEY));
            if (commit.isPresent()) {
                if (!named(commit.get(), body)) {
                    destroyed += (int) bodies.deleteOne(eq("_id", body)).getDeletedCount();
                }
                waiting.deleteOne(eq("_id", w.getString("_id")));
            } else if (w.getDate(KEPT_AT).toInstant().isBefore(before)) {
                Bson asLastKept = and(eq("_id", body), eq(KEPT_AT, w.getDate(KEPT_AT)));
                destroyed += (int) bodies.deleteOne(asLastKept).getDeletedCount();
                waiting.deleteOne(and(eq("_id", w.getString("_id")), eq(KEPT_AT, w.getDate(KEPT_AT))));
            }
        }
        return destroyed;
    }

    /** Another body that was sent with the same Idempotency-Key is in no event, and no redaction would ever find it. */
    private static boolean named(Commit commit, String body) {
        return commit.events().stream().anyMatch(e -> e.data().contains(body));
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
