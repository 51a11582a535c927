package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.ForumCommand.*;
import org.plenary.membership.domain.ForumEvent.*;

class ForumChangesTest {
    static final Card CARD = new Card(
            Duration.ofDays(42),
            Duration.ofDays(30),
            Duration.ofDays(14),
            23,
            30,
            "REQUIRED",
            Duration.ofDays(10),
            Duration.ofDays(60),
            Duration.ofDays(2),
            Duration.ofDays(14),
            List.of("MEMBER_STATE"),
            null);
    static final Card LONGER = silence(CARD, Duration.ofDays(3), 12);
    static final Standing AU = person("au.cochair", "au", "CO_CHAIR");
    static final Standing ID = person("id.cochair", "id", "CO_CHAIR");
    static final Standing TH = person("th.cochair", "th", "CO_CHAIR");
    private static final ForumFacts ALL = new ForumFacts(Set.of("au", "id", "th", "nz", "fj"));
    private static final Instant LATER = NOON.plus(Duration.ofDays(30));
    private static final String KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final ProposeRuleCard PROPOSE =
            new ProposeRuleCard("conference", "MINISTERIAL_CONFERENCE", "Decided.", LONGER);
    private static final ProposeBodyChange SEAT =
            new ProposeBodyChange("steering-group", null, null, List.of("fj"), List.of("nz"), LATER);
    private static final ProposeSigningKey ROTATE = new ProposeSigningKey("au", "au-2", KEY, true, "au-1");

    static Card silence(Card c, Duration minimum, Integer delegationMax) {
        return new Card(
                c.noticeMinimum(),
                c.regularBefore(),
                c.supplementaryBefore(),
                c.quorumOpen(),
                c.quorumDecide(),
                c.consultation(),
                c.consultationPeriod(),
                c.lapseAfter(),
                minimum,
                c.statementsWindow(),
                c.mayBreakSilence(),
                delegationMax);
    }

    static DeciderSpecification<ForumCommand, Forum, ForumEvent, ForumFacts> founded() {
        return spec(new ForumDecider())
                .on("forum-1")
                .by(AU)
                .given(
                        new ForumFounded("Forum", "FF", true, "operator"),
                        new BodyEstablished("conference", "Conference", List.of("au", "id"), List.of("au", "id", "th")),
                        new BodyEstablished("steering-group", "Steering Group", List.of(), List.of("nz")),
                        new RuleCardImported("conference", "MINISTERIAL_CONFERENCE", 1, "Ours.", CARD),
                        new SigningKeyRegistered("au", "au-1", KEY, true));
    }

    private static String hash(ForumChange change) {
        return change.hash("forum-1");
    }

    private static DeciderSpecification<ForumCommand, Forum, ForumEvent, ForumFacts> proposed(ForumCommand command) {
        return founded().given(founded().when(command, ALL).events());
    }

    private static ConsentToForumChange consent(
            DeciderSpecification<ForumCommand, Forum, ForumEvent, ForumFacts> forum) {
        ForumProposal p = forum.state().proposals().getLast();
        return new ConsentToForumChange(p.proposal(), p.keys().hash());
    }

    @Test
    void a_rule_card_is_proposed_by_a_keyholder_whose_key_is_turned_by_it() {
        RuleCardProposed made = (RuleCardProposed)
                founded().when(PROPOSE, ALL).thenKinds(RuleCardProposed.class).getFirst();
        assertThat(made.hash()).isEqualTo(hash(ForumChange.by(PROPOSE)));
        assertThat(made.holders()).containsExactly("au", "id");
        Forum state = proposed(PROPOSE).state();
        assertThat(state.proposals())
                .singleElement()
                .satisfies(p -> assertThat(p.keys().turned()).containsOnlyKeys("au"));
        assertThat(state.card("conference", "MINISTERIAL_CONFERENCE")
                        .orElseThrow()
                        .card())
                .isEqualTo(CARD);
    }

    @Test
    void a_change_is_in_force_when_the_last_key_is_turned_on_the_same_hash() {
        var waiting = proposed(PROPOSE).by(ID);
        var events = waiting.when(consent(waiting), ALL).thenKinds(ForumChangeConsented.class, RuleCardAdopted.class);
        RuleCardAdopted adopted = (RuleCardAdopted) events.getLast();
        assertThat(adopted.ruleCardVersion()).isEqualTo(2);
        assertThat(adopted.hash()).isEqualTo(consent(waiting).hash());
        Forum after = waiting.when(consent(waiting), ALL).state();
        assertThat(after.proposals()).isEmpty();
        assertThat(after.card("conference", "MINISTERIAL_CONFERENCE")
                        .orElseThrow()
                        .card())
                .isEqualTo(LONGER);
        assertThat(after.ruleCards()).as("earlier versions stay").hasSize(2);
    }

    @Test
    void a_key_is_turned_once_by_its_holder_on_the_bytes_that_stand_and_never_on_behalf() {
        var waiting = proposed(PROPOSE);
        ConsentToForumChange consent = consent(waiting);
        waiting.when(consent, ALL).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        waiting.by(TH).when(consent, ALL).thenRejected(KeyRule.KEY_NOT_HELD);
        waiting.by(ID)
                .when(new ConsentToForumChange(consent.proposal(), "0".repeat(64)), ALL)
                .thenRejected(KeyRule.KEY_OTHER_BYTES);
        waiting.by(person("au.cochair", "id", "CO_CHAIR")).when(consent, ALL).thenRejected(KeyRule.KEY_SAME_PERSON);
        founded().by(ID).onBehalfOf("au").when(PROPOSE, ALL).thenRejected(KeyRule.KEY_ON_BEHALF);
        founded().by(TH).when(PROPOSE, ALL).thenRejected(KeyRule.KEY_NOT_HELD);
    }

    @Test
    void a_change_is_good_in_its_own_forum_only() {
        ForumChange change = ForumChange.by(PROPOSE);
        assertThat(change.hash("forum-1")).isNotEqualTo(change.hash("forum-2"));
    }

    @Test
    void a_proposal_is_taken_back_by_a_keyholder_and_waits_no_more() {
        var waiting = proposed(PROPOSE);
        String id = consent(waiting).proposal();
        WithdrawForumChange withdraw = new WithdrawForumChange(id, "Not now.");
        waiting.by(ID).when(withdraw, ALL).then(new ForumChangeWithdrawn(id, "Not now.", "id", "id.cochair"));
        waiting.by(TH).when(withdraw, ALL).thenRejected(KeyRule.KEY_NOT_HELD);
        var taken = proposed(PROPOSE)
                .given(new ForumChangeWithdrawn(id, "Not now.", "au", "au.cochair"))
                .by(ID);
        taken.when(new ConsentToForumChange(id, "0".repeat(64)), ALL).thenRejected(ForumRule.PROPOSAL_UNKNOWN);
        taken.when(withdraw, ALL).thenRejected(ForumRule.PROPOSAL_UNKNOWN);
    }

    @Test
    void only_so_many_proposals_wait_at_a_time() {
        var forum = founded();
        IntStream.range(0, ForumChanges.OPEN_MAX)
                .forEach(i -> forum.given(new SigningKeyProposed(
                        "p-" + i, "au", "au-" + i + "0", KEY, true, null, "h", List.of("au", "id"), "au", "a")));
        forum.when(PROPOSE, ALL).thenRejected(ForumRule.PROPOSALS_TOO_MANY);
    }

    private static Card with(Duration regularBefore, int quorumDecide, Duration lapseAfter) {
        return new Card(
                CARD.noticeMinimum(),
                regularBefore,
                CARD.supplementaryBefore(),
                CARD.quorumOpen(),
                quorumDecide,
                CARD.consultation(),
                CARD.consultationPeriod(),
                lapseAfter,
                CARD.silenceMinimum(),
                CARD.statementsWindow(),
                CARD.mayBreakSilence(),
                null);
    }

    private static ProposeRuleCard proposing(Card card) {
        return new ProposeRuleCard("conference", "MINISTERIAL_CONFERENCE", "Ours.", card);
    }

    @Test
    void a_card_that_contradicts_itself_or_changes_nothing_is_refused() {
        List.of(
                        with(Duration.ofDays(13), 30, Duration.ofDays(60)),
                        with(Duration.ofDays(30), 22, Duration.ofDays(60)),
                        with(Duration.ofDays(30), 30, Duration.ofDays(9)))
                .forEach(card -> founded().when(proposing(card), ALL).thenRejected(ForumRule.CARD_CONTRADICTS_ITSELF));
        founded().when(proposing(CARD), ALL).thenRejected(ForumRule.CARD_UNCHANGED);
        founded()
                .when(new ProposeRuleCard("nobody", "CONSULTATION", "Ours.", CARD), ALL)
                .thenRejected(ForumRule.BODY_UNKNOWN);
    }

    @Test
    void the_first_card_of_a_type_is_version_one_and_versions_count_for_body_and_type() {
        ProposeRuleCard first = new ProposeRuleCard("conference", "CONSULTATION", "Decided.", CARD);
        var waiting = proposed(first).by(ID);
        RuleCardAdopted adopted =
                (RuleCardAdopted) waiting.when(consent(waiting), ALL).events().getLast();
        assertThat(adopted.ruleCardVersion()).isEqualTo(1);
    }

    @Test
    void a_body_has_its_members_from_the_date_of_the_change() {
        var waiting = proposed(SEAT).by(ID);
        waiting.when(consent(waiting), ALL).thenKinds(ForumChangeConsented.class, BodyChanged.class);
        Body body = waiting.when(consent(waiting), ALL)
                .state()
                .body("steering-group")
                .orElseThrow();
        assertThat(body.at(LATER.minusMillis(1)).orElseThrow().members()).containsExactly("nz");
        assertThat(body.at(LATER).orElseThrow().members()).containsExactly("fj");
        assertThat(body.at(LATER).orElseThrow().name()).isEqualTo("Steering Group");
    }

    @Test
    void a_new_body_has_a_name_and_keyholders_and_begins_at_its_date() {
        ProposeBodyChange bare = new ProposeBodyChange("working-group", null, null, List.of("th"), List.of(), LATER);
        founded().when(bare, ALL).thenRejected(ForumRule.BODY_INCOMPLETE);
        ProposeBodyChange whole = new ProposeBodyChange(
                "working-group", "Working Group", List.of("th", "au"), List.of("th"), List.of(), LATER);
        var waiting = proposed(whole).by(ID);
        Forum after = waiting.when(consent(waiting), ALL).state();
        Body body = after.body("working-group").orElseThrow();
        assertThat(body.at(LATER.minusMillis(1))).isEmpty();
        assertThat(body.at(LATER))
                .contains(new Body.InForce("working-group", "Working Group", List.of("th", "au"), List.of("th")));
        founded()
                .given(waiting.when(consent(waiting), ALL).events())
                .by(TH)
                .at(LATER)
                .when(
                        new ProposeBodyChange("working-group", "WG", null, List.of(), List.of(), LATER.plusMillis(1)),
                        ALL)
                .thenKinds(BodyChangeProposed.class);
    }

    @Test
    void a_change_of_a_body_is_later_than_the_last_and_contradicts_no_seat() {
        var changed = founded()
                .given(new BodyChanged(
                        "steering-group", null, null, List.of("fj"), List.of(), LATER, "p", "h", List.of("au", "id")));
        changed.when(SEAT, ALL).thenRejected(ForumRule.BODY_CHANGE_NOT_LATER);
        Instant then = LATER.plusMillis(1);
        changed.when(new ProposeBodyChange("steering-group", null, null, List.of("fj"), List.of(), then), ALL)
                .thenRejected(ForumRule.SEAT_CONTRADICTS);
        changed.when(new ProposeBodyChange("steering-group", null, null, List.of(), List.of("th"), then), ALL)
                .thenRejected(ForumRule.SEAT_CONTRADICTS);
        changed.when(new ProposeBodyChange("steering-group", null, null, List.of(), List.of(), then), ALL)
                .thenRejected(ForumRule.BODY_UNCHANGED);
        changed.when(new ProposeBodyChange("steering-group", null, null, List.of("xx"), List.of(), then), ALL)
                .thenRejected(PartyRule.PARTY_UNKNOWN);
    }

    private static ProposeBodyChange keyed(String body, String... holders) {
        return new ProposeBodyChange(body, "Body", List.of(holders), List.of(), List.of(), LATER);
    }

    @Test
    void a_change_leaves_the_conference_two_keyholders_and_no_body_one() {
        for (ProposeBodyChange few : List.of(
                keyed("conference"),
                keyed("conference", "au"),
                keyed("conference", "au", "au"),
                keyed("steering-group", "nz"),
                keyed("working-group", "th"))) {
            founded().when(few, ALL).thenRejected(ForumRule.KEYHOLDERS_TOO_FEW);
        }
        for (ProposeBodyChange enough : List.of(
                keyed("conference", "au", "th"),
                keyed("steering-group"),
                keyed("steering-group", "nz", "fj"),
                keyed("working-group"))) {
            founded().when(enough, ALL).thenKinds(BodyChangeProposed.class);
        }
    }

    @Test
    void a_body_is_not_changed_back_in_time_whether_proposed_so_or_overtaken_by_its_date() {
        founded().at(LATER).when(SEAT, ALL).thenKinds(BodyChangeProposed.class);
        founded().at(LATER.plusMillis(1)).when(SEAT, ALL).thenRejected(ForumRule.BODY_CHANGE_BACKDATED);
        var waiting = proposed(SEAT).by(ID).at(LATER.plusMillis(1));
        waiting.when(consent(waiting), ALL).thenRejected(ForumRule.BODY_CHANGE_BACKDATED);
    }

    private static BodyChanged passedOn(String body, List<String> holders) {
        return new BodyChanged(body, null, holders, List.of(), List.of(), LATER, "p", "h", List.of("au", "id"));
    }

    @Test
    void a_proposal_lapses_where_its_keys_passed_on_and_whoever_held_or_holds_one_takes_it_back() {
        var waiting = proposed(PROPOSE).given(passedOn("conference", List.of("au", "th")));
        ConsentToForumChange consent = consent(waiting);
        waiting.by(ID)
                .at(LATER.minusMillis(1))
                .when(consent, ALL)
                .thenKinds(ForumChangeConsented.class, RuleCardAdopted.class);
        waiting.at(LATER);
        for (Standing one : List.of(AU, ID, TH)) {
            waiting.by(one).when(consent, ALL).thenRejected(ForumRule.KEYHOLDERS_CHANGED);
            waiting.by(one)
                    .when(new WithdrawForumChange(consent.proposal(), "Again."), ALL)
                    .thenKinds(ForumChangeWithdrawn.class);
        }
    }

    @Test
    void a_body_that_got_keyholders_of_its_own_is_no_longer_the_conferences() {
        ProposeBodyChange seatThen =
                new ProposeBodyChange("steering-group", null, null, List.of("fj"), List.of(), LATER.plusSeconds(60));
        var waiting = proposed(seatThen)
                .given(passedOn("steering-group", List.of("nz", "fj")))
                .by(ID)
                .at(LATER);
        waiting.when(consent(waiting), ALL).thenRejected(ForumRule.KEYHOLDERS_CHANGED);
    }

    @Test
    void a_change_is_judged_again_when_the_last_key_is_turned() {
        var overtaken = proposed(SEAT)
                .given(new BodyChanged(
                        "steering-group", "SG", null, List.of(), List.of(), LATER, "p", "h", List.of("au", "id")))
                .by(ID);
        overtaken.when(consent(overtaken), ALL).thenRejected(ForumRule.BODY_CHANGE_NOT_LATER);
    }

    @Test
    void an_office_rotates_its_signing_key_and_the_old_one_ends_then() {
        var waiting = proposed(ROTATE).by(ID).at(LATER);
        waiting.when(consent(waiting), ALL).thenKinds(ForumChangeConsented.class, SigningKeyRotated.class);
        assertThat(waiting.when(consent(waiting), ALL).state().signingKeys())
                .containsExactly(
                        new SigningKey("au", "au-1", KEY, true, null, LATER),
                        new SigningKey("au", "au-2", KEY, true, LATER, null));
    }

    @Test
    void a_key_id_is_given_once_and_only_an_own_key_in_force_is_replaced() {
        founded()
                .when(new ProposeSigningKey("au", "au-1", KEY, true, null), ALL)
                .thenRejected(ForumRule.KEY_ID_TAKEN);
        founded()
                .when(new ProposeSigningKey("id", "id-2", KEY, true, "au-1"), ALL)
                .thenRejected(ForumRule.REPLACED_KEY_UNKNOWN);
        founded()
                .when(new ProposeSigningKey("xx", "xx-1", KEY, true, null), ALL)
                .thenRejected(PartyRule.PARTY_UNKNOWN);
    }
}
