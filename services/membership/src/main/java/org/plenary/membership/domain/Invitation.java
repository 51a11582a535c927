package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/**
 * A party's invitation of a person, whose sign-in is not known yet.
 *
 * @param secretHash SHA-256 of the secret that only the invited person has; the secret comes here with the acceptance
 * @param expiresAt the instant by which it must be received
 */
public record Invitation(
        Status status,
        String forum,
        String party,
        List<Role> roles,
        @Nullable Reference name,
        @Nullable Reference email,
        String secretHash,
        @Nullable Instant expiresAt,
        String invitedBy,
        @Nullable String acceptedBy) {
    /** Where it is; that it expired is judged by its instant. */
    public enum Status {
        NONE,
        INVITED,
        ACCEPTED,
        WITHDRAWN
    }

    static final Invitation INITIAL = new Invitation(Status.NONE, "", "", List.of(), null, null, "", null, "", null);

    Invitation with(Status next, @Nullable String by) {
        return new Invitation(next, forum, party, roles, name, email, secretHash, expiresAt, invitedBy, by);
    }
}
