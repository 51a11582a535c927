package org.plenary.membership.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to a person in a forum. */
public sealed interface PersonEvent {
    /** A person is known to a forum, and to which party it belongs. */
    record PersonRegistered(
            String forum, String subject, @Nullable String unit) implements PersonEvent {}

    /** A role, in a body or in the whole forum, from an instant on. */
    record RoleGranted(
            String grant,
            String role,
            @Nullable String body,
            Instant from,
            @Nullable Instant until) implements PersonEvent {}

    /** A role ended. */
    record RoleEnded(String grant, Instant until) implements PersonEvent {}
}
