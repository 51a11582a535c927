package org.plenary.membership.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rule card means, in sentences for the people who adopt it. */
public final class CardInWords {
    /** One thing that a card settles: what it is called, what it is, and the sentence that says so. */
    private record Aspect(String label, String value, String sentence) {}

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
            String was = old.get(i).value();
            if (!is.value().equals(was)) {
                lines.add(is.label() + ": " + is.value() + ", was " + withoutCommonStart(is.value(), was));
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
                        "at least " + notice + " before the opening",
                        "A convening notice goes out at least " + notice + " before the opening."),
                new Aspect(
                        "Regular items",
                        "until " + regular + " before the opening",
                        "Regular items are taken until " + regular + " before the opening."),
                new Aspect(
                        "Supplementary items",
                        "until " + supplementary + " before the opening",
                        "Supplementary items are taken until " + supplementary
                                + " before the opening; later ones need a ground of urgency."),
                new Aspect(
                        "Quorum to open",
                        count(c.quorumOpen(), "member state"),
                        "A meeting opens with at least " + count(c.quorumOpen(), "member state") + " present."),
                new Aspect(
                        "Quorum to decide",
                        count(c.quorumDecide(), "member state"),
                        "It decides with at least " + count(c.quorumDecide(), "member state") + " present."),
                consultation(c),
                new Aspect(
                        "Proposal without consent",
                        "lapses after " + words(c.lapseAfter()),
                        "A proposal without consent lapses after " + words(c.lapseAfter()) + "."),
                new Aspect(
                        "Silence",
                        "at least " + words(c.silenceMinimum()),
                        "A silence lasts at least " + words(c.silenceMinimum()) + "."),
                new Aspect(
                        "Statements",
                        "for " + statements + " after adoption",
                        "Statements may be attached for " + statements + " after adoption."),
                breakers(c),
                delegation(c));
    }

    private static Aspect consultation(Card c) {
        String period = words(c.consultationPeriod());
        return c.consultation().equals("REQUIRED")
                ? new Aspect(
                        "Consultation of the steering group",
                        "required, with " + period + " to speak",
                        "The steering group is consulted on a proposal and has " + period + " to speak.")
                : new Aspect(
                        "Consultation of the steering group",
                        "not required",
                        "Nobody needs to be consulted on a proposal.");
    }

    private static Aspect breakers(Card c) {
        String who = c.mayBreakSilence().stream()
                .sorted()
                .map(type -> type.toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        return who.isEmpty()
                ? new Aspect("Who breaks a silence", "nobody", "No objection breaks a silence.")
                : new Aspect(
                        "Who breaks a silence", who, "A silence is broken by an objection of a party of: " + who + ".");
    }

    private static Aspect delegation(Card c) {
        Integer most = c.delegationMax();
        return most == null
                ? new Aspect("Delegation", "of any size", "A delegation may be of any size.")
                : new Aspect(
                        "Delegation",
                        "at most " + count(most, "person"),
                        "A delegation has at most " + count(most, "person") + ".");
    }

    /** Whole days as days, whole hours as hours, else hours and minutes. */
    static String words(Duration d) {
        if (!d.isZero() && d.equals(Duration.ofDays(d.toDays()))) {
            return count(d.toDays(), "day");
        }
        String hours = count(d.toHours(), "hour");
        return d.equals(Duration.ofHours(d.toHours())) ? hours : hours + " and " + count(d.toMinutesPart(), "minute");
    }

    private static String count(long n, String noun) {
        if (n == 1) {
            return "1 " + noun;
        }
        return n + " " + (noun.equals("person") ? "people" : noun + "s");
    }

    private static String withoutCommonStart(String is, String was) {
        if (!is.matches(".*\\d.*")) {
            return was;
        }
        String[] a = is.split(" ");
        String[] b = was.split(" ");
        int common = 0;
        while (common < a.length && common < b.length - 1 && a[common].equals(b[common])) {
            common++;
        }
        return String.join(" ", Arrays.copyOfRange(b, common, b.length));
    }
}
