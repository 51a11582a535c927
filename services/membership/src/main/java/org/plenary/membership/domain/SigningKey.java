package org.plenary.membership.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A public key of an office and when it is good for signing; {@code from} is absent in founding data. */
public record SigningKey(
        String party,
        String kid,
        String publicKey,
        boolean demonstration,
        @Nullable Instant from,
        @Nullable Instant until) {
    SigningKey endedAt(Instant end) {
        return new SigningKey(party, kid, publicKey, demonstration, from, end);
    }
}
