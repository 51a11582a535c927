package org.plenary.membership.domain.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.membership.domain.Accreditation;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;
import org.plenary.membership.domain.Capacity;
import org.plenary.membership.domain.CredentialsOutcome;
import org.plenary.membership.domain.credentials.ReportCommand.*;
import org.plenary.membership.domain.credentials.ReportEvent.*;

class ReportDeciderTest {
    private static final Standing SEC = person("secretariat", null, "SECRETARIAT");
    private static final Standing AU = person("au.cochair", "au", "CO_CHAIR");
    private static final Standing ID = person("id.cochair", "id", "CO_CHAIR");
    private static final KnownMeeting MEETING =
            new KnownMeeting("forum-1", "OPEN", List.of("au", "id"), "meeting-1@12");
    private static final ReportEntry IN_ORDER = entry("accreditation-1", Accreditation.Status.IN_ORDER);
    private static final ReportEntry CONTESTED = entry("accreditation-2", Accreditation.Status.CONTESTED);
    private static final Proposed ACCEPTED = new Proposed("accreditation-2", CredentialsOutcome.IN_ORDER);
    private static final ReportFacts FACTS = new ReportFacts(MEETING, List.of(IN_ORDER, CONTESTED));

    private static ReportEntry entry(String id, Accreditation.Status status) {
        return new ReportEntry(id, 4, "th", Capacity.HEAD, status);
    }

    private static CompileCredentialsReport compile(Proposed... contested) {
        return new CompileCredentialsReport("forum-1", "meeting-1", List.of(contested));
    }

    private static DeciderSpecification<ReportCommand, Report, ReportEvent, ReportFacts> nothing() {
        return spec(new ReportDecider()).by(SEC);
    }

    private static DeciderSpecification<ReportCommand, Report, ReportEvent, ReportFacts> compiled() {
        return nothing().given(nothing().when(compile(ACCEPTED), FACTS).events());
    }

    private static AdoptCredentialsReport adopt() {
        return new AdoptCredentialsReport(compiled().state().keys().hash());
    }

    @Test
    void a_report_freezes_every_accreditation_with_a_proposal_for_each_contested_one() {
        var outcome = nothing().when(compile(ACCEPTED), FACTS);
        CredentialsReportCompiled event = (CredentialsReportCompiled)
                outcome.thenKinds(CredentialsReportCompiled.class).getFirst();
        assertThat(event.entries()).containsExactly(IN_ORDER, CONTESTED);
        assertThat(event.hash()).hasSize(64);
        assertThat(event.evidence()).isEqualTo("meeting-1@12");
    }

    @Test
    void a_contested_accreditation_without_a_proposal_or_a_proposal_for_another_is_refused() {
        nothing().when(compile(), FACTS).thenRejected(ReportRule.CONTESTED_NOT_PROPOSED);
        Proposed other = new Proposed("accreditation-1", CredentialsOutcome.REJECTED);
        nothing().when(compile(ACCEPTED, other), FACTS).thenRejected(ReportRule.CONTESTED_NOT_PROPOSED);
        nothing().when(compile(ACCEPTED, ACCEPTED), FACTS).thenRejected(ReportRule.CONTESTED_NOT_PROPOSED);
    }

    @Test
    void there_is_no_report_of_nothing_of_an_unknown_meeting_or_beyond_the_limit() {
        nothing().when(compile(), ReportFacts.NOTHING).thenRejected(ReportRule.MEETING_UNKNOWN);
        KnownMeeting foreign = new KnownMeeting("forum-2", "OPEN", List.of(), "meeting-1@1");
        nothing().when(compile(), new ReportFacts(foreign, List.of(IN_ORDER))).thenRejected(ReportRule.MEETING_UNKNOWN);
        nothing().when(compile(), new ReportFacts(MEETING, List.of())).thenRejected(ReportRule.NOTHING_TO_REPORT);
        List<ReportEntry> many = Collections.nCopies(ReportFacts.ENTRIES_MAX + 1, IN_ORDER);
        nothing().when(compile(), new ReportFacts(MEETING, many)).thenRejected(ReportRule.REPORT_TOO_LARGE);
    }

    @Test
    void both_keys_on_the_same_edition_adopt_it_and_say_what_is_settled() {
        compiled().by(AU).when(adopt(), FACTS).thenKinds(CredentialsReportKeyTurned.class);
        var one = compiled().given(new CredentialsReportKeyTurned("au", "au.cochair", adopt().hash()));
        var both = one.by(ID).when(adopt(), FACTS);
        both.then(
                new CredentialsReportKeyTurned("id", "id.cochair", adopt().hash()),
                new CredentialsReportAdopted("meeting-1", 1, adopt().hash(), List.of(ACCEPTED)));
        assertThat(both.state().status()).isEqualTo(Report.Status.ADOPTED);
        one.by(AU).when(adopt(), FACTS).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        one.by(person("nz.head", "nz")).when(adopt(), FACTS).thenRejected(KeyRule.KEY_NOT_HELD);
        one.by(ID).when(new AdoptCredentialsReport("0".repeat(64)), FACTS).thenRejected(KeyRule.KEY_OTHER_BYTES);
    }

    @Test
    void a_new_edition_voids_the_key_on_the_old_one() {
        var one = compiled().given(new CredentialsReportKeyTurned("au", "au.cochair", adopt().hash()));
        var again = one.by(SEC).when(compile(new Proposed("accreditation-2", CredentialsOutcome.REJECTED)), FACTS);
        assertThat(again.state().edition()).isEqualTo(2);
        assertThat(again.state().keys().turned()).isEmpty();
        one.given(again.events()).by(ID).when(adopt(), FACTS).thenRejected(KeyRule.KEY_OTHER_BYTES);
    }

    @Test
    void an_edition_is_adopted_only_while_what_is_contested_stands_as_compiled() {
        var one = compiled()
                .given(new CredentialsReportKeyTurned("au", "au.cochair", adopt().hash()))
                .by(ID);
        ReportEntry objected =
                new ReportEntry("accreditation-2", 5, "th", Capacity.HEAD, Accreditation.Status.CONTESTED);
        one.when(adopt(), new ReportFacts(null, List.of(objected))).thenRejected(ReportRule.REPORT_OUTDATED);
        ReportEntry withdrawn =
                new ReportEntry("accreditation-2", 5, "th", Capacity.HEAD, Accreditation.Status.WITHDRAWN);
        one.when(adopt(), new ReportFacts(null, List.of(withdrawn))).thenRejected(ReportRule.REPORT_OUTDATED);
        one.when(adopt(), new ReportFacts(null, List.of())).thenRejected(ReportRule.REPORT_OUTDATED);
        ReportEntry another = entry("accreditation-1", Accreditation.Status.CONTESTED);
        one.when(adopt(), new ReportFacts(null, List.of(CONTESTED, another))).thenRejected(ReportRule.REPORT_OUTDATED);
        compiled()
                .by(AU)
                .when(adopt(), new ReportFacts(null, List.of(objected)))
                .thenRejected(ReportRule.REPORT_OUTDATED);
        ReportEntry settled = entry("accreditation-1", Accreditation.Status.PROVISIONAL);
        one.when(adopt(), new ReportFacts(null, List.of(CONTESTED, settled)))
                .thenKinds(CredentialsReportKeyTurned.class, CredentialsReportAdopted.class);
    }

    @Test
    void what_is_not_compiled_is_not_adopted() {
        nothing()
                .by(AU)
                .when(new AdoptCredentialsReport("0".repeat(64)), ReportFacts.NOTHING)
                .thenRejected(ReportRule.REPORT_NOT_COMPILED);
    }

    @Test
    void every_history_keeps_the_rules_of_the_report() {
        new RandomHistories<>(
                        new ReportDecider(),
                        ReportEvent.class,
                        List.of(SEC, AU, ID),
                        random -> FACTS,
                        (random, report, now) -> random.nextInt(3) == 0
                                ? compile(ACCEPTED)
                                : new AdoptCredentialsReport(report.keys().hash()))
                .run(200, 10, (where, before, command, events, r, act) -> {
                    assertThat(r.edition()).as(where).isBetween(before.edition(), before.edition() + 1);
                    if (r.status() == Report.Status.ADOPTED) {
                        assertThat(r.keys().complete())
                                .as(where + ": adopted by both")
                                .isTrue();
                    }
                });
    }
}
