package org.plenary.membership.domain.credentials;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

/** What compiling needs: the meeting, and its accreditations in the order of their parties. */
public record ReportFacts(@Nullable KnownMeeting meeting, List<ReportEntry> entries) {
    /** Accreditations of a report at most. */
    public static final int ENTRIES_MAX = 2_000;

    /** For a command that needs none. */
    public static final ReportFacts NOTHING = new ReportFacts(null, List.of());
}
