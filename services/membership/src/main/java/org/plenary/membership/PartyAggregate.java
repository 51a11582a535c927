package org.plenary.membership;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.membership.domain.NoFacts;
import org.plenary.membership.domain.Party;
import org.plenary.membership.domain.PartyCommand;
import org.plenary.membership.domain.PartyDecider;
import org.plenary.membership.domain.PartyEvent;

/** Parties, one stream each in each forum. */
final class PartyAggregate implements Aggregate<PartyCommand, Party, PartyEvent, NoFacts> {
    private static final PartyDecider RULES = new PartyDecider();

    @Override
    public String name() {
        return "party";
    }

    @Override
    public String collection() {
        return "parties";
    }

    @Override
    public Class<PartyCommand> commands() {
        return PartyCommand.class;
    }

    @Override
    public Class<PartyEvent> events() {
        return PartyEvent.class;
    }

    @Override
    public Class<Party> states() {
        return Party.class;
    }

    @Override
    public Decider<PartyCommand, Party, PartyEvent, NoFacts> decider() {
        return RULES;
    }

    /** A readable tail, as a loaded forum's parties have. */
    static String stream(String forum, String party) {
        return "party-" + forum.substring("forum-".length()) + "-" + party;
    }

    @Override
    public NoFacts facts(PartyCommand command, Party state, Act act) {
        return new NoFacts();
    }

    @Override
    public Scope scope(@Nullable PartyCommand command, Party party) {
        return new Scope(
                party.forum(), null, party.party(), party.registered() ? "REGISTERED" : "NONE", Audience.PUBLIC);
    }

    @Override
    public Object show(String stream, Party party, Standing reader) {
        return party;
    }
}
