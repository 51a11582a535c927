package org.plenary.membership.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with an invitation. */
public sealed interface InvitationCommand {
    /**
     * Invites a person into the own party, or the first focal point into a party that has none, with a secret of which
     * only the hash is sent.
     */
    record InvitePerson(
            String forum,
            String party,
            List<Role> roles,
            String name,
            @Nullable String email,
            String secretHash,
            int validDays)
            implements InvitationCommand {}

    /** Accepts it: whoever is signed in is the person from then on. */
    record AcceptInvitation(String secret) implements InvitationCommand {}

    /** Takes it back. */
    record WithdrawInvitation() implements InvitationCommand {}
}
