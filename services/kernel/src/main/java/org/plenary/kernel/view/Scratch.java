package org.plenary.kernel.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.plenary.kernel.store.Documents;

/**
 * Collections to rebuild in. Each run has one of its own, so that runs on several instances at once neither read nor
 * clear each other's; what a run that died left behind is dropped later.
 */
public final class Scratch {
    /** Longer than any run lives, and than any clock is off. */
    static final Duration DEAD_AFTER = Duration.ofDays(1);
    /** Collections of dead runs dropped at the start of another one at most. */
    static final int CLEANED_MAX = 20;

    private static final String AT = "at";

    private final Documents.Space space;
    private final Documents runs;
    private final InstantSource clock;

    /** In a service's database. */
    public Scratch(Documents.Space space, InstantSource clock) {
        this.space = space;
        this.runs = space.of("rebuilds");
        this.clock = clock;
    }

    /** One run's collection, until it is closed. */
    public final class Run implements AutoCloseable {
        private final String name;

        private Run(String name) {
            this.name = name;
        }

        /** The collection. */
        public Documents documents() {
            return space.of(name);
        }

        @Override
        public void close() {
            drop(name);
        }
    }

    /** For a run that builds this collection again. */
    public Run open(String collection) {
        Instant now = clock.instant();
        int cleaned = 0;
        for (Document run : runs.all()) {
            boolean dead = run.getDate(AT).toInstant().isBefore(now.minus(DEAD_AFTER));
            if (dead && cleaned < CLEANED_MAX) {
                drop(run.getString("_id"));
                cleaned++;
            }
        }
        String name = "rebuild." + UUID.randomUUID() + "." + collection;
        runs.insert(new Document("_id", name).append(AT, Date.from(now)));
        return new Run(name);
    }

    private void drop(String name) {
        space.of(name).drop();
        runs.delete(name);
    }
}
