package org.plenary.meeting.domain;

/** Whether the steering group must be consulted. */
public enum Consultation {
    NONE,
    REQUIRED
}
