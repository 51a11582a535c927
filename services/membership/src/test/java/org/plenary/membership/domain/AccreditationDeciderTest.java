package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.Accreditation.Objection;
import org.plenary.membership.domain.Accreditation.Status;
import org.plenary.membership.domain.AccreditationCommand.*;
import org.plenary.membership.domain.AccreditationEvent.*;
import org.plenary.membership.domain.AccreditationFacts.Delegation;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

class AccreditationDeciderTest {
    private static final Reference NAME = new Reference("body-1", "0".repeat(64));
    private static final Reference OTHER_NAME = new Reference("body-2", "1".repeat(64));
    private static final NoteVerbale FILE =
            new NoteVerbale(new Reference("file-1", "2".repeat(64)), FileKind.PDF, 1_000);
    private static final KnownMeeting CONVENED =
            new KnownMeeting("forum-1", "CONVENED", List.of("au", "id"), "meeting-1@7");
    private static final AccreditationFacts ALONE = with(CONVENED, new Delegation(0, null, 3), null);
    private static final Standing FOCAL = person("th.focal", "th", "FOCAL_POINT");
    private static final Standing SEC = person("secretariat", null, "SECRETARIAT");
    private static final Standing AU = person("au.cochair", "au", "CO_CHAIR");
    private static final Standing ID = person("id.cochair", "id", "CO_CHAIR");
    private static final Standing NZ = person("nz.head", "nz", "HEAD");
    private static final DelegateNominated NOMINATED =
            new DelegateNominated("forum-1", "meeting-1", "th", Capacity.HEAD, NAME, "Note 1");
    private static final DelegateAccepted ACCEPTED = new DelegateAccepted("secretariat");
    private static final CredentialsInOrder IN_ORDER = new CredentialsInOrder("secretariat");

    private static AccreditationFacts with(KnownMeeting meeting, Delegation delegation, NoteVerbale file) {
        return new AccreditationFacts(NAME, meeting, delegation, file);
    }

    private static NominateDelegate nominate(Capacity capacity, String file) {
        return new NominateDelegate("forum-1", "meeting-1", "th", capacity, "Demonstration Person", "Note 1", file);
    }

    private static DeciderSpecification<AccreditationCommand, Accreditation, AccreditationEvent, AccreditationFacts>
            nothing() {
        return spec(new AccreditationDecider()).by(FOCAL);
    }

    private static DeciderSpecification<AccreditationCommand, Accreditation, AccreditationEvent, AccreditationFacts>
            nominated() {
        return nothing().given(NOMINATED).by(SEC);
    }

    @Test
    void a_nomination_carries_a_reference_and_never_the_name_and_says_by_what_it_was_judged() {
        nothing().when(nominate(Capacity.HEAD, null), ALONE).then(NOMINATED, new NominationJudged("meeting-1@7", 1, 3));
        nominated().when(nominate(Capacity.HEAD, null), ALONE).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
    }

    @Test
    void a_file_that_the_party_kept_is_attached_and_any_other_is_unknown() {
        nothing()
                .when(nominate(Capacity.HEAD, "file-1"), with(CONVENED, new Delegation(0, null, 3), FILE))
                .then(
                        NOMINATED,
                        new NominationJudged("meeting-1@7", 1, 3),
                        new NoteVerbaleAttached(FILE.file(), FileKind.PDF, 1_000));
        nothing().when(nominate(Capacity.HEAD, "file-9"), ALONE).thenRejected(AccreditationRule.FILE_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSED", "RECORDED", "CANCELLED", "LAPSED", "IMPORTED"})
    void nobody_is_named_for_a_meeting_that_is_over(String status) {
        KnownMeeting over = new KnownMeeting("forum-1", status, List.of(), "meeting-1@9");
        AccreditationFacts facts = with(over, new Delegation(0, null, 3), null);
        nothing().when(nominate(Capacity.HEAD, null), facts).thenRejected(AccreditationRule.MEETING_OVER);
        nominated()
                .by(FOCAL)
                .when(new ReplaceDelegate("Another", "Note 2", null), facts)
                .thenRejected(AccreditationRule.MEETING_OVER);
    }

    @Test
    void nobody_is_named_for_a_meeting_that_is_unknown_or_another_forums() {
        Delegation free = new Delegation(0, null, 3);
        nothing()
                .when(nominate(Capacity.HEAD, null), new AccreditationFacts(NAME, null, free, null))
                .thenRejected(AccreditationRule.MEETING_UNKNOWN);
        KnownMeeting foreign = new KnownMeeting("forum-2", "CONVENED", List.of(), "meeting-1@1");
        nothing()
                .when(nominate(Capacity.HEAD, null), with(foreign, free, null))
                .thenRejected(AccreditationRule.MEETING_UNKNOWN);
    }

    @Test
    void a_delegation_has_one_head_and_as_many_people_as_it_may() {
        AccreditationFacts headed = with(CONVENED, new Delegation(1, "accreditation-2", 3), null);
        nothing().when(nominate(Capacity.HEAD, null), headed).thenRejected(AccreditationRule.HEAD_ALREADY_NAMED);
        nothing()
                .when(nominate(Capacity.ADVISER, null), headed)
                .thenKinds(DelegateNominated.class, NominationJudged.class);
        AccreditationFacts full = with(CONVENED, new Delegation(3, "accreditation-2", 3), null);
        nothing().when(nominate(Capacity.ADVISER, null), full).thenRejected(AccreditationRule.DELEGATION_FULL);
    }

    @Test
    void of_two_heads_named_at_once_only_the_first_is_accepted() {
        AccreditationFacts headed = with(CONVENED, new Delegation(1, "accreditation-2", 3), null);
        nominated().when(new AcceptDelegate(), headed).thenRejected(AccreditationRule.HEAD_ALREADY_NAMED);
        nominated().when(new AcceptDelegate(), ALONE).thenKinds(DelegateAccepted.class);
    }

    @Test
    void the_place_is_judged_again_when_a_nomination_is_accepted() {
        AccreditationFacts full = with(CONVENED, new Delegation(3, null, 3), null);
        nominated().when(new AcceptDelegate(), full).thenRejected(AccreditationRule.DELEGATION_FULL);
        AccreditationFacts lowered = with(CONVENED, new Delegation(4, null, 2), null);
        nominated().when(new AcceptDelegate(), lowered).thenRejected(AccreditationRule.DELEGATION_FULL);
        AccreditationFacts last = with(CONVENED, new Delegation(2, null, 3), null);
        nominated().when(new AcceptDelegate(), last).thenKinds(DelegateAccepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOSED", "RECORDED", "CANCELLED", "LAPSED", "IMPORTED"})
    void nobody_is_accepted_refused_or_seated_when_the_meeting_is_over(String status) {
        KnownMeeting over = new KnownMeeting("forum-1", status, List.of("au", "id"), "meeting-1@9");
        AccreditationFacts facts = with(over, new Delegation(0, null, 3), null);
        nominated().when(new AcceptDelegate(), facts).thenRejected(AccreditationRule.MEETING_OVER);
        nominated().by(AU).when(new RefuseDelegate("Late."), facts).thenRejected(AccreditationRule.MEETING_OVER);
        var accepted = nominated().given(ACCEPTED);
        accepted.when(new ReceiveCredentials(), facts).thenRejected(AccreditationRule.MEETING_OVER);
        accepted.when(new ReceiveAssurance("By bag."), facts).thenRejected(AccreditationRule.MEETING_OVER);
        accepted.when(new ReceiveCredentials(), AccreditationFacts.NOTHING)
                .thenRejected(AccreditationRule.MEETING_UNKNOWN);
    }

    @Test
    void a_returned_nomination_is_submitted_again_and_judged_again() {
        var returned = nominated()
                .given(new NominationReturned("Unsigned.", "secretariat"))
                .by(FOCAL);
        ResubmitNomination again = new ResubmitNomination(Capacity.HEAD, "Person", "Note 2", "file-1");
        AccreditationFacts facts = new AccreditationFacts(OTHER_NAME, CONVENED, new Delegation(0, null, 3), FILE);
        var outcome = returned.when(again, facts);
        outcome.thenKinds(NominationResubmitted.class, NominationJudged.class, NoteVerbaleAttached.class);
        assertThat(outcome.state().status()).isEqualTo(Status.SUBMITTED);
        assertThat(outcome.state().name()).isEqualTo(OTHER_NAME);
        assertThat(outcome.state().reason()).isNull();
        nominated().when(again, facts).thenRejected(AccreditationRule.NOMINATION_NOT_RETURNED);
        returned.when(again, with(CONVENED, new Delegation(1, "accreditation-2", 3), FILE))
                .thenRejected(AccreditationRule.HEAD_ALREADY_NAMED);
    }

    @Test
    void only_a_pending_nomination_is_returned_accepted_or_refused() {
        nominated().when(new ReturnNomination("Unclear."), ALONE).thenKinds(NominationReturned.class);
        var accepted = nominated().given(ACCEPTED);
        accepted.when(new AcceptDelegate(), ALONE).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
        accepted.when(new ReturnNomination("Late."), ALONE).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
        accepted.by(AU).when(new RefuseDelegate("Late."), ALONE).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
    }

    private static RefusalKeyTurned key(String unit, String reason) {
        String hash = spec(new AccreditationDecider()).given(NOMINATED).state().refusalHash(reason);
        return new RefusalKeyTurned(unit, unit + ".cochair", reason, hash, List.of("au", "id"));
    }

    @Test
    void both_co_chairs_refuse_for_the_same_reason() {
        nominated().by(AU).when(new RefuseDelegate("No."), ALONE).then(key("au", "No."));
        var one = nominated().given(key("au", "No."));
        one.by(ID)
                .when(new RefuseDelegate("No."), ALONE)
                .then(key("id", "No."), new DelegateRefused("No.", "id.cochair"));
        one.by(ID).when(new RefuseDelegate("Other."), ALONE).thenRejected(KeyRule.KEY_OTHER_BYTES);
        one.by(AU).when(new RefuseDelegate("No."), ALONE).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        one.by(AU).when(new RefuseDelegate("Better said."), ALONE).then(key("au", "Better said."));
        one.by(SEC).when(new AcceptDelegate(), ALONE).thenKinds(DelegateAccepted.class);
    }

    @Test
    void a_key_to_refuse_is_a_keyholders_own() {
        nominated().by(NZ).when(new RefuseDelegate("No."), ALONE).thenRejected(KeyRule.KEY_NOT_HELD);
        nominated()
                .by(AU)
                .onBehalfOf("id")
                .when(new RefuseDelegate("No."), ALONE)
                .thenRejected(KeyRule.KEY_ON_BEHALF);
        nominated()
                .by(AU)
                .when(new RefuseDelegate("No."), AccreditationFacts.NOTHING)
                .thenRejected(AccreditationRule.MEETING_UNKNOWN);
    }

    @Test
    void credentials_come_to_an_accepted_delegate_and_an_assurance_seats_before_them() {
        ReceiveAssurance assured = new ReceiveAssurance("By bag.");
        nominated().when(new ReceiveCredentials(), ALONE).thenRejected(AccreditationRule.DELEGATE_NOT_ACCEPTED);
        nominated().when(assured, ALONE).thenRejected(AccreditationRule.DELEGATE_NOT_ACCEPTED);
        var accepted = nominated().given(ACCEPTED);
        accepted.when(new ReceiveCredentials(), ALONE).then(IN_ORDER);
        var provisional = accepted.when(assured, ALONE);
        provisional.then(new AssuranceReceived("By bag.", "secretariat"));
        assertThat(Accreditation.SEATED).contains(provisional.state().status());
        var seated = nominated().given(ACCEPTED, new AssuranceReceived("By bag.", "secretariat"));
        seated.when(new ReceiveCredentials(), ALONE).then(IN_ORDER);
        seated.when(assured, ALONE).thenRejected(AccreditationRule.DELEGATE_NOT_ACCEPTED);
    }

    @Test
    void another_party_contests_credentials_and_the_delegate_keeps_its_seat() {
        ObjectToCredentials objection = new ObjectToCredentials("Not signed.");
        AccreditationFacts none = AccreditationFacts.NOTHING;
        nominated().by(NZ).when(objection, none).thenRejected(AccreditationRule.DELEGATE_NOT_SEATED);
        var seated = nominated().given(ACCEPTED, IN_ORDER).by(NZ);
        var outcome = seated.when(objection, none);
        outcome.then(new CredentialsContested("nz", "Not signed.", "nz.head"));
        assertThat(Accreditation.SEATED).contains(outcome.state().status());
        assertThat(outcome.state().objections()).containsExactly(new Objection("nz", "nz.head", "Not signed."));
        var contested = seated.given(new CredentialsContested("nz", "Not signed.", "nz.head"));
        contested.when(objection, none).thenNothing();
        contested.by(AU).when(objection, none).thenKinds(CredentialsContested.class);
        contested.by(SEC).when(new ReceiveCredentials(), none).thenRejected(AccreditationRule.DELEGATE_NOT_ACCEPTED);
    }

    @ParameterizedTest
    @EnumSource(CredentialsOutcome.class)
    void the_adopted_report_settles_only_what_is_contested(CredentialsOutcome outcome) {
        SettleCredentials settle = new SettleCredentials(outcome, "report-1");
        var seated = nominated().given(ACCEPTED, IN_ORDER);
        seated.when(settle, AccreditationFacts.NOTHING).thenNothing();
        var settled = seated.given(new CredentialsContested("nz", "Not signed.", "nz.head"))
                .when(settle, AccreditationFacts.NOTHING);
        settled.then(new CredentialsSettled(outcome, "report-1"));
        assertThat(settled.state().status().name()).isEqualTo(outcome.name());
    }

    @Test
    void what_a_report_settled_can_be_contested_again_by_the_same_party() {
        ObjectToCredentials objection = new ObjectToCredentials("Signed by nobody known.");
        CredentialsContested first = new CredentialsContested("nz", "Not signed.", "nz.head");
        CredentialsSettled settled = new CredentialsSettled(CredentialsOutcome.IN_ORDER, "report-1");
        var again = nominated().given(ACCEPTED, IN_ORDER, first, settled);
        var outcome = again.by(NZ).when(objection, AccreditationFacts.NOTHING);
        outcome.then(new CredentialsContested("nz", "Signed by nobody known.", "nz.head"));
        assertThat(outcome.state().status()).isEqualTo(Status.CONTESTED);
        assertThat(outcome.state().objections())
                .containsExactly(new Objection("nz", "nz.head", "Signed by nobody known."));
        again.given(new CredentialsContested("au", "Other.", "au.head"))
                .by(NZ)
                .when(objection, AccreditationFacts.NOTHING)
                .thenKinds(CredentialsContested.class);
    }

    @Test
    void a_party_withdraws_what_stands_and_nothing_else() {
        WithdrawNomination withdraw = new WithdrawNomination();
        AccreditationFacts none = AccreditationFacts.NOTHING;
        nominated().by(FOCAL).when(withdraw, none).then(new NominationWithdrawn("th.focal"));
        nominated().given(ACCEPTED, IN_ORDER).by(FOCAL).when(withdraw, none).thenKinds(NominationWithdrawn.class);
        var over = nominated().given(new NominationWithdrawn("th.focal")).by(FOCAL);
        over.when(withdraw, none).thenRejected(AccreditationRule.ACCREDITATION_OVER);
        over.when(new ReplaceDelegate("Another", "Note 2", null), ALONE)
                .thenRejected(AccreditationRule.ACCREDITATION_OVER);
    }

    @Test
    void a_successor_takes_the_place_of_the_one_replaced() {
        AccreditationFacts facts = new AccreditationFacts(OTHER_NAME, CONVENED, new Delegation(0, null, 3), FILE);
        var replaced =
                nominated().given(ACCEPTED).by(FOCAL).when(new ReplaceDelegate("Another", "Note 2", "file-1"), facts);
        DelegateReplaced event =
                (DelegateReplaced) replaced.thenKinds(DelegateReplaced.class).getFirst();
        assertThat(event.capacity()).isEqualTo(Capacity.HEAD);
        assertThat(event.name()).isEqualTo(OTHER_NAME);
        assertThat(event.file()).isEqualTo(FILE);
        assertThat(replaced.state().status()).isEqualTo(Status.WITHDRAWN);
        assertThat(replaced.state().successor()).isEqualTo(event.successor());
        NominateSuccessor succeed =
                new NominateSuccessor("forum-1", "meeting-1", "th", Capacity.HEAD, OTHER_NAME, "Note 2", FILE);
        nothing()
                .when(succeed, AccreditationFacts.NOTHING)
                .thenKinds(DelegateNominated.class, NoteVerbaleAttached.class);
        nominated().when(succeed, AccreditationFacts.NOTHING).thenNothing();
        nominated()
                .by(FOCAL)
                .when(new ReplaceDelegate("Another", "Note 2", "file-9"), ALONE)
                .thenRejected(AccreditationRule.FILE_UNKNOWN);
    }

    @Test
    void what_stands_expires_with_the_meeting_and_what_ended_does_not() {
        ExpireAccreditation expire = new ExpireAccreditation("meeting-1@57");
        AccreditationFacts none = AccreditationFacts.NOTHING;
        var expired = nominated().given(ACCEPTED, IN_ORDER).when(expire, none);
        expired.then(new AccreditationExpired("meeting-1@57"));
        assertThat(expired.state().status()).isEqualTo(Status.EXPIRED);
        nominated()
                .given(new AccreditationExpired("meeting-1@57"))
                .when(expire, none)
                .thenNothing();
        nominated()
                .given(new NominationWithdrawn("th.focal"))
                .when(expire, none)
                .thenNothing();
    }
}
