package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/** What happened to an invitation. */
public sealed interface InvitationEvent {
    /** A party invited a person. */
    record PersonInvited(
            String forum,
            String party,
            List<Role> roles,
            Reference name,
            @Nullable Reference email,
            String secretHash,
            Instant expiresAt,
            String by)
            implements InvitationEvent {}

    /** A sign-in took it up and is bound to the party. */
    record InvitationAccepted(String forum, String party, List<Role> roles, String subject)
            implements InvitationEvent {}

    /** The party took it back. */
    record InvitationWithdrawn(String by) implements InvitationEvent {}
}
