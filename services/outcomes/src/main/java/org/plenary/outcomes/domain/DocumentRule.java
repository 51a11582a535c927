package org.plenary.outcomes.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an outcome document is refused. */
public enum DocumentRule implements Rule {
    MEETING_UNKNOWN,
    RULE_CARD_MISSING,
    PARAGRAPH_TWICE,
    NOT_A_ZERO_DRAFT,
    NOT_NEGOTIATING,
    PARAGRAPH_UNKNOWN,
    PARAGRAPH_NOT_AGREED,
    NOT_CLEAN,
    NOT_READY,
    SILENCE_TOO_SHORT,
    SILENCE_OTHER_TERMS,
    ZONE_UNKNOWN,
    SYMBOL_PENDING,
    NOT_UNDER_SILENCE,
    SILENCE_EXPIRED,
    PARTY_MAY_NOT_BREAK,
    NOT_ADOPTED,
    STATEMENTS_CLOSED,
    STATEMENTS_OPEN,
    KEY_UNKNOWN,
    SIGNATURE_INVALID,
    ALREADY_SIGNED,
    NOT_SIGNED,
    SECOND_PERSON_NEEDED
}
