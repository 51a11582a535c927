package org.plenary.outcomes.domain;

/** How a text was adopted. */
public enum Basis {
    SILENCE
}
