package org.plenary.membership.domain;

import org.plenary.kernel.decide.Internal;

/** What can be done with a party. */
public sealed interface PartyCommand {
    /** Enters a party of the founding data. */
    record RegisterParty(String forum, PartyEntry entry) implements PartyCommand, Internal {}
}
