package org.plenary.outcomes.domain;

/** Levels of progress; no evidence is not zero. */
public enum Level {
    NO_EVIDENCE,
    NOT_STARTED,
    LIMITED,
    SUBSTANTIAL,
    COMPLETE
}
