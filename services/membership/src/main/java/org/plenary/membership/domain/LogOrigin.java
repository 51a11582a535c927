package org.plenary.membership.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log that the record was ordered to begin where another ends.
 *
 * @param log the name of the one that ends
 * @param origin the name of the one that begins
 * @param vkey its verifier key
 * @param adoptedAs the event that ordered it, {@code <stream>@<version>}; null where only the rules are looked at
 * @param adoptedAt when that was recorded; null likewise
 */
public record LogOrigin(
        String log,
        String origin,
        String vkey,
        @Nullable String adoptedAs,
        @Nullable Instant adoptedAt) {}
