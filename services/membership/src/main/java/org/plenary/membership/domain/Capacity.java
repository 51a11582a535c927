package org.plenary.membership.domain;

/** What a person is in a delegation. */
public enum Capacity {
    HEAD,
    ALTERNATE,
    ADVISER
}
