package org.plenary.membership.domain.credentials;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

/**
 * The meeting and accreditations: for compiling, all that the forum knows of, in the order of their parties; for adopting,
 * those that are contested, or were when the edition was compiled, as their streams have them now.
 */
public record ReportFacts(@Nullable KnownMeeting meeting, List<ReportEntry> entries) {
    /** Accreditations of a report at most. */
    public static final int ENTRIES_MAX = 2_000;

    /** For a command that needs none. */
    public static final ReportFacts NOTHING = new ReportFacts(null, List.of());
}
