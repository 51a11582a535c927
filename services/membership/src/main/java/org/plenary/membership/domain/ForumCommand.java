package org.plenary.membership.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Proposes a rule card for a body and a type of meeting, with the proposer's key. */
    record ProposeRuleCard(String body, String meetingType, String source, Card card) implements ForumCommand {}

    /** Proposes who sits in a body and holds its keys from an instant on, or a new body, with the proposer's key. */
    record ProposeBodyChange(
            String body,
            @Nullable String name,
            @Nullable List<String> keyholders,
            List<String> seat,
            List<String> unseat,
            Instant from)
            implements ForumCommand {}

    /** Proposes an office's next public key, with the proposer's key; {@code replaces} ends then. */
    record ProposeSigningKey(
            String party,
            String kid,
            String publicKey,
            boolean demonstration,
            @Nullable String replaces) implements ForumCommand {}

    /**
     * Proposes that the record end its present log and begin another; no key is turned by it.
     *
     * @param log the present log's name
     * @param origin the new one's
     * @param vkey the new one's verifier key: C2SP signed-note v1.0.0, "Verifier keys"
     */
    record ProposeLogOrigin(String log, String origin, String vkey, String reason) implements ForumCommand {}

    /** Turns a key on a proposed change, on its hash. */
    record ConsentToForumChange(String proposal, String hash) implements ForumCommand {}

    /** Takes a proposed change back. */
    record WithdrawForumChange(String proposal, String reason) implements ForumCommand {}
}
