package org.plenary.outcomes.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on a commitment is refused. */
public enum CommitmentRule implements Rule {
    DOCUMENT_NOT_PUBLISHED,
    QUOTE_NOT_FOUND,
    NOT_A_CANDIDATE,
    NOT_REGISTERED,
    NOT_AN_OWNER,
    ASSESSOR_OF_OWNER
}
