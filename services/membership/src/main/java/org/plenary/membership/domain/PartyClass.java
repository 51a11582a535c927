package org.plenary.membership.domain;

/** The four classes of the register. */
public enum PartyClass {
    MEMBER_STATE,
    MEMBER_ORGANISATION,
    OBSERVER_STATE,
    OBSERVER_ORGANISATION
}
