package org.plenary.membership.domain;

import java.util.Set;

/**
 * What a decision on a forum needs of other streams.
 *
 * @param registered those of the parties named by the change that the forum's register has
 */
public record ForumFacts(Set<String> registered) {
    /** Where no party is named. */
    public static final ForumFacts NONE = new ForumFacts(Set.of());
}
