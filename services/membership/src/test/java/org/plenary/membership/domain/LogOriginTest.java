package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.membership.domain.ForumChangesTest.AU;
import static org.plenary.membership.domain.ForumChangesTest.ID;
import static org.plenary.membership.domain.ForumChangesTest.TH;
import static org.plenary.membership.domain.ForumChangesTest.founded;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.ForumCommand.*;
import org.plenary.membership.domain.ForumEvent.*;

/** A new log of the record is proposed by the operator, who turns no key, and begun with both keys of the conference. */
class LogOriginTest {
    static final String FIRST = "localhost:8080/record";
    static final String SECOND = FIRST + "/log2";
    static final String THIRD = FIRST + "/log3";
    /** As the record writes them: each has the id of its key under its own name. */
    static final String KEY2 = SECOND + "+51693929+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    private static final String OTHER_KEY2 = SECOND + "+cb302f94+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    static final String KEY3 = THIRD + "+99b00e22+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    private static final String KEY1 = FIRST + "+5c186d4a+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    private static final String WHY = "The machine that held the key was lost.";
    private static final Standing OPERATOR = person("operator", null, Standing.OPERATOR);
    static final ProposeLogOrigin PROPOSE = new ProposeLogOrigin(FIRST, SECOND, KEY2, WHY);
    static final ProposeLogOrigin NEXT = new ProposeLogOrigin(SECOND, THIRD, KEY3, WHY);

    private static DeciderSpecification<ForumCommand, Forum, ForumEvent, ForumFacts> proposed() {
        var forum = founded().by(OPERATOR);
        return forum.given(forum.when(PROPOSE, ForumFacts.NONE).events());
    }

    private static ConsentToForumChange consent(
            DeciderSpecification<ForumCommand, Forum, ForumEvent, ForumFacts> forum) {
        ForumProposal p = forum.state().proposals().getLast();
        return new ConsentToForumChange(p.proposal(), p.keys().hash());
    }

    /** Au's key is turned. */
    private static DeciderSpecification<ForumCommand, Forum, ForumEvent, ForumFacts> halfway() {
        var forum = proposed().by(AU);
        return forum.given(forum.when(consent(forum), ForumFacts.NONE).events()).by(ID);
    }

    private static LogOriginAdopted adopted(String log, String origin, String vkey) {
        return new LogOriginAdopted(log, origin, vkey, WHY, "p", "h", List.of("au", "id"));
    }

    @Test
    void the_operator_proposes_and_turns_no_key() {
        LogOriginProposed made = (LogOriginProposed) founded()
                .by(OPERATOR)
                .when(PROPOSE, ForumFacts.NONE)
                .thenKinds(LogOriginProposed.class)
                .getFirst();
        assertThat(made.hash()).isEqualTo(ForumChange.by(PROPOSE).hash("forum-1"));
        assertThat(made.holders()).containsExactly("au", "id");
        assertThat(proposed().state().proposals()).singleElement().satisfies(p -> {
            assertThat(p.keys().turned()).isEmpty();
            assertThat(p.change().concerns()).isEqualTo(Forum.CONFERENCE);
        });
        founded().by(OPERATOR).onBehalfOf("au").when(PROPOSE, ForumFacts.NONE).thenRejected(KeyRule.KEY_ON_BEHALF);
    }

    @Test
    void the_keys_are_on_all_that_people_see() {
        String hash = ForumChange.by(PROPOSE).hash("forum-1");
        for (ProposeLogOrigin other : List.of(
                new ProposeLogOrigin(THIRD, SECOND, KEY2, WHY),
                new ProposeLogOrigin(FIRST, THIRD, KEY2, WHY),
                new ProposeLogOrigin(FIRST, SECOND, KEY3, WHY),
                new ProposeLogOrigin(FIRST, SECOND, KEY2, "Because."))) {
            assertThat(ForumChange.by(other).hash("forum-1")).isNotEqualTo(hash);
        }
        assertThat(ForumChange.by(PROPOSE).hash("forum-2")).isNotEqualTo(hash);
    }

    @Test
    void one_key_is_not_enough_and_the_last_brings_it_into_force() {
        var forum = proposed().by(AU);
        forum.when(consent(forum), ForumFacts.NONE).thenKinds(ForumChangeConsented.class);
        var waiting = halfway();
        waiting.by(AU).when(consent(waiting), ForumFacts.NONE).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        waiting.by(TH).when(consent(waiting), ForumFacts.NONE).thenRejected(KeyRule.KEY_NOT_HELD);
        var events = waiting.by(ID)
                .when(consent(waiting), ForumFacts.NONE)
                .thenKinds(ForumChangeConsented.class, LogOriginAdopted.class);
        ForumProposal p = waiting.state().proposals().getLast();
        assertThat(events.getLast())
                .isEqualTo(new LogOriginAdopted(
                        FIRST, SECOND, KEY2, WHY, p.proposal(), p.keys().hash(), List.of("au", "id")));
        Forum after = waiting.when(consent(waiting), ForumFacts.NONE).state();
        assertThat(after.proposals()).isEmpty();
        assertThat(after.logOrigins()).containsExactly(new LogOrigin(FIRST, SECOND, KEY2, null, null));
    }

    @Test
    void a_keyholder_takes_the_proposal_back() {
        var waiting = halfway();
        String id = consent(waiting).proposal();
        waiting.when(new WithdrawForumChange(id, "Not now."), ForumFacts.NONE)
                .then(new ForumChangeWithdrawn(id, "Not now.", "id", "id.cochair"));
    }

    private static void refused(ProposeLogOrigin proposal, ForumRule rule) {
        founded().by(OPERATOR).when(proposal, ForumFacts.NONE).thenRejected(rule);
    }

    @Test
    void the_new_log_has_another_name_and_its_key_has_that_name() {
        refused(new ProposeLogOrigin(FIRST, FIRST, KEY1, WHY), ForumRule.LOG_ORIGIN_SAME);
        refused(new ProposeLogOrigin(FIRST, SECOND, KEY3, WHY), ForumRule.LOG_KEY_OF_ANOTHER_NAME);
    }

    @Test
    void a_key_of_which_a_sign_was_changed_or_lost_is_refused() {
        for (String wrong : List.of(
                KEY2.replace("+51693929+", "+51693928+"),
                KEY2.replace("8CGmj3B1Ea", "8CGmj3B1Eb"),
                KEY2.substring(0, KEY2.length() - 4),
                KEY2.replace("+Add", "+Bdd"),
                SECOND + "+51693929",
                SECOND + "+51693929+not base64")) {
            refused(new ProposeLogOrigin(FIRST, SECOND, wrong, WHY), ForumRule.LOG_KEY_MISWRITTEN);
        }
    }

    @Test
    void nothing_is_ordered_twice_and_no_mistaken_order_stands_in_the_way_of_the_right_one() {
        var second = founded().by(OPERATOR).given(adopted(FIRST, SECOND, KEY2));
        second.when(PROPOSE, ForumFacts.NONE).thenRejected(ForumRule.LOG_ORIGIN_TAKEN);
        second.when(NEXT, ForumFacts.NONE).thenKinds(LogOriginProposed.class);
        for (LogOriginAdopted mistaken : List.of(
                adopted("localhost:8080/recrod", SECOND, KEY2),
                adopted(FIRST, SECOND, OTHER_KEY2),
                adopted(FIRST, THIRD, KEY3))) {
            founded()
                    .by(OPERATOR)
                    .given(mistaken)
                    .when(PROPOSE, ForumFacts.NONE)
                    .thenKinds(LogOriginProposed.class);
        }
    }

    @Test
    void it_is_judged_again_when_the_last_key_is_turned() {
        var overtaken = halfway().given(adopted(FIRST, SECOND, KEY2));
        overtaken.when(consent(overtaken), ForumFacts.NONE).thenRejected(ForumRule.LOG_ORIGIN_TAKEN);
    }

    @Test
    void a_conference_of_fewer_than_two_keyholders_begins_none() {
        founded()
                .by(OPERATOR)
                .given(new BodyChanged(
                        "conference",
                        null,
                        List.of("au"),
                        List.of(),
                        List.of(),
                        DeciderSpecification.NOON,
                        "p",
                        "h",
                        List.of("au", "id")))
                .when(PROPOSE, ForumFacts.NONE)
                .thenRejected(ForumRule.KEYHOLDERS_TOO_FEW);
    }

    @Test
    void which_event_adopted_it_is_kept_with_the_last_log_only() {
        Forum two = founded()
                .given(adopted(FIRST, SECOND, KEY2), adopted(SECOND, THIRD, KEY3))
                .state();
        Forum named = two.loggedAs("forum-1@9", DeciderSpecification.NOON);
        assertThat(named.logOrigins())
                .containsExactly(
                        new LogOrigin(FIRST, SECOND, KEY2, null, null),
                        new LogOrigin(SECOND, THIRD, KEY3, "forum-1@9", DeciderSpecification.NOON));
    }
}
