package org.plenary.membership.domain.credentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.membership.domain.Accreditation;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;
import org.plenary.membership.domain.credentials.Report.Status;
import org.plenary.membership.domain.credentials.ReportCommand.AdoptCredentialsReport;
import org.plenary.membership.domain.credentials.ReportCommand.CompileCredentialsReport;
import org.plenary.membership.domain.credentials.ReportEvent.CredentialsReportAdopted;
import org.plenary.membership.domain.credentials.ReportEvent.CredentialsReportCompiled;
import org.plenary.membership.domain.credentials.ReportEvent.CredentialsReportKeyTurned;

/**
 * Compiled by the secretariat, adopted by both keys on the same bytes; a new edition voids the keys on the old one. An
 * edition is adopted only while what it settles stands as it was compiled. What remains: an objection that is recorded
 * between the reading of the streams and the second key's commit is settled with the rest, and can be made again after it.
 */
public final class ReportDecider implements Decider<ReportCommand, Report, ReportEvent, ReportFacts> {
    @Override
    public Report initial() {
        return Report.INITIAL;
    }

    @Override
    public List<ReportEvent> decide(ReportCommand command, Report r, ReportFacts facts, Act act) {
        return switch (command) {
            case CompileCredentialsReport c -> List.of(compile(c, r, facts, act));
            case AdoptCredentialsReport c -> adopt(c, r, facts, act);
        };
    }

    private static CredentialsReportCompiled compile(CompileCredentialsReport c, Report r, ReportFacts facts, Act act) {
        KnownMeeting meeting = facts.meeting();
        if (meeting == null || !meeting.forum().equals(c.forum())) {
            throw ReportRule.MEETING_UNKNOWN.because("There is no such meeting in this forum.");
        }
        if (facts.entries().isEmpty()) {
            throw ReportRule.NOTHING_TO_REPORT.because("Nobody was accepted for this meeting.");
        }
        if (facts.entries().size() > ReportFacts.ENTRIES_MAX) {
            throw ReportRule.REPORT_TOO_LARGE.because(
                    "More people are named than a report can hold.", Map.of("entriesMax", ReportFacts.ENTRIES_MAX));
        }
        List<String> contested = contested(facts.entries()).stream()
                .map(ReportEntry::accreditation)
                .sorted()
                .toList();
        List<String> proposed =
                c.contested().stream().map(Proposed::accreditation).sorted().toList();
        if (!contested.equals(proposed)) {
            throw ReportRule.CONTESTED_NOT_PROPOSED.because(
                    "The report proposes an outcome for each contested accreditation, and for no other.",
                    Map.of("contested", contested, "proposed", proposed));
        }
        int edition = r.edition() + 1;
        return new CredentialsReportCompiled(
                c.forum(),
                c.meeting(),
                edition,
                facts.entries(),
                c.contested(),
                Report.hash(c.meeting(), edition, facts.entries(), c.contested()),
                meeting.keyholders(),
                meeting.evidence(),
                act.actor());
    }

    private static List<ReportEvent> adopt(AdoptCredentialsReport c, Report r, ReportFacts facts, Act act) {
        if (r.status() != Status.COMPILED) {
            throw ReportRule.REPORT_NOT_COMPILED.because(
                    "There is no edition to adopt.", Map.of("state", r.status().name()));
        }
        r.keys().require(act, c.hash());
        current(r, facts);
        List<ReportEvent> events = new ArrayList<>();
        events.add(new CredentialsReportKeyTurned(act.unit(), act.actor(), c.hash()));
        if (r.keys().completedBy(act.unit())) {
            events.add(new CredentialsReportAdopted(r.meeting(), r.edition(), c.hash(), r.contested()));
        }
        return List.copyOf(events);
    }

    /** What was contested when the edition was compiled stands as it did then, and nothing else is contested since. */
    private static void current(Report r, ReportFacts facts) {
        List<ReportEntry> then = contested(r.entries());
        List<ReportEntry> changed = new ArrayList<>(facts.entries());
        changed.removeIf(e -> then.contains(e) || !mattersTo(then, e));
        List<String> gone = then.stream()
                .map(ReportEntry::accreditation)
                .filter(id -> facts.entries().stream()
                        .noneMatch(e -> e.accreditation().equals(id)))
                .toList();
        if (!changed.isEmpty() || !gone.isEmpty()) {
            throw ReportRule.REPORT_OUTDATED.because(
                    "Contested credentials changed since the report was compiled. Compile a new edition.",
                    Map.of(
                            "edition",
                            r.edition(),
                            "changed",
                            Stream.concat(changed.stream().map(ReportEntry::accreditation), gone.stream())
                                    .sorted()
                                    .toList()));
        }
    }

    private static boolean mattersTo(List<ReportEntry> then, ReportEntry now) {
        return now.status() == Accreditation.Status.CONTESTED
                || then.stream().anyMatch(e -> e.accreditation().equals(now.accreditation()));
    }

    private static List<ReportEntry> contested(List<ReportEntry> entries) {
        return entries.stream()
                .filter(e -> e.status() == Accreditation.Status.CONTESTED)
                .toList();
    }

    @Override
    public Report evolve(Report r, ReportEvent event) {
        return switch (event) {
            case CredentialsReportCompiled e ->
                new Report(
                        Status.COMPILED,
                        e.forum(),
                        e.meeting(),
                        e.edition(),
                        e.entries(),
                        e.contested(),
                        TwoKeys.on(e.hash(), e.keyholders()));
            case CredentialsReportKeyTurned e -> r.keys(r.keys().turn(e.unit(), e.by()));
            case CredentialsReportAdopted e -> r.adopted();
        };
    }
}
