package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an accreditation is refused. */
public enum AccreditationRule implements Rule {
    MEETING_UNKNOWN,
    MEETING_OVER,
    HEAD_ALREADY_NAMED,
    DELEGATION_FULL,
    FILE_UNKNOWN,
    NOMINATION_NOT_PENDING,
    NOMINATION_NOT_RETURNED,
    DELEGATE_NOT_ACCEPTED,
    DELEGATE_NOT_SEATED,
    ACCREDITATION_OVER
}
