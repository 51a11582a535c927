package org.plenary.membership.domain;

/** A role that one person proposed and another has to confirm. */
public record ProposedRole(Tenure tenure, String by) {}
