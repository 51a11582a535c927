package org.plenary.membership.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.ImportEntry.ImportName;
import org.plenary.membership.domain.PartyCommand.BringPartyUpToDate;
import org.plenary.membership.domain.PartyCommand.ChangePartyClass;
import org.plenary.membership.domain.PartyCommand.EnterParty;
import org.plenary.membership.domain.PartyCommand.RegisterParty;
import org.plenary.membership.domain.PartyCommand.RenameParty;
import org.plenary.membership.domain.PartyEvent.PartyClassChanged;
import org.plenary.membership.domain.PartyEvent.PartyEntered;
import org.plenary.membership.domain.PartyEvent.PartyRegistered;
import org.plenary.membership.domain.PartyEvent.PartyRenamed;

/** A party enters the register once; its names and classes change by dates that follow one another. */
public final class PartyDecider implements Decider<PartyCommand, Party, PartyEvent, NoFacts> {
    @Override
    public Party initial() {
        return Party.INITIAL;
    }

    @Override
    public List<PartyEvent> decide(PartyCommand command, Party party, NoFacts facts, Act act) {
        return switch (command) {
            case RegisterParty r -> party.registered() ? List.of() : List.of(registered(r.forum(), r.entry()));
            case EnterParty c -> List.of(entered(c, party, act));
            case RenameParty c -> renamed(c, known(party), act);
            case ChangePartyClass c -> List.of(changed(c, known(party), act));
            case BringPartyUpToDate c -> broughtUpToDate(c, party);
        };
    }

    private static Party known(Party party) {
        if (!party.registered()) {
            throw PartyRule.PARTY_UNKNOWN.because("The register has no such party.");
        }
        return party;
    }

    private static PartyRegistered registered(String forum, PartyEntry e) {
        List<String> sources = e.sources() == null ? List.of() : e.sources();
        return new PartyRegistered(forum, e.party(), e.partyClass(), e.name(), e.zone(), e.mark(), sources);
    }

    private static PartyEntered entered(EnterParty c, Party party, Act act) {
        if (party.registered()) {
            throw PartyRule.PARTY_ENTERED_ALREADY.because(
                    "The forum's register has this party already.", Map.of("party", c.party()));
        }
        if (!knownZone(c.zone())) {
            throw PartyRule.ZONE_UNKNOWN.because("There is no time zone " + c.zone() + ".");
        }
        List<String> sources = c.sources() == null ? List.of() : c.sources();
        return new PartyEntered(
                c.forum(), c.party(), c.partyClass(), c.name(), c.zone(), c.from(), sources, act.actor());
    }

    /** Whether the time zone database has the zone. */
    public static boolean knownZone(String zone) {
        return ZoneId.getAvailableZoneIds().contains(zone);
    }

    private static List<PartyEvent> renamed(RenameParty c, Party party, Act act) {
        Party.Name last = party.lastName(c.language()).orElse(null);
        if (last == null) {
            return List.of(new PartyRenamed(c.language(), c.name(), c.from(), act.actor()));
        }
        if (last.name().equals(c.name())) {
            return List.of();
        }
        if (!Party.after(c.from(), last.from())) {
            throw PartyRule.NAME_CHANGE_NOT_LATER.because(
                    "The last name in this language is from a later instant, or from the same.",
                    Map.of("last", String.valueOf(last.from()), "from", c.from().toString()));
        }
        return List.of(new PartyRenamed(c.language(), c.name(), c.from(), act.actor()));
    }

    private static PartyClassChanged changed(ChangePartyClass c, Party party, Act act) {
        Party.Held last = party.lastClass();
        if (!Party.after(c.from(), last.from())) {
            throw PartyRule.CLASS_CHANGE_NOT_LATER.because(
                    "The last class is from a later instant, or from the same.",
                    Map.of("last", String.valueOf(last.from()), "from", c.from().toString()));
        }
        if (last.partyClass() == c.partyClass()) {
            throw PartyRule.CLASS_UNCHANGED.because(
                    "The party is of this class already.",
                    Map.of("partyClass", c.partyClass().name()));
        }
        return new PartyClassChanged(c.partyClass(), c.from(), c.ground(), act.actor());
    }

    /** Somebody may have changed the party since the import was judged; what that one said later stands. */
    private static List<PartyEvent> broughtUpToDate(BringPartyUpToDate c, Party party) {
        List<PartyEvent> events = new ArrayList<>();
        ImportEntry entry = c.entry();
        if (!party.registered()) {
            String official = entry.names().stream()
                    .filter(n -> n.language().equals(Party.OFFICIAL_LANGUAGE))
                    .findFirst()
                    .map(ImportName::name)
                    .orElseThrow();
            events.add(new PartyEntered(
                    c.forum(), entry.party(), entry.partyClass(), official, entry.zone(), c.from(), List.of(), c.by()));
        } else if (mayBecome(party, entry.partyClass(), c.from())) {
            events.add(new PartyClassChanged(entry.partyClass(), c.from(), c.ground(), c.by()));
        }
        for (ImportName n : entry.names()) {
            boolean entersWithIt = !party.registered() && n.language().equals(Party.OFFICIAL_LANGUAGE);
            if (!entersWithIt && mayBeCalled(party, n.language(), n.name(), c.from())) {
                events.add(new PartyRenamed(n.language(), n.name(), c.from(), c.by()));
            }
        }
        return List.copyOf(events);
    }

    private static boolean mayBecome(Party party, PartyClass partyClass, Instant from) {
        Party.Held last = party.lastClass();
        return last.partyClass() != partyClass && Party.after(from, last.from());
    }

    private static boolean mayBeCalled(Party party, String language, String name, Instant from) {
        return party.lastName(language)
                .map(last -> !last.name().equals(name) && Party.after(from, last.from()))
                .orElse(true);
    }

    @Override
    public Party evolve(Party party, PartyEvent event) {
        return switch (event) {
            case PartyRegistered e ->
                Party.of(e.forum(), e.party(), e.partyClass(), e.name(), e.zone(), e.mark(), e.sources(), null);
            case PartyEntered e ->
                Party.of(e.forum(), e.party(), e.partyClass(), e.name(), e.zone(), null, e.sources(), e.from());
            case PartyRenamed e -> party.named(e.language(), e.name(), e.from());
            case PartyClassChanged e -> party.classed(e.partyClass(), e.from());
        };
    }
}
