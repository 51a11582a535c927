package org.plenary.infra.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** What shows that something does not hold, written out so that others can judge it too. */
final class Evidence {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /** Folders that are tried, where several runs write in one second. */
    private static final int FOLDERS_MAX = 100;

    private Evidence() {}

    /** Writes a folder {@code evidence-...} and says where; says why where it cannot. Nothing is overwritten. */
    static List<String> write(Path dir, String target, NotVerified e, Instant now) {
        if (e.exhibits().isEmpty()) {
            return List.of();
        }
        try {
            Path folder = folder(dir, "evidence-" + e.fault().slug() + "-" + TIME.format(now));
            for (Map.Entry<String, byte[]> exhibit : e.exhibits().entrySet()) {
                Files.write(folder.resolve(exhibit.getKey().replaceAll("[^A-Za-z0-9.-]", "_")), exhibit.getValue());
            }
            String said = Result.fails(target, e, List.of()).text();
            Files.writeString(folder.resolve("about.txt"), said + "  Written at     " + now + "\n");
            return List.of(folder.toString());
        } catch (IOException cannot) {
            return List.of(
                    "could not be written to " + dir + " (" + cannot.getClass().getSimpleName() + ")");
        }
    }

    private static Path folder(Path dir, String name) throws IOException {
        Files.createDirectories(dir);
        for (int i = 1; i <= FOLDERS_MAX; i++) {
            Path folder = dir.resolve(i == 1 ? name : name + "-" + i);
            if (Files.notExists(folder)) {
                return Files.createDirectory(folder);
            }
        }
        throw new IOException("too many folders of one name");
    }
}
