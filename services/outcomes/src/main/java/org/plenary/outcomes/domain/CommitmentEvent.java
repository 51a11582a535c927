package org.plenary.outcomes.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a commitment. */
public sealed interface CommitmentEvent {
    /** The secretariat marked a promise in a published paragraph. */
    record CommitmentMarked(
            String forum,
            String meeting,
            String document,
            String symbol,
            String body,
            String paragraph,
            String quote,
            String quoteHash,
            List<String> owners,
            List<Integer> objectives,
            @Nullable Instant due,
            String measure,
            List<String> keyholders,
            String by)
            implements CommitmentEvent {}

    /** One co-chair validated the commitment. */
    record CommitmentKeyTurned(String unit, String by, String hash) implements CommitmentEvent {}

    /** Both co-chairs validated the commitment. */
    record CommitmentRegistered(String hash) implements CommitmentEvent {}

    /** An owner acknowledged the commitment; {@code due} as it stands, for from now on it can be overdue. */
    record CommitmentAcknowledged(
            String party, String by, @Nullable Instant due) implements CommitmentEvent {}

    /** An owner reported on itself. */
    record ProgressReported(String party, String by, Level level, String evidence) implements CommitmentEvent {}

    /** Someone who is not of the owner assessed the progress. */
    record CommitmentAssessed(String by, Level level, String ground) implements CommitmentEvent {}

    /** The due date passed; which one, the commitment itself says. No longer made, read for ever. */
    record CommitmentOverdue() implements CommitmentEvent {}

    /** The due date passed, and these are late: enough for who hears of it without knowing the commitment. */
    record CommitmentOverdueV2(String forum, Instant due, List<String> owners) implements CommitmentEvent {}

    /** A past commitment came in from public pages; it went through none of the lifecycles here. */
    record CommitmentImported(
            String forum,
            String text,
            @Nullable String document,
            @Nullable Integer year,
            @Nullable String status,
            List<String> sources)
            implements CommitmentEvent {}
}
