package org.plenary.agenda.domain;

/** How an item came in, by the moment of receipt. */
public enum Channel {
    REGULAR,
    SUPPLEMENTARY,
    ADDITIONAL
}
