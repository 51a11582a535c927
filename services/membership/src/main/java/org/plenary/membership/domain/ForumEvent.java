package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** A keyholder proposed a rule card, with its key on the hash; {@code holders} are those whose keys it needs. */
    record RuleCardProposed(
            String proposal,
            String body,
            String meetingType,
            String source,
            Card card,
            String hash,
            List<String> holders,
            String unit,
            String by)
            implements ForumEvent {}

    /** A keyholder proposed a change of a body or a new one, with its key on the hash. */
    record BodyChangeProposed(
            String proposal,
            String body,
            @Nullable String name,
            @Nullable List<String> keyholders,
            List<String> seat,
            List<String> unseat,
            Instant from,
            String hash,
            List<String> holders,
            String unit,
            String by)
            implements ForumEvent {}

    /** A keyholder proposed an office's next public key, with its key on the hash. */
    record SigningKeyProposed(
            String proposal,
            String party,
            String kid,
            String publicKey,
            boolean demonstration,
            @Nullable String replaces,
            String hash,
            List<String> holders,
            String unit,
            String by)
            implements ForumEvent {}

    /** The operator proposed that the record end its present log and begin another; no key is turned yet. */
    record LogOriginProposed(
            String proposal,
            String log,
            String origin,
            String vkey,
            String reason,
            String hash,
            List<String> holders,
            String by)
            implements ForumEvent {}

    /** Another keyholder turned its key on the same hash. */
    record ForumChangeConsented(String proposal, String hash, String unit, String by) implements ForumEvent {}

    /** A keyholder took a proposed change back. */
    record ForumChangeWithdrawn(String proposal, String reason, String unit, String by) implements ForumEvent {}

    /** All keys are turned: the rule card is in force; acts that began under an earlier version keep it. */
    record RuleCardAdopted(
            String body,
            String meetingType,
            int ruleCardVersion,
            String source,
            Card card,
            String proposal,
            String hash,
            List<String> holders)
            implements ForumEvent {}

    /** All keys are turned: the body is so from the instant on. */
    record BodyChanged(
            String body,
            @Nullable String name,
            @Nullable List<String> keyholders,
            List<String> seat,
            List<String> unseat,
            Instant from,
            String proposal,
            String hash,
            List<String> holders)
            implements ForumEvent {}

    /** All keys are turned: the office has this public key from the instant on, and the replaced one ended. */
    record SigningKeyRotated(
            String party,
            String kid,
            String publicKey,
            boolean demonstration,
            @Nullable String replaces,
            Instant from,
            String proposal,
            String hash,
            List<String> holders)
            implements ForumEvent {}

    /** All keys are turned: the record ends the log of this name and begins the next, of this origin and key. */
    record LogOriginAdopted(
            String log, String origin, String vkey, String reason, String proposal, String hash, List<String> holders)
            implements ForumEvent {}

    /** The parties and people of the founding data; each gets a stream of its own. */
    record RegisterImported(List<PartyEntry> parties, List<PersonEntry> people) implements ForumEvent {}
}
