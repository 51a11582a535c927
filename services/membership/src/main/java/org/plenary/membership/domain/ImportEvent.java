package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;

/** What happened to an import. */
public sealed interface ImportEvent {
    /** The secretariat ordered an import that it had seen the effect of; each party is brought up to date from it. */
    record RegisterImportOrdered(
            String forum,
            ImportCommand.Format format,
            String hash,
            Instant from,
            List<ImportEntry> entries,
            List<RegisterChange> changes,
            int unchanged,
            int refusedLines,
            List<RefusedLine> refused,
            String by)
            implements ImportEvent {}
}
