package org.plenary.membership.domain.credentials;

import java.util.List;

/** What happened to a meeting's credentials report. */
public sealed interface ReportEvent {
    /** The secretariat froze an edition. */
    record CredentialsReportCompiled(
            String forum,
            String meeting,
            int edition,
            List<ReportEntry> entries,
            List<Proposed> contested,
            String hash,
            List<String> keyholders,
            String evidence,
            String by)
            implements ReportEvent {}

    /** One co-chair agreed to exactly this edition. */
    record CredentialsReportKeyTurned(String unit, String by, String hash) implements ReportEvent {}

    /** Both co-chairs adopted it: what it proposes is settled. */
    record CredentialsReportAdopted(String meeting, int edition, String hash, List<Proposed> settled)
            implements ReportEvent {}
}
