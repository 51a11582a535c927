package org.plenary.outcomes.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.TwoKeys;

/** A commitment as its events left it. Self-reports and assessments are two series that are never merged. */
public record Commitment(
        Status status,
        String forum,
        String body,
        String document,
        String symbol,
        String paragraph,
        String quote,
        List<String> owners,
        List<Integer> objectives,
        @Nullable Instant due,
        String measure,
        TwoKeys keys,
        List<String> acknowledgedBy,
        List<Report> selfReports,
        List<Report> assessments,
        boolean overdue,
        List<String> sources) {
    /** The lifecycle's states on the straight path. */
    public enum Status {
        NONE,
        CANDIDATE,
        REGISTERED,
        ACTIVE,
        IMPORTED
    }

    /** One entry of a series: who (the party, or the assessor), the level, and what it rests on. */
    public record Report(String by, Level level, String basis) {}

    static final Commitment INITIAL = new Commitment(
            Status.NONE,
            "",
            "",
            "",
            "",
            "",
            "",
            List.of(),
            List.of(),
            null,
            "",
            TwoKeys.on("", List.of()),
            List.of(),
            List.of(),
            List.of(),
            false,
            List.of());

    /** SHA-256 of what is validated: the anchor, the owners, the objectives, what is due and how it is measured. */
    static String hash(
            String document,
            String paragraph,
            String quoteHash,
            List<String> owners,
            List<Integer> objectives,
            @Nullable Instant due,
            String measure) {
        return Ids.sha256(String.join(
                "\n",
                "commitment-v1",
                document,
                paragraph,
                quoteHash,
                owners.toString(),
                objectives.toString(),
                String.valueOf(due),
                measure));
    }

    Commitment with(Status next, TwoKeys turned) {
        return new Commitment(
                next,
                forum,
                body,
                document,
                symbol,
                paragraph,
                quote,
                owners,
                objectives,
                due,
                measure,
                turned,
                acknowledgedBy,
                selfReports,
                assessments,
                overdue,
                sources);
    }

    Commitment progress(
            Status next, List<String> acknowledged, List<Report> reports, List<Report> assessed, boolean late) {
        return new Commitment(
                next,
                forum,
                body,
                document,
                symbol,
                paragraph,
                quote,
                owners,
                objectives,
                due,
                measure,
                keys,
                acknowledged,
                reports,
                assessed,
                late,
                sources);
    }

    /** Whether the party promised; an empty list of owners is all parties. */
    boolean ownedBy(String party) {
        return owners.isEmpty() ? !party.isEmpty() : owners.contains(party);
    }
}
