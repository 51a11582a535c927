package org.plenary.outcomes.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done with a commitment. */
public sealed interface CommitmentCommand {
    /** Marks a promise in a published paragraph. */
    record MarkCommitment(
            String document,
            String paragraph,
            String quote,
            List<String> owners,
            List<Integer> objectives,
            @Nullable Instant due,
            String measure)
            implements CommitmentCommand {}

    /** Validates the commitment. */
    record ValidateCommitment(String hash) implements CommitmentCommand {}

    /** Acknowledges the commitment for the own party. */
    record AcknowledgeCommitment() implements CommitmentCommand {}

    /** Reports progress for the own party. */
    record ReportProgress(Level level, String evidence) implements CommitmentCommand {}

    /** Assesses the progress, as someone not of the owner. */
    record AssessCommitment(Level level, String ground) implements CommitmentCommand {}

    /** Brings in a past commitment with its sources. */
    record ImportCommitment(
            String forum,
            String text,
            @Nullable String document,
            @Nullable Integer year,
            @Nullable String status,
            List<String> sources)
            implements CommitmentCommand {}

    /** The due date passed. */
    record PassDueDate() implements CommitmentCommand, Internal {}
}
