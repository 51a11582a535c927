package org.plenary.membership.domain.protocol;

import java.text.Collator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.plenary.membership.domain.PartyClass;

/**
 * The order of seats, from the event of the lot alone: member states, then member organisations, observer states and
 * observer organisations; each alphabetical in a language, from the drawn letter on and around.
 */
public record ProtocolOrder(String letter, String language, List<SeatedParty> parties) {
    /** Parties of one rank in their order. */
    public record Rank(PartyClass partyClass, List<Seat> seats) {}

    /** A seat, counted through all ranks from 1. */
    public record Seat(int number, String party, String name) {}

    public ProtocolOrder {
        parties = List.copyOf(parties);
    }

    /** The languages that some party has a name in. */
    public static List<String> languages(List<SeatedParty> parties) {
        TreeSet<String> found = new TreeSet<>();
        parties.forEach(p -> found.addAll(p.names().keySet()));
        found.add(SeatedParty.OFFICIAL);
        return List.copyOf(found);
    }

    /** The ranks that have parties. */
    public List<Rank> ranks() {
        List<Rank> ranks = new ArrayList<>();
        int number = 0;
        for (PartyClass partyClass : PartyClass.values()) {
            List<Seat> seats = new ArrayList<>();
            for (SeatedParty p : inOrder(partyClass)) {
                number++;
                seats.add(new Seat(number, p.party(), p.name(language)));
            }
            if (!seats.isEmpty()) {
                ranks.add(new Rank(partyClass, List.copyOf(seats)));
            }
        }
        return List.copyOf(ranks);
    }

    private List<SeatedParty> inOrder(PartyClass partyClass) {
        Collator alphabet = Collator.getInstance(Locale.forLanguageTag(language));
        alphabet.setStrength(Collator.PRIMARY);
        Comparator<SeatedParty> alphabetical = Comparator.<SeatedParty, String>comparing(
                        p -> p.name(language), alphabet::compare)
                .thenComparing(SeatedParty::party);
        List<SeatedParty> all = parties.stream()
                .filter(p -> p.partyClass() == partyClass)
                .sorted(alphabetical)
                .toList();
        List<SeatedParty> ordered = new ArrayList<>();
        all.stream()
                .filter(p -> alphabet.compare(p.name(language), letter) >= 0)
                .forEach(ordered::add);
        all.stream().filter(p -> alphabet.compare(p.name(language), letter) < 0).forEach(ordered::add);
        return ordered;
    }
}
