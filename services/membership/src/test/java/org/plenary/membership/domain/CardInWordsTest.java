package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words are part of the product: people adopt a card by what they read. */
class CardInWordsTest {
    @Test
    void a_card_says_what_it_does_in_one_sentence_a_value() {
        assertThat(CardInWords.sentences(ForumChangesTest.LONGER))
                .containsExactly(
                        "A convening notice goes out at least 42 days before the opening.",
                        "Regular items are taken until 30 days before the opening.",
                        "Supplementary items are taken until 14 days before the opening;"
                                + " later ones need a ground of urgency.",
                        "A meeting opens with at least 23 member states present.",
                        "It decides with at least 30 member states present.",
                        "The steering group is consulted on a proposal and has 10 days to speak.",
                        "A proposal without consent lapses after 60 days.",
                        "A silence lasts at least 3 days.",
                        "Statements may be attached for 14 days after adoption.",
                        "A silence is broken by an objection of a party of: member state.",
                        "A delegation has at most 12 people.");
    }

    @Test
    void a_proposal_says_what_it_changes_and_nothing_else() {
        assertThat(CardInWords.differences(ForumChangesTest.CARD, ForumChangesTest.LONGER))
                .containsExactly(
                        "Silence: at least 3 days, was 2 days", "Delegation: at most 12 people, was of any size");
        assertThat(CardInWords.differences(ForumChangesTest.CARD, ForumChangesTest.CARD))
                .isEmpty();
        assertThat(CardInWords.differences(null, ForumChangesTest.CARD)).hasSize(11);
    }

    @Test
    void durations_are_said_in_the_largest_unit_that_is_whole() {
        assertThat(List.of(
                        CardInWords.words(Duration.ofHours(72)),
                        CardInWords.words(Duration.ofHours(25)),
                        CardInWords.words(Duration.ofHours(1)),
                        CardInWords.words(Duration.ofMinutes(90)),
                        CardInWords.words(Duration.ZERO)))
                .containsExactly("3 days", "25 hours", "1 hour", "1 hour and 30 minutes", "0 hours");
    }
}
