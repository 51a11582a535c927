package org.plenary.membership.domain;

import java.util.List;

/** A party as the lines of an import say it is: what they are about, not how it is reached. */
public record ImportEntry(String party, PartyClass partyClass, String zone, List<ImportName> names) {
    /** A name in a language, BCP 47. */
    public record ImportName(String language, String name) {}
}
