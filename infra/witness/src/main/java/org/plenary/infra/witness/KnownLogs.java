package org.plenary.infra.witness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.WitnessPolicy;

/** The logs that a witness takes checkpoints of; asked at each submission. */
@FunctionalInterface
public interface KnownLogs {
    /** The keys that may sign for this origin; none where the log is unknown. */
    List<LogKey> of(String origin);

    /** These logs and no others. */
    static KnownLogs of(List<LogKey> keys) {
        List<LogKey> known = List.copyOf(keys);
        return origin -> known.stream().filter(k -> k.name().equals(origin)).toList();
    }

    /**
     * The {@code log} lines of a file in the syntax of C2SP tlog-policy, read once. The policy that a log serves will do
     * as it is; a file of {@code log} lines alone needs no quorum.
     *
     * @throws IllegalArgumentException where it is no such file, or names no log
     */
    static KnownLogs read(Path file) {
        try {
            String text = Files.readString(file);
            boolean whole =
                    Pattern.compile("(?m)^[ \t]*quorum[ \t]").matcher(text).find();
            List<LogKey> keys =
                    WitnessPolicy.parse(whole ? text : text + "\nquorum " + WitnessPolicy.NONE + "\n").logs().stream()
                            .map(WitnessPolicy.Log::key)
                            .toList();
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("no log is named in " + file);
            }
            return of(keys);
        } catch (IOException e) {
            throw new UncheckedIOException("the list of logs " + file + " cannot be read", e);
        }
    }
}
