package org.plenary.membership;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.credentials.Report;
import org.plenary.membership.domain.credentials.ReportCommand;
import org.plenary.membership.domain.credentials.ReportCommand.AdoptCredentialsReport;
import org.plenary.membership.domain.credentials.ReportCommand.CompileCredentialsReport;
import org.plenary.membership.domain.credentials.ReportDecider;
import org.plenary.membership.domain.credentials.ReportEvent;
import org.plenary.membership.domain.credentials.ReportFacts;

/** Credentials reports: a meeting has one, in editions. */
final class ReportAggregate implements Aggregate<ReportCommand, Report, ReportEvent, ReportFacts> {
    private static final ReportDecider RULES = new ReportDecider();
    private final GatheredFacts gathered;
    private final AccreditationAggregate accreditations;

    ReportAggregate(GatheredFacts gathered, AccreditationAggregate accreditations) {
        this.gathered = gathered;
        this.accreditations = accreditations;
    }

    @Override
    public String name() {
        return "report";
    }

    @Override
    public String collection() {
        return "credentials-reports";
    }

    @Override
    public Class<ReportCommand> commands() {
        return ReportCommand.class;
    }

    @Override
    public Class<ReportEvent> events() {
        return ReportEvent.class;
    }

    @Override
    public Class<Report> states() {
        return Report.class;
    }

    @Override
    public Decider<ReportCommand, Report, ReportEvent, ReportFacts> decider() {
        return RULES;
    }

    @Override
    public String streamFor(ReportCommand command, UUID fresh) {
        return switch (command) {
            case CompileCredentialsReport c -> "report-" + c.meeting().substring("meeting-".length());
            case AdoptCredentialsReport c -> Aggregate.super.streamFor(command, fresh);
        };
    }

    @Override
    public ReportFacts facts(ReportCommand command, Report report, Act act) {
        return switch (command) {
            case CompileCredentialsReport c -> gathered.report(c.meeting());
            case AdoptCredentialsReport c -> gathered.contested(report, accreditations);
        };
    }

    @Override
    public Scope scope(@Nullable ReportCommand command, Report r) {
        return command instanceof CompileCredentialsReport c && r.status() == Report.Status.NONE
                ? new Scope(
                        c.forum(), gathered.body(c.meeting()), null, r.status().name(), Audience.FORUM)
                : new Scope(
                        r.forum(), gathered.body(r.meeting()), null, r.status().name(), Audience.FORUM);
    }

    @Override
    public Object show(String stream, Report report, Standing reader) {
        return Json.withId(stream, report);
    }
}
