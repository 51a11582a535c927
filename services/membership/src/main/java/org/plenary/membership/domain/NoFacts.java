package org.plenary.membership.domain;

/** The decision needs no facts of other services. */
public record NoFacts() {}
