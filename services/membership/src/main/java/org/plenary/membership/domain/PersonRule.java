package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on a person is refused. */
public enum PersonRule implements Rule {
    ROLE_TO_ONESELF,
    ROLE_NOT_YOURS,
    ROLE_BACKDATED,
    ROLE_DATES_REVERSED,
    ROLE_UNKNOWN,
    ROLE_BODY_UNKNOWN,
    ROLE_HAS_NO_BODY,
    PARTY_HOLDS_NO_KEY,
    SECOND_PERSON_NEEDED,
    LAST_FOCAL_POINT,
    LAST_SECRETARIAT,
    RECUSAL_BY_ANOTHER,
    PERSON_FULL
}
