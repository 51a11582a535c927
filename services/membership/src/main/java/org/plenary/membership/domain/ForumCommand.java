package org.plenary.membership.domain;

import java.util.List;

/** What can be done with a forum. */
public sealed interface ForumCommand {
    /** Founds a forum with its parties, bodies, people, objectives and rule cards. */
    record FoundForum(
            String name,
            String symbolPrefix,
            boolean fictional,
            String framework,
            String frameworkTitle,
            List<Objective> objectives,
            List<BodyEntry> bodies,
            List<PartyEntry> parties,
            List<PersonEntry> people,
            List<RuleCardEntry> ruleCards,
            List<SigningKeyEntry> signingKeys)
            implements ForumCommand {}
}
