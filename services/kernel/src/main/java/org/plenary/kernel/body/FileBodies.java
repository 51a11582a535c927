package org.plenary.kernel.body;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.addToSet;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.model.UpdateOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.store.EventStore;

/**
 * Files among the bodies: the bytes in GridFS, salt, commitment and labels beside them. A file is kept before any
 * command names it, and stays only if one that does comes to stand.
 */
public final class FileBodies {
    /** Bytes of one file at most. */
    public static final int BYTES_MAX = 5 * 1024 * 1024;
    /** Commands that may name a file before one of them is known to stand. */
    public static final int CLAIMS_MAX = 100;

    /** Files of one owner at most that are not yet known to be named by a command that stands. */
    public static final int WAITING_MAX = 50;

    private static final String BUCKET = "files";
    private static final String KEPT_AT = "keptAt";
    private static final String OWNER = "owner";
    private static final String CLAIMS = "claims";
    private static final String STANDS = "stands";
    private static final int DUPLICATE_KEY = 11000;

    /**
     * A file that is kept.
     *
     * @param sha256 of its bytes alone, for who sent it to compare
     * @param labels what the service says of it
     */
    public record Kept(Bodies.Reference reference, String sha256, long length, Map<String, String> labels) {}

    private final MongoCollection<Document> bodies;
    private final MongoCollection<Document> waiting;
    private final MongoCollection<Document> chunks;
    private final GridFSBucket grid;
    private final InstantSource clock;
    private final Gate gate;
    private final SecureRandom random = new SecureRandom();

    /** On the service's database. */
    public FileBodies(MongoDatabase database, InstantSource clock) {
        this(database, clock, Gate.opened());
    }

    /** @param gate while it is closed no bytes are given out, as no text is: {@link Bodies} */
    public FileBodies(MongoDatabase database, InstantSource clock, Gate gate) {
        this.gate = gate;
        this.bodies = database.getCollection("bodies.files");
        this.waiting = database.getCollection("bodies.files.waiting");
        this.chunks = database.getCollection(BUCKET + ".chunks");
        this.grid = GridFSBuckets.create(database, BUCKET);
        this.clock = clock;
    }

    /** The id of the file that this command keeps. */
    public static String idOf(UUID commandId) {
        return Ids.v5(commandId, "file/0").toString();
    }

    /**
     * Keeps a file. A repetition of the command finds the first one, whatever it brings: the caller compares.
     *
     * @param owner whose files are counted together
     * @return empty where the owner has {@link #WAITING_MAX} files that nothing names yet, and where this one was
     *     destroyed: see {@link #destroyed}
     */
    public Optional<Kept> keep(UUID commandId, String owner, byte[] bytes, Map<String, String> labels) {
        if (bytes.length > BYTES_MAX) {
            throw new IllegalArgumentException("a file over " + BYTES_MAX + " bytes");
        }
        String id = idOf(commandId);
        Optional<Kept> before = find(id);
        if (before.isPresent() || destroyed(id)) {
            return before;
        }
        if (waiting.countDocuments(and(eq(OWNER, owner), ne("_id", id))) >= WAITING_MAX) {
            return Optional.empty();
        }
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        Date now = Date.from(clock.instant());
        waiting.updateOne(
                eq("_id", id), combine(set(KEPT_AT, now), set(OWNER, owner)), new UpdateOptions().upsert(true));
        // each attempt has bytes of its own, so that two at once never write the same chunks
        String bytesId = id + "/" + UUID.randomUUID();
        grid.uploadFromStream(new BsonString(bytesId), id, new ByteArrayInputStream(bytes));
        try {
            bodies.insertOne(new Document("_id", id)
                    .append("bytes", bytesId)
                    .append("salt", new Binary(salt))
                    .append("commitment", Bodies.commitment(salt, bytes))
                    .append("sha256", Bodies.sha256(bytes))
                    .append("length", (long) bytes.length)
                    .append("labels", new Document(new TreeMap<>(labels)))
                    .append(CLAIMS, List.of())
                    .append(STANDS, false)
                    .append(KEPT_AT, now));
        } catch (MongoWriteException e) {
            if (e.getError().getCode() != DUPLICATE_KEY) {
                throw e;
            }
            grid.delete(new BsonString(bytesId));
        }
        return find(id);
    }

    /** A file, unless it was destroyed. */
    public Optional<Kept> find(String id) {
        Document d = bodies.find(eq("_id", id)).first();
        if (d == null || tombstone(d)) {
            return Optional.empty();
        }
        Map<String, String> labels = new TreeMap<>();
        d.get("labels", Document.class).forEach((k, v) -> labels.put(k, String.valueOf(v)));
        return Optional.of(new Kept(
                new Bodies.Reference(id, d.getString("commitment")),
                d.getString("sha256"),
                d.getLong("length"),
                labels));
    }

    /** The bytes of a file. Reads are for those whom the policy allows. */
    public byte[] bytes(String id) {
        Bodies.given(gate);
        Document d = bodies.find(eq("_id", id)).first();
        if (d == null || tombstone(d)) {
            throw new IllegalArgumentException("no file " + id);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(d.getLong("length")));
        grid.downloadToStream(new BsonString(d.getString("bytes")), out);
        byte[] bytes = out.toByteArray();
        if (!Bodies.sha256(bytes).equals(d.getString("sha256"))) {
            throw new IllegalStateException("file " + id + " is not what was kept");
        }
        return bytes;
    }

    /** SHA-256 of the bytes alone, as {@link Kept#sha256()} has it. */
    public static String sha256(byte[] bytes) {
        return Bodies.sha256(bytes);
    }

    /**
     * Holds a file for a command that names it, until it is known whether the command stands.
     *
     * @return false where there is no such file, or too many commands hold it
     */
    public boolean claim(String id, String commandKey) {
        Date now = Date.from(clock.instant());
        Bson undecided = and(eq("_id", id), eq(STANDS, false), exists(CLAIMS + "." + (CLAIMS_MAX - 1), false));
        if (bodies.updateOne(undecided, combine(set(KEPT_AT, now), addToSet(CLAIMS, commandKey)))
                        .getMatchedCount()
                == 1) {
            return true;
        }
        Document found = bodies.find(eq("_id", id)).first();
        return found != null
                && !tombstone(found)
                && (found.getBoolean(STANDS, false)
                        || found.getList(CLAIMS, String.class).contains(commandKey));
    }

    /**
     * Destroys a file's bytes, with all that attempts to keep it wrote, its salt and what was said of it; a tombstone
     * stays, as {@link Bodies#destroy} says.
     *
     * @return false where it was destroyed before
     */
    public boolean destroy(String id, String redaction) {
        // Before, so that where it is cut off it is done again; and after, for an attempt that was under way.
        leave(id, null);
        boolean done = Bodies.buried(bodies, id, redaction, clock.instant());
        leave(id, null);
        return done;
    }

    /** Whether a tombstone stands in the file's place. */
    public boolean destroyed(String id) {
        Document found = bodies.find(eq("_id", id)).first();
        return found != null && tombstone(found);
    }

    private static boolean tombstone(Document body) {
        return body.getDate(Bodies.DESTROYED_AT) != null;
    }

    /**
     * Destroys files that no standing command names, {@link Bodies#UNCLAIMED_MAX} after they were last kept or named, and
     * what attempts that were cut off left. Looks only at those not yet known to stand.
     *
     * @return how many were destroyed
     */
    public int sweep(EventStore store) {
        Instant before = clock.instant().minus(Bodies.UNCLAIMED_MAX);
        int destroyed = 0;
        for (Document w : waiting.find().limit(Bodies.SWEEP_MAX).into(new ArrayList<>())) {
            String id = w.getString("_id");
            Document body = bodies.find(eq("_id", id)).first();
            if (body != null && tombstone(body)) {
                leave(id, null); // an attempt that was under way when it was destroyed
                if (w.getDate(KEPT_AT).toInstant().isBefore(before)) {
                    waiting.deleteOne(eq("_id", id));
                }
                continue;
            } else if (body != null && named(body, store)) {
                bodies.updateOne(eq("_id", id), combine(set(STANDS, true), set(CLAIMS, List.of())));
            } else if (!w.getDate(KEPT_AT).toInstant().isBefore(before)) {
                continue;
            } else if (body != null) {
                Bson asLastNamed = and(eq("_id", id), ne(STANDS, true), lte(KEPT_AT, Date.from(before)));
                if (bodies.deleteOne(asLastNamed).getDeletedCount() == 0) {
                    continue; // it was named meanwhile
                }
                body = null;
                destroyed++;
            }
            leave(id, body == null ? null : body.getString("bytes"));
            waiting.deleteOne(eq("_id", id));
        }
        return destroyed;
    }

    private static boolean named(Document body, EventStore store) {
        return body.getBoolean(STANDS, false)
                || body.getList(CLAIMS, String.class).stream()
                        .anyMatch(k -> store.findByCommandKey(k).isPresent());
    }

    /** Of all bytes that attempts to keep the file wrote, leaves only these. */
    private void leave(String id, @Nullable String bytesId) {
        Bson all = and(gte("_id", id + "/"), lt("_id", id + "0"));
        List<String> found = new ArrayList<>();
        grid.find(all).forEach(f -> found.add(f.getId().asString().getValue()));
        found.stream().filter(f -> !f.equals(bytesId)).forEach(f -> grid.delete(new BsonString(f)));
        Bson cutOff = and(gte("files_id", id + "/"), lt("files_id", id + "0"));
        chunks.deleteMany(bytesId == null ? cutOff : and(cutOff, ne("files_id", bytesId)));
    }
}
