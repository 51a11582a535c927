package org.plenary.outcomes.domain;

/** The document that a commitment is anchored in, as its stream has it now; initial where there is none. */
public record CommitmentFacts(Document document) {}
