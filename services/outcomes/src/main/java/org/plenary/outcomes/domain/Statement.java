package org.plenary.outcomes.domain;

import org.jspecify.annotations.Nullable;

/** A statement of a party that travels with every copy of the text; to one paragraph, or to the text where it names none. */
public record Statement(
        String party, StatementKind kind, @Nullable String paragraph, String text) {}
