package org.plenary.meeting.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on a meeting is refused. */
public enum MeetingRule implements Rule {
    FORUM_UNKNOWN,
    BODY_UNKNOWN,
    RULE_CARD_MISSING,
    ZONE_UNKNOWN,
    LOCAL_TIME_IMPOSSIBLE,
    CLOSES_BEFORE_OPENS,
    OPENING_IN_THE_PAST,
    NOT_PROPOSED,
    NOT_CONSULTED,
    ALREADY_CONSULTED,
    CONSULTATION_OVER,
    CONSULTATION_OPEN,
    NOT_SCHEDULED,
    NOTICE_TOO_SHORT,
    NOT_CONVENED,
    PARTY_UNKNOWN,
    HEAD_NOT_ACCREDITED,
    QUORUM_NOT_MET,
    NOT_IN_SUBSTANCE,
    ITEMS_NOT_DISPOSED_OF,
    NOT_CLOSED,
    PROPOSAL_IS_OWN,
    PROPOSAL_NOT_OWN
}
