package org.plenary.membership.domain;

import org.plenary.kernel.decide.Rule;

/** Why a change of a party is refused. */
public enum PartyRule implements Rule {
    PARTY_UNKNOWN,
    PARTY_ENTERED_ALREADY,
    ZONE_UNKNOWN,
    NAME_CHANGE_NOT_LATER,
    CLASS_UNCHANGED,
    CLASS_CHANGE_NOT_LATER
}
