package org.plenary.membership.domain.credentials;

import org.plenary.kernel.decide.Rule;

/** Why an act on a credentials report is refused. */
public enum ReportRule implements Rule {
    MEETING_UNKNOWN,
    NOTHING_TO_REPORT,
    REPORT_TOO_LARGE,
    CONTESTED_NOT_PROPOSED,
    REPORT_NOT_COMPILED,
    REPORT_OUTDATED
}
