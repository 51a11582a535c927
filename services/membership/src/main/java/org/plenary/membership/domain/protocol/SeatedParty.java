package org.plenary.membership.domain.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.plenary.membership.domain.PartyClass;

/** A party as it stood in the register when the lot was drawn; names by language ({@code en}, {@code id}). */
public record SeatedParty(String party, PartyClass partyClass, Map<String, String> names) {
    /** The language that every party has a name in. */
    public static final String OFFICIAL = "en";

    public SeatedParty {
        names = Collections.unmodifiableMap(new TreeMap<>(names));
    }

    /** The name in the language, else the official one. */
    public String name(String language) {
        return names.getOrDefault(language, names.getOrDefault(OFFICIAL, party));
    }
}
