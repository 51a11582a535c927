package org.plenary.portal.session;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;

/**
 * Sessions in the portal's own database, a document each, so that a restart signs nobody out and any instance serves any
 * browser. The document is named by the hash of the session's id and its attributes are sealed, see {@link Seal}.
 */
public final class SessionStore implements SessionRepository<StoredSession>, AutoCloseable {
    /** Stored bytes of one session's attributes, at most. */
    public static final int BYTES_MAX = 64 * 1024;
    /** A session ends so long after its sign-in, however much it is used. */
    public static final Duration LIVES_MAX = Duration.ofHours(12);
    /** And so long after its last use. */
    public static final Duration IDLE_MAX = Duration.ofHours(1);
    /** Its use is noted so often at most, to save the store a write for each request. */
    static final Duration TOUCH = Duration.ofMinutes(1);
    /** Each so many writes the expired are swept; the store in process has no TTL indexes. */
    static final int SWEEP_EACH = 100;
    /** So many at a time. */
    static final int SWEEP_MAX = 500;

    private static final String DATABASE = "plenary_portal";
    private static final String ID = "[0-9a-f-]{36}";
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);

    /** A session holds more than it may. */
    public static final class TooLarge extends IllegalStateException {
        private static final long serialVersionUID = 1;

        TooLarge(int bytes, Map<String, Integer> sizes) {
            super("a session of " + bytes + " bytes is over the limit of " + BYTES_MAX + ": " + sizes);
        }
    }

    private final MongoClient client;
    private final MongoCollection<Document> sessions;
    private final InstantSource clock;
    private final AtomicLong writes = new AtomicLong();

    /** Keeps sessions in {@code plenary_portal.sessions} at this address. */
    public SessionStore(String uri, InstantSource clock) {
        this.clock = clock;
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .retryWrites(false)
                .applyToClusterSettings(c -> c.serverSelectionTimeout(5, TimeUnit.SECONDS))
                .applyToSocketSettings(
                        s -> s.connectTimeout(5, TimeUnit.SECONDS).readTimeout(10, TimeUnit.SECONDS))
                .applicationName("portal")
                .build());
        sessions = client.getDatabase(DATABASE).getCollection("sessions");
    }

    @Override
    public StoredSession createSession() {
        MapSession held = new MapSession();
        held.setCreationTime(clock.instant());
        held.setLastAccessedTime(clock.instant());
        held.setMaxInactiveInterval(IDLE_MAX);
        return new StoredSession(held, null, clock);
    }

    @Override
    public @Nullable StoredSession findById(String id) {
        if (!id.matches(ID)) {
            return null;
        }
        Document stored = sessions.find(eq("_id", Seal.name(id))).first();
        if (stored == null) {
            return null;
        }
        if (!clock.instant().isBefore(stored.getDate("expiresAt").toInstant())) {
            deleteById(id);
            return null;
        }
        MapSession held = new MapSession(id);
        held.setCreationTime(stored.getDate("createdAt").toInstant());
        held.setLastAccessedTime(stored.getDate("lastAccessed").toInstant());
        held.setMaxInactiveInterval(Duration.ofSeconds(stored.getLong("maxInactive")));
        StoredSession session = new StoredSession(held, id, clock);
        Seal seal = new Seal(id);
        try {
            for (Map.Entry<String, Object> e :
                    stored.get("attributes", Document.class).entrySet()) {
                byte[] sealed = ((Binary) e.getValue()).getData();
                String name = unescaped(e.getKey());
                session.loaded(name, seal.open(name, sealed), sealed.length);
            }
        } catch (Seal.Broken e) {
            LOG.warn(
                    "a session was dropped and its person signs in again: attribute {}: {}",
                    e.getMessage(),
                    String.valueOf(e.getCause()));
            deleteById(id);
            return null;
        }
        return session;
    }

    /**
     * Stores what changed. What another request deleted meanwhile stays deleted.
     *
     * @throws TooLarge where its attributes are over {@link #BYTES_MAX}; nothing is stored then
     */
    @Override
    public void save(StoredSession session) {
        Instant now = clock.instant();
        String storedId = session.storedId();
        if (storedId == null || !storedId.equals(session.getId())) {
            insert(session, now);
            if (storedId != null) {
                deleteById(storedId);
            }
        } else if (!session.changed().isEmpty()
                || !now.isBefore(session.touched().plus(TOUCH))) {
            update(session, now);
        } else {
            return;
        }
        session.saved(now);
        if (writes.incrementAndGet() % SWEEP_EACH == 0) {
            sweep();
        }
    }

    private void insert(StoredSession session, Instant now) {
        Document attributes = new Document();
        Seal seal = new Seal(session.getId());
        session.sizes().clear();
        for (String name : session.getAttributeNames()) {
            byte[] sealed = seal.close(name, session.getRequiredAttribute(name));
            attributes.append(escaped(name), new Binary(sealed));
            session.sizes().put(name, sealed.length);
        }
        measure(session);
        sessions.insertOne(new Document("_id", Seal.name(session.getId()))
                .append("createdAt", Date.from(session.getCreationTime()))
                .append("lastAccessed", Date.from(now))
                .append("maxInactive", session.getMaxInactiveInterval().toSeconds())
                .append("expiresAt", Date.from(expiry(session, now)))
                .append("attributes", attributes));
    }

    private void update(StoredSession session, Instant now) {
        List<Bson> changes = new ArrayList<>();
        changes.add(set("lastAccessed", Date.from(now)));
        changes.add(set("maxInactive", session.getMaxInactiveInterval().toSeconds()));
        changes.add(set("expiresAt", Date.from(expiry(session, now))));
        Seal seal = new Seal(session.getId());
        for (String name : session.changed()) {
            Object value = session.getAttribute(name);
            String field = "attributes." + escaped(name);
            if (value == null) {
                session.sizes().remove(name);
                changes.add(unset(field));
            } else {
                byte[] sealed = seal.close(name, value);
                session.sizes().put(name, sealed.length);
                changes.add(set(field, new Binary(sealed)));
            }
        }
        measure(session);
        sessions.updateOne(eq("_id", Seal.name(session.getId())), combine(changes));
    }

    private static void measure(StoredSession session) {
        int bytes =
                session.sizes().values().stream().mapToInt(Integer::intValue).sum();
        if (bytes > BYTES_MAX) {
            throw new TooLarge(bytes, session.sizes());
        }
    }

    private static Instant expiry(StoredSession session, Instant now) {
        Instant idle = now.plus(session.getMaxInactiveInterval());
        Instant end = session.getCreationTime().plus(LIVES_MAX);
        return idle.isBefore(end) ? idle : end;
    }

    @Override
    public void deleteById(String id) {
        sessions.deleteOne(eq("_id", Seal.name(id)));
    }

    /** Ends a session by the name that the store has for it. */
    void deleteByName(String name) {
        sessions.deleteOne(eq("_id", name));
    }

    /** When the session was used last, to the minute; null where it has ended. */
    @Nullable
    Instant lastUsed(String name) {
        Document stored = sessions.find(eq("_id", name))
                .projection(include("lastAccessed", "expiresAt"))
                .first();
        return stored == null
                        || !clock.instant().isBefore(stored.getDate("expiresAt").toInstant())
                ? null
                : stored.getDate("lastAccessed").toInstant();
    }

    /** Another collection of the portal's own database. */
    MongoCollection<Document> beside(String collection) {
        return client.getDatabase(DATABASE).getCollection(collection);
    }

    private void sweep() {
        Date now = Date.from(clock.instant());
        List<String> ids = new ArrayList<>();
        sessions.find(lte("expiresAt", now))
                .projection(include("_id"))
                .limit(SWEEP_MAX)
                .forEach(d -> ids.add(d.getString("_id")));
        if (!ids.isEmpty()) {
            sessions.deleteMany(and(in("_id", ids), lte("expiresAt", now)));
        }
    }

    /** How many sessions are stored, expired ones that were not swept yet included. */
    long count() {
        return sessions.countDocuments();
    }

    /** Attribute names have dots, which in a field's name would mean a path. */
    private static String escaped(String name) {
        return name.replace("%", "%25").replace(".", "%2E").replace("$", "%24");
    }

    private static String unescaped(String field) {
        return field.replace("%24", "$").replace("%2E", ".").replace("%25", "%");
    }

    @Override
    public void close() {
        client.close();
    }
}
