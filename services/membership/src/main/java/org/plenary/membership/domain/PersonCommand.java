package org.plenary.membership.domain;

import org.plenary.kernel.decide.Internal;

/** What can be done with a person. */
public sealed interface PersonCommand {
    /** Enters a person of the founding data with its roles. */
    record RegisterPerson(String forum, PersonEntry entry) implements PersonCommand, Internal {}
}
