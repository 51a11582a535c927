package org.plenary.membership.domain;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rule card means, in sentences for the people who adopt it. */
public final class CardInWords {
    /** One thing that a card settles: what it is called, its value, that in words, and the sentence that says so. */
    private record Aspect(String label, @Nullable Object value, String words, String sentence) {}

    private CardInWords() {}

    /** The card's effect, one sentence a value. */
    public static List<String> sentences(Card card) {
        return aspects(card).stream().map(Aspect::sentence).toList();
    }

    /** What another card changes, one line a value: "Silence: at least 3 days, was 2 days"; all where none stands. */
    public static List<String> differences(@Nullable Card before, Card after) {
        if (before == null) {
            return sentences(after);
        }
        List<Aspect> old = aspects(before);
        List<Aspect> next = aspects(after);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < next.size(); i++) {
            Aspect is = next.get(i);
            Aspect was = old.get(i);
            if (!Objects.equals(is.value(), was.value())) {
                lines.add(is.label() + ": " + is.words() + ", was " + withoutCommonStart(is.words(), was.words()));
            }
        }
        return List.copyOf(lines);
    }

    private static List<Aspect> aspects(Card c) {
        String notice = words(c.noticeMinimum());
        String regular = words(c.regularBefore());
        String supplementary = words(c.supplementaryBefore());
        String statements = words(c.statementsWindow());
        return List.of(
                new Aspect(
                        "Convening notice",
                        c.noticeMinimum(),
                        "at least " + notice + " before the opening",
                        "A convening notice goes out at least " + notice + " before the opening."),
                new Aspect(
                        "Regular items",
                        c.regularBefore(),
                        "until " + regular + " before the opening",
                        "Regular items are taken until " + regular + " before the opening."),
                new Aspect(
                        "Supplementary items",
                        c.supplementaryBefore(),
                        "until " + supplementary + " before the opening",
                        "Supplementary items are taken until " + supplementary
                                + " before the opening; later ones need a ground of urgency."),
                new Aspect(
                        "Quorum to open",
                        c.quorumOpen(),
                        count(c.quorumOpen(), "member state"),
                        "A meeting opens with at least " + count(c.quorumOpen(), "member state") + " present."),
                new Aspect(
                        "Quorum to decide",
                        c.quorumDecide(),
                        count(c.quorumDecide(), "member state"),
                        "It decides with at least " + count(c.quorumDecide(), "member state") + " present."),
                consultation(c),
                new Aspect(
                        "Proposal without consent",
                        c.lapseAfter(),
                        "lapses after " + words(c.lapseAfter()),
                        "A proposal without consent lapses after " + words(c.lapseAfter()) + "."),
                new Aspect(
                        "Silence",
                        c.silenceMinimum(),
                        "at least " + words(c.silenceMinimum()),
                        "A silence lasts at least " + words(c.silenceMinimum()) + "."),
                new Aspect(
                        "Statements",
                        c.statementsWindow(),
                        "for " + statements + " after adoption",
                        "Statements may be attached for " + statements + " after adoption."),
                breakers(c),
                delegation(c));
    }

    /** Also where nobody is consulted the card has a period, and its keys are on that too. */
    private static Aspect consultation(Card c) {
        String period = words(c.consultationPeriod());
        List<Object> value = List.of(c.consultation(), c.consultationPeriod());
        return c.consultation().equals("REQUIRED")
                ? new Aspect(
                        "Consultation of the steering group",
                        value,
                        "required, with " + period + " to speak",
                        "The steering group is consulted on a proposal and has " + period + " to speak.")
                : new Aspect(
                        "Consultation of the steering group",
                        value,
                        "not required, so that its period of " + period + " has no effect",
                        "Nobody needs to be consulted on a proposal; the period of " + period
                                + " for it has no effect.");
    }

    /** In the card's own order, so that cards which differ in nothing else are seen to differ. */
    private static Aspect breakers(Card c) {
        String who = c.mayBreakSilence().stream()
                .map(type -> type.toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        List<String> value = c.mayBreakSilence();
        return who.isEmpty()
                ? new Aspect("Who breaks a silence", value, "nobody", "No objection breaks a silence.")
                : new Aspect(
                        "Who breaks a silence",
                        value,
                        who,
                        "A silence is broken by an objection of a party of: " + who + ".");
    }

    private static Aspect delegation(Card c) {
        Integer most = c.delegationMax();
        return most == null
                ? new Aspect(
                        "Delegation",
                        null,
                        "at most " + AccreditationFacts.DELEGATION_MAX + " people, as the card says no other number",
                        "A delegation has at most " + AccreditationFacts.DELEGATION_MAX
                                + " people, as the card says no other number.")
                : new Aspect(
                        "Delegation",
                        most,
                        "at most " + count(most, "person"),
                        "A delegation has at most " + count(most, "person") + ".");
    }

    /** Whole days as days, else hours, minutes and seconds, each where there are any; no two durations are said alike. */
    static String words(Duration d) {
        if (!d.isZero() && d.equals(Duration.ofDays(d.toDays()))) {
            return count(d.toDays(), "day");
        }
        List<String> parts = new ArrayList<>();
        if (d.toHours() != 0) {
            parts.add(count(d.toHours(), "hour"));
        }
        if (d.toMinutesPart() != 0) {
            parts.add(count(d.toMinutesPart(), "minute"));
        }
        if (d.getNano() != 0) {
            BigDecimal seconds = BigDecimal.valueOf(d.toSecondsPart()).add(BigDecimal.valueOf(d.getNano(), 9));
            parts.add(seconds.stripTrailingZeros().toPlainString() + " seconds");
        } else if (d.toSecondsPart() != 0) {
            parts.add(count(d.toSecondsPart(), "second"));
        }
        if (parts.isEmpty()) {
            return "0 hours";
        }
        String last = parts.removeLast();
        return parts.isEmpty() ? last : String.join(", ", parts) + " and " + last;
    }

    private static String count(long n, String noun) {
        if (n == 1) {
            return "1 " + noun;
        }
        return n + " " + (noun.equals("person") ? "people" : noun + "s");
    }

    /** A number is always said, also where it is the same in another unit. */
    private static String withoutCommonStart(String is, String was) {
        if (!is.matches(".*\\d.*")) {
            return was;
        }
        String[] a = is.split(" ");
        String[] b = was.split(" ");
        int common = 0;
        while (common < a.length
                && common < b.length - 1
                && a[common].equals(b[common])
                && !a[common].matches(".*\\d.*")) {
            common++;
        }
        return String.join(" ", Arrays.copyOfRange(b, common, b.length));
    }
}
