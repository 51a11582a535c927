package org.plenary.membership.domain;

/** What the credentials report says of contested credentials. */
public enum CredentialsOutcome {
    IN_ORDER,
    REJECTED
}
