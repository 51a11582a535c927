package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done with a party. */
public sealed interface PartyCommand {
    /** Enters a party of the founding data. */
    record RegisterParty(String forum, PartyEntry entry) implements PartyCommand, Internal {}

    /** Enters a party that joins later. */
    record EnterParty(
            String forum,
            String party,
            PartyClass partyClass,
            String name,
            String zone,
            Instant from,
            @Nullable List<String> sources)
            implements PartyCommand {}

    /** Gives a party another name in a language, from an instant on. */
    record RenameParty(String language, String name, Instant from) implements PartyCommand {}

    /** Puts a party into another class, from an instant on. */
    record ChangePartyClass(PartyClass partyClass, Instant from, String ground) implements PartyCommand {}

    /** Brings a party to what an import of the register says of it; what stands so already is left. */
    record BringPartyUpToDate(String forum, ImportEntry entry, Instant from, String ground, String by)
            implements PartyCommand, Internal {}
}
