package org.plenary.membership.domain;

import java.util.List;

/** A body of the forum. */
public record BodyEntry(String body, String name, List<String> keyholders, List<String> members) {}
