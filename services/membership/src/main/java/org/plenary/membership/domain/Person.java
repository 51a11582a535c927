package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;

/** A person in a forum; its roles are read from its events by every service. */
public record Person(
        boolean registered, String forum, @Nullable String unit) {
    static final Person INITIAL = new Person(false, "", null);
}
