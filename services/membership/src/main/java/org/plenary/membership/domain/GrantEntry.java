package org.plenary.membership.domain;


/** A role of a person, in one body or in the whole forum. */
public record GrantEntry(String role, String body?) {}
