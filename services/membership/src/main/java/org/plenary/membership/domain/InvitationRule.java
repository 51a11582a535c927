package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an invitation is refused. */
public enum InvitationRule implements Rule {
    INVITATION_EXPIRED,
    INVITATION_WITHDRAWN,
    INVITATION_TAKEN,
    INVITATION_OF_ONESELF,
    INVITER_NO_FOCAL_POINT,
    OF_ANOTHER_PARTY
}
