package org.plenary.membership.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a party of a forum. */
public sealed interface PartyEvent {
    /** A party entered the register of a forum. */
    record PartyRegistered(
            String forum,
            String party,
            PartyClass partyClass,
            String name,
            String zone,
            @Nullable String mark,
            List<String> sources)
            implements PartyEvent {}
}
