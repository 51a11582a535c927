package org.plenary.outcomes.domain;

/** Statements that travel with a text. */
public enum StatementKind {
    RESERVATION,
    INTERPRETATIVE_STATEMENT,
    EXPLANATION_OF_POSITION,
    DISSOCIATION
}
