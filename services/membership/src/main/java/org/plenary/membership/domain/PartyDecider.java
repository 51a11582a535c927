package org.plenary.membership.domain;

import java.util.List;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.membership.domain.PartyCommand.RegisterParty;
import org.plenary.membership.domain.PartyEvent.PartyRegistered;

/** A party enters the register once. */
public final class PartyDecider implements Decider<PartyCommand, Party, PartyEvent, NoFacts> {
    @Override
    public Party initial() {
        return Party.INITIAL;
    }

    @Override
    public List<PartyEvent> decide(PartyCommand command, Party party, NoFacts facts, Act act) {
        return switch (command) {
            case RegisterParty r -> party.registered() ? List.of() : List.of(registered(r.forum(), r.entry()));
        };
    }

    private static PartyRegistered registered(String forum, PartyEntry e) {
        List<String> sources = e.sources() == null ? List.of() : e.sources();
        return new PartyRegistered(forum, e.party(), e.partyClass(), e.name(), e.zone(), e.mark(), sources);
    }

    @Override
    public Party evolve(Party party, PartyEvent event) {
        return switch (event) {
            case PartyRegistered e -> new Party(true, e.forum(), e.party());
        };
    }
}
