package org.plenary.membership.domain;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.plenary.kernel.decide.Act;
import org.plenary.membership.domain.ForumChange.OfBody;
import org.plenary.membership.domain.ForumChange.OfCard;
import org.plenary.membership.domain.ForumChange.OfKey;

/** Whether a change of a forum can come into force on what stands. */
final class ForumChangeRules {
    /** Keyholders that a body which has any has at least. */
    static final int KEYHOLDERS_MIN = 2;

    private ForumChangeRules() {}

    static void judge(ForumChange change, Forum forum, ForumFacts facts, Act act) {
        for (String party : change.parties()) {
            if (!facts.registered().contains(party)) {
                throw PartyRule.PARTY_UNKNOWN.because(
                        "The register has no party " + party + ".", Map.of("party", party));
            }
        }
        if (change.card() != null) {
            judge(change.card(), forum);
        }
        if (change.body() != null) {
            judge(change.body(), forum, act);
        }
        if (change.key() != null) {
            judge(change.key(), forum);
        }
        if (change.log() != null) {
            LogOriginRules.judge(change.log(), forum, ForumChanges.holders(change, forum, act.receivedAt()));
        }
    }

    private static void judge(OfCard c, Forum forum) {
        if (forum.body(c.body()).isEmpty()) {
            throw ForumRule.BODY_UNKNOWN.because("The forum has no body " + c.body() + ".", Map.of("body", c.body()));
        }
        Card card = c.card();
        contradicts(
                card.regularBefore().compareTo(card.supplementaryBefore()) < 0,
                "the first deadline of the agenda lies after the second");
        contradicts(card.quorumDecide() < card.quorumOpen(), "fewer decide than open");
        contradicts(
                card.lapseAfter().compareTo(card.consultationPeriod()) < 0,
                "a proposal lapses before its consultation is over");
        forum.card(c.body(), c.meetingType())
                .filter(r -> r.card().equals(card) && r.source().equals(c.source()))
                .ifPresent(r -> {
                    throw ForumRule.CARD_UNCHANGED.because(
                            "This is the card in force.", Map.of("ruleCardVersion", r.ruleCardVersion()));
                });
    }

    private static void contradicts(boolean so, String what) {
        if (so) {
            throw ForumRule.CARD_CONTRADICTS_ITSELF.because("The card contradicts itself: " + what + ".");
        }
    }

    private static void judge(OfBody c, Forum forum, Act act) {
        Body body = forum.body(c.body()).orElse(null);
        if (body == null && (c.name() == null || c.keyholders() == null)) {
            throw ForumRule.BODY_INCOMPLETE.because("A new body has a name and keyholders.");
        }
        if (body != null && !Party.after(c.from(), body.lastFrom())) {
            throw ForumRule.BODY_CHANGE_NOT_LATER.because(
                    "The last change of the body is from a later instant, or from the same.",
                    Map.of(
                            "last",
                            String.valueOf(body.lastFrom()),
                            "from",
                            c.from().toString()));
        }
        if (c.name() == null
                && c.keyholders() == null
                && c.seat().isEmpty()
                && c.unseat().isEmpty()) {
            throw ForumRule.BODY_UNCHANGED.because("This changes nothing.");
        }
        enough(c);
        if (c.from().isBefore(act.receivedAt())) {
            throw ForumRule.BODY_CHANGE_BACKDATED.because(
                    "The change would have come into force before its last key is turned. Propose a later date.",
                    Map.of(
                            "from",
                            c.from().toString(),
                            "receivedAt",
                            act.receivedAt().toString()));
        }
        Set<String> members = new HashSet<>();
        if (body != null) {
            body.last().ifPresent(last -> members.addAll(last.members()));
        }
        for (String party : c.unseat()) {
            contradicts(!members.remove(party), party, "is no member");
        }
        for (String party : c.seat()) {
            contradicts(c.unseat().contains(party) || !members.add(party), party, "is a member already");
        }
    }

    /**
     * One key alone is no consent, so that a body has two keyholders or more, or none and is the conference's matter. The
     * conference itself has nobody to fall back on: without keyholders no change of the forum could be proposed again.
     */
    private static void enough(OfBody c) {
        if (c.keyholders() == null) {
            return;
        }
        int holders = Set.copyOf(c.keyholders()).size();
        boolean conferences = holders == 0 && !c.body().equals(Forum.CONFERENCE);
        if (holders < KEYHOLDERS_MIN && !conferences) {
            throw ForumRule.KEYHOLDERS_TOO_FEW.because(
                    "It takes two keys to bind. Name at least two keyholders.",
                    Map.of("keyholders", c.keyholders(), "keyholdersMin", KEYHOLDERS_MIN));
        }
    }

    private static void contradicts(boolean so, String party, String what) {
        if (so) {
            throw ForumRule.SEAT_CONTRADICTS.because(party + " " + what + ".", Map.of("party", party));
        }
    }

    private static void judge(OfKey c, Forum forum) {
        if (forum.signingKeys().stream().anyMatch(k -> k.kid().equals(c.kid()))) {
            throw ForumRule.KEY_ID_TAKEN.because("The forum has a key of this id.", Map.of("kid", c.kid()));
        }
        boolean replacesOwn = c.replaces() == null
                || forum.signingKeys().stream()
                        .anyMatch(
                                k -> k.kid().equals(c.replaces()) && k.party().equals(c.party()) && k.until() == null);
        if (!replacesOwn) {
            throw ForumRule.REPLACED_KEY_UNKNOWN.because(
                    "The office has no such key in force.", Map.of("kid", c.replaces()));
        }
    }
}
