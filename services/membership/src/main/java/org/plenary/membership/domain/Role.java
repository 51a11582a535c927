package org.plenary.membership.domain;

/** What a person may act as, in a body or in the whole forum. */
public enum Role {
    /** Turns its office's key. */
    CO_CHAIR,
    /** Does registry work; no political power. */
    SECRETARIAT,
    /** Binds its party. */
    HEAD,
    /** Administers its party's people and nobody else's. */
    FOCAL_POINT,
    /** Belongs to its party's delegation and reads what the forum reads. */
    DELEGATE,
    /** Speaks for its party in consultations of the steering group. */
    STEERING_GROUP,
    /** Assesses how commitments are met. */
    ASSESSOR,
    /** Reads everything and acts on nothing. */
    AUDITOR,
    /** Keeps the signing keys of an office. */
    KEEPER
}
