package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a party of a forum. */
public sealed interface PartyEvent {
    /** A party entered the register of a forum with its founding. */
    record PartyRegistered(
            String forum,
            String party,
            PartyClass partyClass,
            String name,
            String zone,
            @Nullable String mark,
            List<String> sources)
            implements PartyEvent {}

    /** A party joined a forum after its founding, from an instant on. */
    record PartyEntered(
            String forum,
            String party,
            PartyClass partyClass,
            String name,
            String zone,
            Instant from,
            List<String> sources,
            String by)
            implements PartyEvent {}

    /** A party has another name in a language, from an instant on; the earlier ones stay readable. */
    record PartyRenamed(String language, String name, Instant from, String by) implements PartyEvent {}

    /** A party is of another class, from an instant on; the earlier ones stay readable. */
    record PartyClassChanged(PartyClass partyClass, Instant from, String ground, String by) implements PartyEvent {}
}
