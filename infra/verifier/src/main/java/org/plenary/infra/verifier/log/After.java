package org.plenary.infra.verifier.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.plenary.infra.verifier.Keys;

/**
 * A log compared with what was followed of the one that it continues.
 *
 * @param seen the newest checkpoint that was seen of the old log
 * @param keys by which that counted
 * @param standing how the one that the new log names stands to it
 * @param ended the versions of the old log's streams, where it was looked at that each goes on here where it ended
 * @param remarks what is to be known though it holds
 */
public record After(
        Head seen, Keys keys, Beginning.Standing standing, Optional<StreamVersions> ended, List<String> remarks) {
    /** Where the old log does not have all things that there are. */
    static final String NOT_ALL =
            "Of things that have no event in the old log it was not verified that they begin here with"
                    + " number 1: the old log continues another one, or does not have all things.";

    /**
     * Compares with what earlier runs kept in a folder; empty where it is no such folder. Throws NotVerified where the
     * two contradict each other.
     *
     * @param told the old log's versions, before they are compared, where it is the log that the new one continues
     */
    public static Optional<After> keptIn(Path dir, Followed next, Consumer<StreamVersions> told) {
        if (Files.notExists(dir.resolve(State.FILE))) {
            return Optional.empty();
        }
        try (State kept = new State(Optional.of(dir))) {
            return kept.head().map(head -> {
                boolean whole = kept.verified() == head.checkpoint().size();
                Optional<StreamVersions> versions = whole ? Optional.of(kept.versions()) : Optional.empty();
                return of(head, kept.keys().orElseThrow(), versions, List.of(), next, told);
            });
        }
    }

    /** The same with what was followed just now. */
    public static After of(Followed old, Followed next, Consumer<StreamVersions> told) {
        return of(old.head(), old.keys(), Optional.of(old.versions()), old.remarks(), next, told);
    }

    /** @param versions empty where not all entries of the old log were looked at */
    private static After of(
            Head seen,
            Keys keys,
            Optional<StreamVersions> versions,
            List<String> remarks,
            Followed next,
            Consumer<StreamVersions> told) {
        Beginning.Standing standing = Beginning.standing(next, seen, keys);
        List<String> said = new ArrayList<>();
        remarks.forEach(r -> said.add("Of the old log: " + r));
        if (standing == Beginning.Standing.SAME) {
            versions.ifPresent(told);
            versions.ifPresent(v -> Beginning.requireGoesOn(next, Optional.of(seen), v));
            if (versions.isEmpty()) {
                said.add("Whether each thing's events go on here where they ended in the old log was not verified: not"
                        + " all of its entries were looked at. Follow the old log to its end with the state directory"
                        + " that you have of it, and then run this again.");
            } else {
                versions.filter(v -> !v.hasAll()).ifPresent(v -> said.add(NOT_ALL));
            }
        }
        if (standing == Beginning.Standing.BEYOND) {
            said.add("That the new log goes on from what you followed was not verified: of the old log "
                    + seen.checkpoint().size() + " entries were followed, and the new log names a checkpoint with more."
                    + " Follow the old log to its end with the state directory that you have of it, and then run this"
                    + " again. If the old log can no longer be read to there, this cannot be verified.");
        }
        return new After(
                seen, keys, standing, versions.filter(v -> standing == Beginning.Standing.SAME), List.copyOf(said));
    }

    /** Whether each thing's events were seen to go on where they ended in the old log. */
    boolean goesOn() {
        return ended.filter(StreamVersions::hasAll).isPresent();
    }

    String words() {
        return switch (standing) {
            case SAME ->
                "What was followed of the old log, " + seen.words() + ", is exactly the checkpoint from which this log"
                        + " goes on: nothing was left out between the two"
                        + (goesOn() ? ", and each thing's events go on here after those of the old log." : ".");
            case BEYOND ->
                "What was followed of the old log, " + seen.words() + ", does not contradict this log, and no more is"
                        + " known: see below.";
        };
    }

    String slug() {
        return standing.slug();
    }
}
