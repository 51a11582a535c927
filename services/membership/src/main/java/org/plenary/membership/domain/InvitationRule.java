package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an invitation is refused. */
public enum InvitationRule implements Rule {
    INVITATION_EXPIRED,
    INVITATION_WITHDRAWN,
    INVITATION_TAKEN,
    INVITATION_OF_ONESELF,
    INVITER_NO_FOCAL_POINT,
    FIRST_FOCAL_POINT_ONLY,
    PARTY_HAS_FOCAL_POINT,
    INVITATION_OF_THE_PARTY,
    OF_ANOTHER_PARTY
}
