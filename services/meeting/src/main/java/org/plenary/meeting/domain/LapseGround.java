package org.plenary.meeting.domain;

/** Why a proposal ended without a meeting. */
public enum LapseGround {
    DECLINED,
    WITHDRAWN,
    NO_CONSENT
}
