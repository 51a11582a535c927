package org.plenary.circulation.domain;

/** The decision needs no facts of other services. */
public record NoFacts() {}
