package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;

/** What an import changes of one party: its entry, its class, or its name in a language. */
public record RegisterChange(
        Kind kind,
        String party,
        @Nullable String language,
        @Nullable String before,
        String after) {
    /** Which of them. */
    public enum Kind {
        ENTERED,
        RENAMED,
        CLASS_CHANGED
    }
}
