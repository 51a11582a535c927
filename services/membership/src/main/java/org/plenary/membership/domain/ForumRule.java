package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why founding a forum, or a change of one, is refused. */
public enum ForumRule implements Rule {
    REGISTER_INCONSISTENT,
    ALREADY_FOUNDED,
    BODY_UNKNOWN,
    BODY_INCOMPLETE,
    BODY_UNCHANGED,
    BODY_CHANGE_NOT_LATER,
    BODY_CHANGE_BACKDATED,
    KEYHOLDERS_TOO_FEW,
    KEYHOLDERS_CHANGED,
    SEAT_CONTRADICTS,
    CARD_CONTRADICTS_ITSELF,
    CARD_UNCHANGED,
    KEY_ID_TAKEN,
    REPLACED_KEY_UNKNOWN,
    LOG_ORIGIN_SAME,
    LOG_ORIGIN_TAKEN,
    LOG_KEY_OF_ANOTHER_NAME,
    LOG_KEY_MISWRITTEN,
    PROPOSAL_UNKNOWN,
    PROPOSALS_TOO_MANY
}
