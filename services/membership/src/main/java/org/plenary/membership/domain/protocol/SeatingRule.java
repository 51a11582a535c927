package org.plenary.membership.domain.protocol;

import org.plenary.kernel.decide.Rule;

/** Why drawing the lot is refused. */
public enum SeatingRule implements Rule {
    MEETING_UNKNOWN,
    MEETING_OVER,
    LOT_ALREADY_DRAWN,
    REGISTER_TOO_LARGE
}
