package org.plenary.membership.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/** What happened to a person in a forum. */
public sealed interface PersonEvent {
    /** A person is known to a forum, and to which party it belongs. */
    record PersonRegistered(
            String forum, String subject, @Nullable String unit) implements PersonEvent {}

    /** A role, in a body or in the whole forum, from an instant on. No longer made: see version 2. */
    record RoleGranted(
            String grant,
            String role,
            @Nullable String body,
            Instant from,
            @Nullable Instant until) implements PersonEvent {}

    /** Version 2 knows the delegate, and the official post that goes with a role. */
    record RoleGrantedV2(
            String grant,
            Role role,
            @Nullable String body,
            @Nullable String post,
            Instant from,
            @Nullable Instant until)
            implements PersonEvent {
        /** The role with its dates. */
        Tenure tenure() {
            return new Tenure(grant, role, body, post, from, until);
        }
    }

    /** A role was proposed, which another person has to confirm. */
    record RoleProposed(
            String grant,
            Role role,
            @Nullable String body,
            @Nullable String post,
            Instant from,
            @Nullable Instant until,
            String by)
            implements PersonEvent {}

    /** A proposed role was taken back before it was confirmed. */
    record RoleProposalWithdrawn(String grant, String by) implements PersonEvent {}

    /** A role ended. */
    record RoleEnded(String grant, Instant until) implements PersonEvent {}

    /** The person no longer acts on a thing, by itself or by its party's focal point. */
    record PersonRecused(String thing, Instant from, Reference ground, String by) implements PersonEvent {}

    /** The person may act on the thing again. */
    record RecusalEnded(String thing, Instant until, String by) implements PersonEvent {}
}
