package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Internal;

/** What can be done with a person. */
public sealed interface PersonCommand {
    /** Enters a person of the founding data with its roles. */
    record RegisterPerson(String forum, PersonEntry entry) implements PersonCommand, Internal {}

    /** Enters whoever accepted an invitation of a party, with the roles that it offered. */
    record JoinByInvitation(String forum, String subject, String party, List<Role> roles)
            implements PersonCommand, Internal {}

    /** Grants a role, or proposes one that a second person has to confirm; at once where no {@code from} is given. */
    record GrantRole(
            Role role,
            @Nullable String body,
            @Nullable String post,
            @Nullable Instant from,
            @Nullable Instant until) implements PersonCommand {}

    /** Confirms a role that another person proposed. */
    record ConfirmRole(String grant) implements PersonCommand {}

    /** Ends a role, at once where no {@code until} is given, or takes a proposal back. */
    record EndRole(String grant, @Nullable Instant until) implements PersonCommand {}

    /** Keeps the person from acting on a thing. */
    record RecusePerson(String thing, String ground) implements PersonCommand {}

    /** Lets the person act on the thing again. */
    record EndRecusal(String thing) implements PersonCommand {}
}
