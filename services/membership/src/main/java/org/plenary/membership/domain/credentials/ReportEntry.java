package org.plenary.membership.domain.credentials;

import org.plenary.membership.domain.Accreditation;
import org.plenary.membership.domain.Capacity;

/** An accreditation as a report froze it. */
public record ReportEntry(
        String accreditation, long at, String party, Capacity capacity, Accreditation.Status status) {}
