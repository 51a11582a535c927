package org.plenary.kernel.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.redaction.RedactionCommand.ConfirmRedaction;
import org.plenary.kernel.redaction.RedactionCommand.DeclineRedaction;
import org.plenary.kernel.redaction.RedactionCommand.NoteDestroyed;
import org.plenary.kernel.redaction.RedactionCommand.ProposeRedaction;
import org.plenary.kernel.redaction.RedactionCommand.WithdrawRedaction;
import org.plenary.kernel.redaction.RedactionEvent.BodyDestroyed;
import org.plenary.kernel.redaction.RedactionEvent.EventRedacted;
import org.plenary.kernel.redaction.RedactionEvent.RedactionDeclined;
import org.plenary.kernel.redaction.RedactionEvent.RedactionProposed;
import org.plenary.kernel.redaction.RedactionEvent.RedactionWithdrawn;
import org.plenary.kernel.redaction.RedactionState.Status;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.kernel.test.RandomHistories;

/** It takes two people, and both see the same. */
class RedactionDeciderTest {
    private static final Standing ONE = person("secretariat", null, "SECRETARIAT");
    private static final Standing OTHER = person("au.cochair", "au", "CO_CHAIR");
    private static final Belonging HOME = new Belonging("forum-1", null, "th", "unit:th");
    private static final RedactionFacts FACTS = new RedactionFacts("thing-7@1", HOME, false, List.of("SECRETARIAT"));
    private static final RedactionFacts OTHERS = new RedactionFacts(null, null, false, List.of("CO_CHAIR"));
    private static final String BODY = "5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e8f";
    private static final Signatory BY_ONE = new Signatory("secretariat", List.of("SECRETARIAT"), null);
    private static final Signatory BY_OTHER = new Signatory("au.cochair", List.of("CO_CHAIR"), "au");
    private static final String REASON = "The person asks for it.";

    private static DeciderSpecification<RedactionCommand, RedactionState, RedactionEvent, RedactionFacts> redaction() {
        return spec(new RedactionDecider());
    }

    private static ProposeRedaction propose(@Nullable String content) {
        return new ProposeRedaction("thing-7", 1L, content, Ground.PERSONAL_DATA, REASON);
    }

    private static RedactionProposed proposed(@Nullable String content) {
        return (RedactionProposed)
                redaction().by(ONE).when(propose(content), FACTS).events().getFirst();
    }

    private static EventRedacted confirmed(RedactionProposed p) {
        return new EventRedacted(p.event(), p.content(), p.ground(), p.hash(), NOON.plusSeconds(60), BY_ONE, BY_OTHER);
    }

    @Test
    void a_proposal_says_what_why_who_and_when_and_is_bound_by_a_hash() {
        RedactionProposed p = proposed(BODY);
        redaction()
                .by(ONE)
                .when(propose(BODY), FACTS)
                .then(new RedactionProposed(
                        "thing-7@1", BODY, HOME, Ground.PERSONAL_DATA, REASON, p.hash(), NOON, BY_ONE));
        assertThat(p.hash()).hasSize(64).isNotEqualTo(proposed(null).hash());
    }

    @Test
    void a_proposal_that_names_nothing_or_two_things_that_are_not_one_is_refused_with_the_field() {
        redaction()
                .by(ONE)
                .when(new ProposeRedaction("thing-7", null, null, Ground.PERSONAL_DATA, REASON), FACTS)
                .thenRejected(RedactionRule.NOTHING_NAMED);
        RedactionFacts none = new RedactionFacts(null, HOME, false, List.of("SECRETARIAT"));
        redaction().by(ONE).when(propose(BODY), none).thenRejected(RedactionRule.EVENT_NAMES_ANOTHER);
        redaction().by(ONE).when(propose(null), none).thenRejected(RedactionRule.NOTHING_TO_REDACT);
        redaction()
                .by(ONE)
                .when(new ProposeRedaction("thing-7", null, BODY, Ground.PERSONAL_DATA, REASON), none)
                .thenRejected(RedactionRule.NOTHING_TO_REDACT);
    }

    @Test
    void another_person_confirms_exactly_what_was_proposed() {
        RedactionProposed p = proposed(BODY);
        redaction()
                .given(p)
                .by(OTHER)
                .at(NOON.plusSeconds(60))
                .when(new ConfirmRedaction(p.hash()), OTHERS)
                .then(confirmed(p));
        redaction()
                .given(p)
                .by(OTHER)
                .when(new ConfirmRedaction("0".repeat(64)), OTHERS)
                .thenRejected(RedactionRule.REDACTION_OTHER);
    }

    @Test
    void nobody_is_both_people() {
        RedactionProposed p = proposed(BODY);
        redaction()
                .given(p)
                .by(ONE)
                .when(new ConfirmRedaction(p.hash()), FACTS)
                .thenRejected(RedactionRule.SAME_PERSON);
        redaction()
                .given(p)
                .by(ONE)
                .when(new DeclineRedaction(p.hash(), "No."), FACTS)
                .thenRejected(RedactionRule.SAME_PERSON);
        redaction()
                .given(p)
                .by(person("secretariat", "au", "CO_CHAIR"))
                .when(new ConfirmRedaction(p.hash()), OTHERS)
                .thenRejected(RedactionRule.SAME_PERSON);
    }

    @Test
    void another_person_may_say_no_and_the_proposer_may_take_it_back() {
        RedactionProposed p = proposed(BODY);
        RedactionDeclined declined = new RedactionDeclined(p.hash(), "No.", NOON, BY_OTHER);
        redaction()
                .given(p)
                .by(OTHER)
                .when(new DeclineRedaction(p.hash(), "No."), OTHERS)
                .then(declined);
        redaction()
                .given(p)
                .by(ONE)
                .when(new WithdrawRedaction(p.hash()), FACTS)
                .then(new RedactionWithdrawn(p.hash(), NOON));
        redaction()
                .given(p)
                .by(OTHER)
                .when(new WithdrawRedaction(p.hash()), OTHERS)
                .thenRejected(RedactionRule.NOT_THE_PROPOSER);
        redaction().given(p, declined).by(ONE).when(propose(BODY), FACTS).thenKinds(RedactionProposed.class);
        redaction()
                .given(p, declined)
                .by(OTHER)
                .when(new ConfirmRedaction(p.hash()), OTHERS)
                .thenRejected(RedactionRule.NOT_PROPOSED);
    }

    @Test
    void what_cannot_be_proposed_is_refused() {
        RedactionProposed p = proposed(BODY);
        redaction()
                .when(propose(null), new RedactionFacts(null, HOME, false, List.of()))
                .thenRejected(RedactionRule.NOTHING_TO_REDACT);
        redaction()
                .when(propose(BODY), new RedactionFacts("thing-7@1", HOME, true, List.of()))
                .thenRejected(RedactionRule.REASON_TELLS);
        redaction().given(p).when(propose(BODY), FACTS).thenRejected(RedactionRule.REDACTION_UNDER_WAY);
        redaction().given(p, confirmed(p)).when(propose(BODY), FACTS).thenRejected(RedactionRule.ALREADY_REDACTED);
    }

    @Test
    void nothing_takes_back_what_two_people_decided() {
        RedactionProposed p = proposed(BODY);
        for (RedactionCommand c : List.of(
                new ConfirmRedaction(p.hash()),
                new DeclineRedaction(p.hash(), "No."),
                new WithdrawRedaction(p.hash()))) {
            redaction().given(p, confirmed(p)).by(OTHER).when(c, OTHERS).thenRejected(RedactionRule.NOT_PROPOSED);
        }
    }

    @Test
    void the_destruction_of_a_body_is_noted_once_and_an_opening_has_none() {
        RedactionProposed p = proposed(BODY);
        BodyDestroyed destroyed = new BodyDestroyed(BODY, NOON);
        redaction().given(p, confirmed(p)).when(new NoteDestroyed(), OTHERS).then(destroyed);
        redaction()
                .given(p, confirmed(p), destroyed)
                .when(new NoteDestroyed(), OTHERS)
                .thenNothing();
        redaction().given(p).when(new NoteDestroyed(), OTHERS).thenNothing();
        RedactionProposed opening = proposed(null);
        redaction()
                .given(opening, confirmed(opening))
                .when(new NoteDestroyed(), OTHERS)
                .thenNothing();
    }

    @Test
    void an_event_that_cannot_follow_is_corruption() {
        RedactionProposed p = proposed(BODY);
        assertThatThrownBy(() -> redaction().given(confirmed(p)).state()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> redaction().given(p, p).state()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> redaction()
                        .given(p, confirmed(p), new RedactionWithdrawn(p.hash(), NOON))
                        .state())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void in_whatever_order_it_takes_two_people_and_is_for_good() {
        new RandomHistories<>(
                        new RedactionDecider(),
                        RedactionEvent.class,
                        List.of(ONE, OTHER, person("secretariat2", null, "SECRETARIAT")),
                        random -> pick(random, FACTS, OTHERS),
                        (random, state, now) -> {
                            RedactionProposed p = state.proposal();
                            String hash = p == null || random.nextInt(5) == 0 ? "0".repeat(64) : p.hash();
                            return pick(
                                    random,
                                    propose(random.nextInt(4) == 0 ? null : BODY),
                                    new ConfirmRedaction(hash),
                                    new DeclineRedaction(hash, "No."),
                                    new WithdrawRedaction(hash),
                                    new NoteDestroyed());
                        })
                .run(200, 30, (where, before, command, events, after, act) -> {
                    EventRedacted c = after.confirmed();
                    if (c != null) {
                        assertThat(c.by().person())
                                .as(where)
                                .isNotEqualTo(c.proposedBy().person());
                    }
                    if (before.redacted()) {
                        assertThat(after.redacted()).as(where).isTrue();
                        assertThat(after.status()).as(where).isIn(Status.CONFIRMED, Status.DESTROYED);
                    }
                });
    }
}
