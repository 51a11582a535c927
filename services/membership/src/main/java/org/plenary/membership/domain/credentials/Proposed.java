package org.plenary.membership.domain.credentials;

import org.plenary.membership.domain.CredentialsOutcome;

/** What a report proposes for contested credentials. */
public record Proposed(String accreditation, CredentialsOutcome outcome) {}
