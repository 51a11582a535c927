package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.test.RandomHistories;

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
                        "Silence: at least 3 days, was 2 days",
                        "Delegation: at most 12 people, was 50 people, as the card says no other number");
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
                        CardInWords.words(Duration.ofMinutes(30)),
                        CardInWords.words(Duration.ZERO)))
                .containsExactly("3 days", "25 hours", "1 hour", "1 hour and 30 minutes", "30 minutes", "0 hours");
    }

    @Test
    void seconds_are_said() {
        assertThat(List.of(
                        CardInWords.words(Duration.ofSeconds(4)),
                        CardInWords.words(Duration.ofSeconds(1)),
                        CardInWords.words(Duration.ofSeconds(3661)),
                        CardInWords.words(Duration.ofDays(2).plusSeconds(5)),
                        CardInWords.words(Duration.ofMillis(1500)),
                        CardInWords.words(Duration.ofNanos(1))))
                .containsExactly(
                        "4 seconds",
                        "1 second",
                        "1 hour, 1 minute and 1 second",
                        "48 hours and 5 seconds",
                        "1.5 seconds",
                        "0.000000001 seconds");
        assertThat(silences(Duration.ofSeconds(4), Duration.ofSeconds(40)))
                .containsExactly("Silence: at least 40 seconds, was 4 seconds");
    }

    private static List<String> silences(Duration before, Duration after) {
        return CardInWords.differences(
                ForumChangesTest.silence(ForumChangesTest.CARD, before, null),
                ForumChangesTest.silence(ForumChangesTest.CARD, after, null));
    }

    @Test
    void what_was_is_said_with_its_number_also_where_only_the_unit_changes() {
        assertThat(silences(Duration.ofHours(3), Duration.ofDays(3)))
                .containsExactly("Silence: at least 3 days, was 3 hours");
    }

    @Test
    void a_card_says_what_it_changes_if_and_only_if_it_is_another() {
        Random random = new Random(20270115);
        for (int i = 0; i < 2_000; i++) {
            Card before = card(random);
            Card after = card(random);
            assertThat(CardInWords.differences(before, after).isEmpty())
                    .as("run %d: %s, then %s", i, before, after)
                    .isEqualTo(before.equals(after));
        }
    }

    /** Cards of few values each, all but two of them mostly equal, so that equal ones and near ones come up. */
    private static Card card(Random random) {
        boolean far = random.nextInt(10) == 0;
        Random of = far ? random : new Random(1);
        return new Card(
                duration(of),
                duration(of),
                duration(of),
                of.nextInt(3),
                of.nextInt(3),
                RandomHistories.pick(random, "NONE", "REQUIRED"),
                duration(random),
                duration(of),
                duration(of),
                duration(of),
                RandomHistories.pick(
                        of,
                        List.of(),
                        List.of("MEMBER_STATE"),
                        List.of("MEMBER_STATE", "OBSERVER_STATE"),
                        List.of("OBSERVER_STATE", "MEMBER_STATE")),
                RandomHistories.pick(of, null, 1, 12));
    }

    private static Duration duration(Random random) {
        return RandomHistories.pick(
                random,
                Duration.ZERO,
                Duration.ofSeconds(4),
                Duration.ofSeconds(40),
                Duration.ofMinutes(4),
                Duration.ofHours(3),
                Duration.ofDays(3),
                Duration.ofHours(3).plusSeconds(4),
                Duration.ofDays(3).plusNanos(1));
    }
}
