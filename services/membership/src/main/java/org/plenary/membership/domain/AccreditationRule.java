package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an accreditation is refused. */
public enum AccreditationRule implements Rule {
    NOMINATION_NOT_PENDING,
    DELEGATE_NOT_ACCEPTED
}
