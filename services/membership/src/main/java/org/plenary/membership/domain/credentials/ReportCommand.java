package org.plenary.membership.domain.credentials;

import java.util.List;

/** What can be done with a meeting's credentials report. */
public sealed interface ReportCommand {
    /** Freezes the state of every accreditation, with a proposal for each that is contested. */
    record CompileCredentialsReport(String forum, String meeting, List<Proposed> contested) implements ReportCommand {}

    /** Adopts exactly the edition that was shown; both co-chairs. */
    record AdoptCredentialsReport(String hash) implements ReportCommand {}
}
