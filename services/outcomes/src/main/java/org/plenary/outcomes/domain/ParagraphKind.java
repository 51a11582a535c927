package org.plenary.outcomes.domain;

/** Preambular or operative. */
public enum ParagraphKind {
    PP,
    OP
}
