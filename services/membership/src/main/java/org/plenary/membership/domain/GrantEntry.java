package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;

/** A role of a person, in one body or in the whole forum. */
public record GrantEntry(String role, @Nullable String body) {}
