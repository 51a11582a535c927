package org.plenary.membership.domain;

import java.util.List;

/** What happened to a forum. */
public sealed interface ForumEvent {
    /** The operator founded a forum. */
    record ForumFounded(String name, String symbolPrefix, boolean fictional, String by) implements ForumEvent {}

    /** The list of objectives that items, outcomes and commitments are tagged against. */
    record FrameworkAdopted(String framework, String title, List<Objective> objectives) implements ForumEvent {}

    /** A body of the forum with its keyholders and members. */
    record BodyEstablished(String body, String name, List<String> keyholders, List<String> members)
            implements ForumEvent {}

    /** A rule card came in with the founding data; it is marked as such. */
    record RuleCardImported(String body, String meetingType, int ruleCardVersion, String source, Card card)
            implements ForumEvent {}

    /** The public key of a co-chair's office. */
    record SigningKeyRegistered(String party, String kid, String publicKey, boolean demonstration)
            implements ForumEvent {}

    /** The parties and people of the founding data; each gets a stream of its own. */
    record RegisterImported(List<PartyEntry> parties, List<PersonEntry> people) implements ForumEvent {}
}
