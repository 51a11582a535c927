package org.plenary.membership.domain.credentials;

import java.util.List;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.json.Json;

/** The credentials report of a meeting, in its newest edition. Until it is adopted everybody keeps every right. */
public record Report(
        Status status,
        String forum,
        String meeting,
        int edition,
        List<ReportEntry> entries,
        List<Proposed> contested,
        TwoKeys keys) {
    /** A report that was adopted is compiled again where credentials changed since. */
    public enum Status {
        NONE,
        COMPILED,
        ADOPTED
    }

    static final Report INITIAL = new Report(Status.NONE, "", "", 0, List.of(), List.of(), TwoKeys.on("", List.of()));

    Report keys(TwoKeys next) {
        return new Report(status, forum, meeting, edition, entries, contested, next);
    }

    Report adopted() {
        return new Report(Status.ADOPTED, forum, meeting, edition, entries, contested, keys);
    }

    /** SHA-256 of everything an edition says: what both keys are on. */
    static String hash(String meeting, int edition, List<ReportEntry> entries, List<Proposed> contested) {
        return Ids.sha256(String.join(
                "\n",
                "credentials-report-v1",
                meeting,
                Integer.toString(edition),
                Json.write(entries),
                Json.write(contested)));
    }
}
