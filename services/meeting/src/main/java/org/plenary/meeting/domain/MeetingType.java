package org.plenary.meeting.domain;

/** Types of meetings; each has a rule card. */
public enum MeetingType {
    MINISTERIAL_CONFERENCE,
    SENIOR_OFFICIALS_MEETING,
    AD_HOC_GROUP_MEETING,
    STEERING_GROUP_MEETING,
    WORKING_GROUP_MEETING,
    CONSULTATION
}
