package org.plenary.infra.local;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Projections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.bson.Document;

/**
 * The mark of an instance that was put back from a backup: while it stands, no timer goes off and no letter goes out,
 * for what was done after the backup is missing, and a silence would end that was broken. An operator takes it away.
 */
final class HeldMark {
    /** The mark's file in the data directory; a restore makes it with everything else. */
    static final String FILE = "held";

    private static final String LAST = "lastRecorded";
    private static final DateTimeFormatter IN_WORDS = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu 'at' HH:mm:ss", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HeldMark() {}

    /** Whether it stands. */
    static boolean stands(DataDirectory data) {
        return Files.exists(data.path(FILE));
    }

    /** Everything goes on from the next start. */
    static void remove(DataDirectory data) {
        try {
            Files.deleteIfExists(data.path(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Notes at the first start, before any service writes, when the last act of the backup was recorded. It looks at
     * every commit, once.
     *
     * @param store the store's connection string
     */
    static void note(DataDirectory data, String store) {
        if (!stands(data) || DataDirectory.read(data.path(FILE)).containsKey(LAST)) {
            return;
        }
        Instant last = Instant.EPOCH;
        try (MongoClient client = MongoClients.create(store)) {
            for (String service : Instance.SERVICES) {
                for (Document commit : client.getDatabase("plenary_" + service)
                        .getCollection("commits")
                        .find()
                        .projection(Projections.include("events.recordedAt"))) {
                    for (Document event : commit.getList("events", Document.class, List.of())) {
                        Date at = event.getDate("recordedAt");
                        last = at != null && at.toInstant().isAfter(last) ? at.toInstant() : last;
                    }
                }
            }
        }
        Properties mark = new Properties();
        mark.setProperty(LAST, last.toString());
        data.write(FILE, mark);
    }

    /** What an operator is told at a start under the mark. */
    static String told(Path folder) {
        String last = DataDirectory.read(folder.resolve(FILE)).getProperty(LAST, Instant.EPOCH.toString());
        return """
                It was put back from a backup, in which the last act was recorded on %s UTC.
                What was done after that is not in it. No silence or deadline ends by itself and no letter is sent,
                until you have looked at what is missing and say: ./plenary down, then ./plenary up --go-on
                """.formatted(IN_WORDS.format(Instant.parse(last))).strip();
    }
}
