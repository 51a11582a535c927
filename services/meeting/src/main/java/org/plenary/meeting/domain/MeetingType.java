package org.plenary.meeting.domain;

/** Types of meetings; each has a rule card. */
public enum MeetingType {
    MINISTERIAL_CONFERENCE("MC"),
    SENIOR_OFFICIALS_MEETING("SOM"),
    AD_HOC_GROUP_MEETING("AHG"),
    STEERING_GROUP_MEETING("SG"),
    WORKING_GROUP_MEETING("WG"),
    CONSULTATION("CM");

    private final String code;

    MeetingType(String code) {
        this.code = code;
    }

    /** What stands for the type in symbols. */
    public String code() {
        return code;
    }
}
