package org.plenary.membership.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A party as the founding data list it. */
public record PartyEntry(
        String party,
        PartyClass partyClass,
        String name,
        String zone,
        @Nullable String mark,
        @Nullable List<String> sources) {}
