package org.plenary.membership;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.NoFacts;
import org.plenary.membership.domain.Party;
import org.plenary.membership.domain.PartyCommand;
import org.plenary.membership.domain.PartyCommand.EnterParty;
import org.plenary.membership.domain.PartyDecider;
import org.plenary.membership.domain.PartyEvent;
import tools.jackson.databind.node.ObjectNode;

/** Parties, one stream each in each forum. */
final class PartyAggregate implements Aggregate<PartyCommand, Party, PartyEvent, NoFacts> {
    private static final PartyDecider RULES = new PartyDecider();
    private final InstantSource clock;

    /** @param clock for what is in force now, where a party is shown */
    PartyAggregate(InstantSource clock) {
        this.clock = clock;
    }

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

    /** A party enters a forum once: its stream follows from forum and slug. */
    @Override
    public String streamFor(PartyCommand command, java.util.UUID fresh) {
        return command instanceof EnterParty c ? stream(c.forum(), c.party()) : name() + "-" + fresh;
    }

    @Override
    public NoFacts facts(PartyCommand command, Party state, Act act) {
        return new NoFacts();
    }

    @Override
    public @Nullable Instant validFrom(PartyEvent event) {
        return switch (event) {
            case PartyEvent.PartyRegistered e -> null;
            case PartyEvent.PartyEntered e -> e.from();
            case PartyEvent.PartyRenamed e -> e.from();
            case PartyEvent.PartyClassChanged e -> e.from();
        };
    }

    @Override
    public Scope scope(@Nullable PartyCommand command, Party party) {
        return command instanceof EnterParty c && !party.registered()
                ? new Scope(c.forum(), null, c.party(), "NONE", Audience.PUBLIC)
                : new Scope(
                        party.forum(),
                        null,
                        party.party(),
                        party.registered() ? "REGISTERED" : "NONE",
                        Audience.PUBLIC);
    }

    /** All names and classes with their dates, and which are in force. */
    @Override
    public Object show(String stream, Party party, Standing reader) {
        return showAt(stream, party, reader, clock.instant());
    }

    @Override
    public Object showAt(String stream, Party party, Standing reader, Instant at) {
        ObjectNode shown = Json.withId(stream, party);
        party.classAt(at).ifPresent(c -> shown.put("partyClass", c.name()));
        party.nameAt(Party.OFFICIAL_LANGUAGE, at).ifPresent(n -> shown.put("name", n));
        return shown;
    }
}
