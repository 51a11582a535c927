package org.plenary.portal.session;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions a person has, so that they can be seen and ended: one document a person, named by a hash, with the names
 * of the sessions. It is a list of what may be; whether a session stands is the session's own document's to say.
 */
public final class PersonsSessionsStore {
    /** Sessions of one person at a time; one more ends the oldest. */
    public static final int MAX = 20;
    /** So long after its sign-in a session may still be on its way into the store. */
    private static final Duration ARRIVES = Duration.ofMinutes(1);

    private static final int ATTEMPTS_MAX = 5;

    /**
     * One of a person's sessions.
     *
     * @param name the hash of its id: good for ending it, and for nothing else
     * @param began when the person signed in
     * @param last when it was used last, to the minute
     * @param browser family of the browser it was begun with
     * @param system on which kind of machine
     */
    public record Known(String name, Instant began, Instant last, String browser, String system) {}

    private final SessionStore sessions;
    private final MongoCollection<Document> people;
    private final InstantSource clock;

    PersonsSessionsStore(SessionStore sessions, InstantSource clock) {
        this.sessions = sessions;
        this.people = sessions.beside("sessions.of");
        this.clock = clock;
    }

    private static String person(String subject) {
        return Seal.name("plenary portal sessions of 1|" + subject);
    }

    /** What a session is called here. */
    public static String name(String sessionId) {
        return Seal.name(sessionId);
    }

    /** Whether the session has neither ended nor been ended. */
    public boolean stands(String name) {
        return sessions.lastUsed(name) != null;
    }

    /** The person has signed in; the oldest sessions over the limit end, and their names are returned. */
    public List<String> began(String subject, String sessionId, String browser, String system) {
        Document session = new Document("name", name(sessionId))
                .append("began", Date.from(clock.instant()))
                .append("browser", browser)
                .append("system", system);
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Document before = people.find(eq("_id", person(subject))).first();
            List<Document> all = standing(before);
            all.add(session);
            List<Document> over = new ArrayList<>(all.subList(0, Math.max(0, all.size() - MAX)));
            all.subList(0, over.size()).clear();
            if (replaced(subject, before, all)) {
                return over.stream().map(d -> ended(d.getString("name"))).toList();
            }
        }
        throw new IllegalStateException("a person's sessions change too fast to be noted");
    }

    private String ended(String name) {
        sessions.deleteByName(name);
        return name;
    }

    private boolean replaced(String subject, @Nullable Document before, List<Document> all) {
        if (before == null) {
            try {
                people.insertOne(new Document("_id", person(subject))
                        .append("version", 1L)
                        .append("sessions", all));
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return false;
                }
                throw e;
            }
        }
        long version = before.getLong("version");
        return people.replaceOne(
                                and(eq("_id", person(subject)), eq("version", version)),
                                new Document("_id", person(subject))
                                        .append("version", version + 1)
                                        .append("sessions", all))
                        .getModifiedCount()
                == 1;
    }

    private List<Document> standing(@Nullable Document person) {
        List<Document> standing = new ArrayList<>();
        if (person != null) {
            Instant arriving = clock.instant().minus(ARRIVES);
            for (Document d : person.getList("sessions", Document.class)) {
                if (d.getDate("began").toInstant().isAfter(arriving) || stands(d.getString("name"))) {
                    standing.add(d);
                }
            }
        }
        return standing;
    }

    /** The person's sessions that stand, the one used last first. */
    public List<Known> of(String subject) {
        Document person = people.find(eq("_id", person(subject))).first();
        List<Known> known = new ArrayList<>();
        if (person != null) {
            for (Document d : person.getList("sessions", Document.class)) {
                Instant last = sessions.lastUsed(d.getString("name"));
                if (last != null) {
                    known.add(new Known(
                            d.getString("name"),
                            d.getDate("began").toInstant(),
                            last,
                            d.getString("browser"),
                            d.getString("system")));
                }
            }
        }
        known.sort(Comparator.comparing(Known::last).thenComparing(Known::began).reversed());
        return known;
    }

    /** Ends a session of this person's; false where it is nobody's any more, or another's. */
    public boolean end(String subject, String name) {
        if (of(subject).stream().noneMatch(k -> k.name().equals(name))) {
            return false;
        }
        ended(name);
        return true;
    }

    /** Ends all sessions of this person's but one; returns the names of the ended. */
    public List<String> endOthers(String subject, String kept) {
        return of(subject).stream()
                .map(Known::name)
                .filter(name -> !name.equals(kept))
                .map(this::ended)
                .toList();
    }
}
