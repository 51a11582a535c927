package org.plenary.kernel.relay;

import com.mongodb.MongoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.bson.Document;
import org.plenary.kernel.store.Documents;

/**
 * One document that says which instance does a job. A holder is taken for dead when its document has not changed for
 * {@link #HOLDS} on the watcher's own clock, so no two clocks are compared. Two holders at once, after a stall, do no
 * worse than duplicates: all effects behind it are guarded.
 */
public final class Lease {
    /** How long a lease holds without renewal. */
    public static final Duration HOLDS = Duration.ofSeconds(6);

    /** Whether an older holder may still live. */
    public enum Ownership {
        /** Other instances may run: wait for their lease to end. */
        SHARED,
        /** This process owns the data directory: an older holder is dead. */
        SOLE
    }

    private final Documents leases;
    private final String name;
    private final String holder;
    private final Ownership ownership;
    private final InstantSource clock;
    private Instant renewedAt = Instant.EPOCH;
    private boolean held;
    private String seen = "";
    private Instant seenAt = Instant.EPOCH;

    /** A lease by name; the holder's id is unique to the instance. */
    public Lease(Documents leases, String name, String holder, Ownership ownership, InstantSource clock) {
        this.leases = leases;
        this.name = name;
        this.holder = holder;
        this.ownership = ownership;
        this.clock = clock;
    }

    /** Takes or renews the lease; asks the store only every third of its duration. */
    public synchronized boolean held() {
        Instant now = clock.instant();
        if (held && now.isBefore(renewedAt.plus(HOLDS.dividedBy(3)))) {
            return true;
        }
        if (!held && now.isBefore(renewedAt.plusMillis(500))) {
            return false;
        }
        renewedAt = now;
        try {
            held = taken(now);
        } catch (MongoException e) {
            held = false;
        }
        return held;
    }

    /** Gives the lease back, so that another instance need not wait. */
    public synchronized void release() {
        if (held) {
            held = false;
            leases.delete(name, "holder", holder);
        }
    }

    private boolean taken(Instant now) {
        Document mine =
                new Document("_id", name).append("holder", holder).append("renewal", holder + "|" + now.toEpochMilli());
        Document standing = leases.find(name);
        if (standing == null) {
            return leases.insert(mine);
        }
        String renewal = String.valueOf(standing.getString("renewal"));
        if (!renewal.equals(seen)) {
            seen = renewal;
            seenAt = now;
        }
        boolean free = standing.getString("holder").equals(holder)
                || ownership == Ownership.SOLE
                || !now.isBefore(seenAt.plus(HOLDS));
        return free && leases.replace(mine, "renewal", standing.getString("renewal"));
    }
}
