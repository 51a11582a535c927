package org.plenary.meeting.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.meeting.domain.MeetingCommand.*;
import org.plenary.meeting.domain.MeetingEvent.*;
import org.plenary.meeting.domain.MeetingFacts.KnownCard;
import org.plenary.meeting.domain.MeetingFacts.KnownForum;

class MeetingDeciderTest {
    private static final MeetingDecider RULES = new MeetingDecider();
    private static final Standing AU = person("au.cochair", "au", "CO_CHAIR");
    private static final Standing ID = person("id.cochair", "id", "CO_CHAIR");
    private static final KnownForum FORUM = new KnownForum(
            "BP", true, List.of("au", "id"), List.of("au", "id", "nz", "th"), List.of("au", "id", "nz", "th"));
    static final Duration NOTICE = Duration.ofDays(42);
    private static final MeetingRules CARD =
            new MeetingRules(1, NOTICE, Duration.ofDays(30), Duration.ofDays(14), 2, 3, Consultation.REQUIRED);
    static final MeetingFacts FACTS = new MeetingFacts(
            FORUM, new KnownCard(CARD, Duration.ofDays(10), Duration.ofDays(60)), "MEMBER_STATE", true, 0, "");
    static final ProposeMeeting PROPOSE = propose("2027-06-10T09:00", "2027-06-11T17:00", "Asia/Makassar");

    private static ProposeMeeting propose(String opens, String closes, String zone) {
        return new ProposeMeeting(
                "forum-1",
                "conference",
                MeetingType.MINISTERIAL_CONFERENCE,
                "Ninth",
                9,
                "Indonesia",
                "Bali",
                zone,
                opens,
                closes);
    }

    private static DeciderSpecification<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> proposed() {
        List<MeetingEvent> events = spec(RULES).by(AU).when(PROPOSE, FACTS).events();
        return spec(RULES).given(events);
    }

    private static DeciderSpecification<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> consulted() {
        return proposed().given(new ConsultationConcurred("nz", "nz.head"), new ConsultationConcurred("th", "th.head"));
    }

    private static DeciderSpecification<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> convened() {
        var scheduled = consulted();
        scheduled.given(scheduled
                .by(ID)
                .when(new ConsentToMeeting(hash(scheduled)), FACTS)
                .events());
        return scheduled.given(scheduled
                .by(person("secretariat", null))
                .when(new ConveneMeeting(), FACTS)
                .events());
    }

    private static String hash(DeciderSpecification<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> spec) {
        return spec.state().keys().hash();
    }

    @Test
    void a_proposal_names_one_instant_in_its_zone() {
        MeetingProposed p = (MeetingProposed)
                spec(RULES).by(AU).when(PROPOSE, FACTS).events().getFirst();
        assertThat(p.opensAt()).isEqualTo(Instant.parse("2027-06-10T01:00:00Z"));
        assertThat(p.symbolStem()).isEqualTo("BP/MC.9");
        assertThat(p.consulted()).containsExactly("nz", "th");
        spec(RULES)
                .by(AU)
                .when(propose("2027-10-03T02:30", "2027-10-04T09:00", "Australia/Sydney"), FACTS)
                .thenRejected(MeetingRule.LOCAL_TIME_IMPOSSIBLE);
        spec(RULES)
                .by(AU)
                .when(propose("2027-04-04T02:30", "2027-04-05T09:00", "Australia/Sydney"), FACTS)
                .thenRejected(MeetingRule.LOCAL_TIME_IMPOSSIBLE);
        spec(RULES)
                .by(AU)
                .when(propose("2027-06-10T09:00", "2027-06-11T17:00", "Bali"), FACTS)
                .thenRejected(MeetingRule.ZONE_UNKNOWN);
        spec(RULES)
                .by(AU)
                .when(propose("2027-06-11T09:00", "2027-06-10T17:00", "UTC"), FACTS)
                .thenRejected(MeetingRule.CLOSES_BEFORE_OPENS);
        spec(RULES)
                .by(AU)
                .when(propose("2026-06-10T09:00", "2026-06-11T17:00", "UTC"), FACTS)
                .thenRejected(MeetingRule.OPENING_IN_THE_PAST);
    }

    @Test
    void it_needs_a_known_forum_body_and_rule_card_and_a_keyholder() {
        spec(RULES).by(AU).when(PROPOSE, MeetingFacts.NONE).thenRejected(MeetingRule.FORUM_UNKNOWN);
        KnownForum bodiless = new KnownForum("BP", true, null, List.of(), List.of());
        spec(RULES)
                .by(AU)
                .when(PROPOSE, new MeetingFacts(bodiless, null, null, false, 0, ""))
                .thenRejected(MeetingRule.BODY_UNKNOWN);
        spec(RULES)
                .by(AU)
                .when(PROPOSE, new MeetingFacts(FORUM, null, null, false, 0, ""))
                .thenRejected(MeetingRule.RULE_CARD_MISSING);
        spec(RULES).by(person("nz.head", "nz")).when(PROPOSE, FACTS).thenRejected(KeyRule.KEY_NOT_HELD);
    }

    @Test
    void it_is_scheduled_by_both_keys_on_the_same_hash_after_consultation() {
        proposed()
                .by(ID)
                .when(new ConsentToMeeting(hash(proposed())), FACTS)
                .thenRejected(MeetingRule.CONSULTATION_OPEN);
        consulted()
                .by(ID)
                .when(new ConsentToMeeting(hash(proposed())), FACTS)
                .thenKinds(MeetingConsented.class, MeetingScheduled.class);
        consulted().by(AU).when(new ConsentToMeeting(hash(proposed())), FACTS).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        consulted().by(ID).when(new ConsentToMeeting("0".repeat(64)), FACTS).thenRejected(KeyRule.KEY_OTHER_BYTES);
        Instant settled = NOON.plus(Duration.ofDays(10)).plusSeconds(10);
        proposed()
                .by(ID)
                .at(settled.minusMillis(1))
                .when(new ConsentToMeeting(hash(proposed())), FACTS)
                .thenRejected(MeetingRule.CONSULTATION_OPEN);
        proposed()
                .by(ID)
                .at(settled)
                .when(new ConsentToMeeting(hash(proposed())), FACTS)
                .thenKinds(MeetingConsented.class, MeetingScheduled.class);
    }

    @Test
    void a_counter_proposal_voids_earlier_consents_and_implies_its_authors() {
        CounterMeeting counter = new CounterMeeting(
                hash(proposed()), "Indonesia", "Jakarta", "Asia/Jakarta", "2027-06-12T09:00", "2027-06-13T09:00");
        var spec = consulted().by(ID);
        spec.given(spec.when(counter, FACTS).thenKinds(MeetingCountered.class));
        assertThat(spec.state().keys().turned()).containsOnlyKeys("id");
        assertThat(spec.state().proposal()).isEqualTo(2);
        spec.by(AU).when(new ConsentToMeeting(hash(proposed())), FACTS).thenRejected(KeyRule.KEY_OTHER_BYTES);
        spec.by(AU)
                .when(new ConsentToMeeting(hash(spec)), FACTS)
                .thenKinds(MeetingConsented.class, MeetingScheduled.class);
    }

    @Test
    void those_consulted_speak_once_and_in_time() {
        Standing nz = person("nz.head", "nz");
        proposed().by(nz).when(new ConcurWithMeeting(), FACTS).thenKinds(ConsultationConcurred.class);
        proposed().by(nz).when(new ObjectToMeeting("Too early."), FACTS).thenKinds(ConsultationObjected.class);
        consulted().by(nz).when(new CommentOnMeeting("Again."), FACTS).thenRejected(MeetingRule.ALREADY_CONSULTED);
        proposed()
                .by(person("my.head", "my"))
                .when(new ConcurWithMeeting(), FACTS)
                .thenRejected(MeetingRule.NOT_CONSULTED);
        proposed()
                .by(nz)
                .at(NOON.plus(Duration.ofDays(10)))
                .when(new ConcurWithMeeting(), FACTS)
                .thenRejected(MeetingRule.CONSULTATION_OVER);
        convened().by(nz).when(new ConcurWithMeeting(), FACTS).thenRejected(MeetingRule.NOT_PROPOSED);
    }

    @Test
    void without_consent_it_lapses_when_its_time_comes_and_not_before() {
        Instant lapses = NOON.plus(Duration.ofDays(60));
        proposed()
                .at(lapses.plusSeconds(10).minusMillis(1))
                .when(new LapseMeeting(), FACTS)
                .thenNothing();
        proposed().at(lapses.plusSeconds(10)).when(new LapseMeeting(), FACTS).thenKinds(MeetingLapsed.class);
        consulted()
                .by(ID)
                .at(lapses.minusMillis(1))
                .decidedAt(lapses.plusSeconds(9))
                .when(new ConsentToMeeting(hash(proposed())), FACTS)
                .thenKinds(MeetingConsented.class, MeetingScheduled.class);
        consulted()
                .by(ID)
                .at(lapses)
                .when(new ConsentToMeeting(hash(proposed())), FACTS)
                .thenRejected(MeetingRule.NOT_PROPOSED);
        convened()
                .at(NOON.plus(Duration.ofDays(60)))
                .when(new LapseMeeting(), FACTS)
                .thenNothing();
    }

    @Test
    void the_other_office_declines_and_the_author_withdraws() {
        DeclineMeeting decline = new DeclineMeeting("Elections.");
        WithdrawMeeting withdraw = new WithdrawMeeting("Elections.");
        proposed().by(ID).when(decline, FACTS).thenKinds(MeetingLapsed.class);
        proposed().by(AU).when(decline, FACTS).thenRejected(MeetingRule.PROPOSAL_IS_OWN);
        proposed().by(AU).when(withdraw, FACTS).thenKinds(MeetingLapsed.class);
        proposed().by(ID).when(withdraw, FACTS).thenRejected(MeetingRule.PROPOSAL_NOT_OWN);
        proposed().by(person("nz.head", "nz")).when(decline, FACTS).thenRejected(KeyRule.KEY_NOT_HELD);
    }

    @Test
    void convening_keeps_the_notice_and_fixes_the_deadlines() {
        MeetingConvened c = (MeetingConvened) lastOf(convened());
        assertThat(c.regularUntil()).isEqualTo(c.opensAt().minus(Duration.ofDays(30)));
        assertThat(c.supplementaryUntil()).isEqualTo(c.opensAt().minus(Duration.ofDays(14)));
        var scheduled = consulted();
        scheduled.given(scheduled
                .by(ID)
                .when(new ConsentToMeeting(hash(scheduled)), FACTS)
                .events());
        scheduled
                .at(c.opensAt().minus(Duration.ofDays(42)).plusMillis(1))
                .when(new ConveneMeeting(), FACTS)
                .thenRejected(MeetingRule.NOTICE_TOO_SHORT);
        scheduled
                .at(c.opensAt().minus(Duration.ofDays(42)))
                .when(new ConveneMeeting(), FACTS)
                .thenKinds(MeetingConvened.class);
        proposed().when(new ConveneMeeting(), FACTS).thenRejected(MeetingRule.NOT_SCHEDULED);
    }

    private static MeetingEvent lastOf(
            DeciderSpecification<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> unused) {
        var scheduled = consulted();
        scheduled.given(scheduled
                .by(ID)
                .when(new ConsentToMeeting(hash(scheduled)), FACTS)
                .events());
        return scheduled.when(new ConveneMeeting(), FACTS).events().getLast();
    }

    @Test
    void it_opens_with_a_quorum_of_member_states_whose_heads_are_accredited() {
        MeetingFacts noHead = new MeetingFacts(null, null, "MEMBER_STATE", false, 0, "");
        MeetingFacts unknown = new MeetingFacts(null, null, null, true, 0, "");
        convened().when(new RecordPresence("th", true), noHead).thenRejected(MeetingRule.HEAD_NOT_ACCREDITED);
        convened().when(new RecordPresence("xx", true), unknown).thenRejected(MeetingRule.PARTY_UNKNOWN);
        var one = convened()
                .given(new PresenceRecorded("th", "MEMBER_STATE", true, "secretariat"))
                .given(new PresenceRecorded("jp", "OBSERVER_STATE", true, "secretariat"));
        one.when(new RecordPresence("th", true), FACTS).thenNothing();
        one.by(AU).when(new OpenMeeting(), FACTS).thenRejected(MeetingRule.QUORUM_NOT_MET);
        one.given(new PresenceRecorded("nz", "MEMBER_STATE", true, "secretariat"))
                .when(new OpenMeeting(), FACTS)
                .thenKinds(MeetingOpened.class);
        proposed().when(new OpenMeeting(), FACTS).thenRejected(MeetingRule.NOT_CONVENED);
    }

    @Test
    void it_closes_when_every_item_is_disposed_of_and_both_keys_issue_its_record() {
        var open = convened().given(new MeetingOpened(3, 2, "au.cochair", ""));
        open.by(AU).when(new CloseMeeting(), FACTS).thenRejected(MeetingRule.NOT_IN_SUBSTANCE);
        open.when(new EnterSubstance("agenda-1", 1), FACTS).thenKinds(MeetingEnteredSubstance.class);
        open.given(new MeetingEnteredSubstance("agenda-1", 1));
        open.when(new EnterSubstance("agenda-1", 1), FACTS).thenNothing();
        open.when(new CloseMeeting(), new MeetingFacts(null, null, null, false, 1, ""))
                .thenRejected(MeetingRule.ITEMS_NOT_DISPOSED_OF);
        open.when(new CloseMeeting(), FACTS).thenKinds(MeetingClosed.class);
        open.when(new IssueMeetingRecord("h"), FACTS).thenRejected(MeetingRule.NOT_CLOSED);
        open.given(new MeetingClosed("au.cochair", ""));
        String hash = open.state().recordKeys().hash();
        open.given(open.when(new IssueMeetingRecord(hash), FACTS).thenKinds(MeetingRecordKeyTurned.class));
        open.by(ID)
                .when(new IssueMeetingRecord(hash), FACTS)
                .thenKinds(MeetingRecordKeyTurned.class, MeetingRecordIssued.class);
    }

    @Test
    void an_import_replaces_no_meeting_and_a_symbol_stands() {
        ImportMeeting again = new ImportMeeting(
                "forum-1",
                MeetingType.MINISTERIAL_CONFERENCE,
                1,
                "First",
                "Bali",
                "Indonesia",
                "2002-02-26",
                "2002-02-28",
                List.of(),
                List.of());
        convened().when(again, FACTS).thenRejected(MeetingRule.NOT_PROPOSED);
        proposed().when(new AssignSymbol("BP/MC.9/INF.1"), FACTS).thenNothing();
        convened().when(new AssignSymbol("BP/MC.9/INF.1"), FACTS).thenKinds(SymbolAssigned.class);
        convened()
                .given(new SymbolAssigned("BP/MC.9/INF.1"))
                .when(new AssignSymbol("BP/MC.9/INF.2"), FACTS)
                .thenNothing();
    }
}
