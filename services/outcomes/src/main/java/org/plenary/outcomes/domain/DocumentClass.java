package org.plenary.outcomes.domain;

/** Classes of negotiated outcomes. */
public enum DocumentClass {
    DECLARATION,
    STRATEGY
}
