package org.plenary.outcomes.domain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the outcomes service knows of others when it decides, from its local copies.
 *
 * @param meeting null where there is no such meeting
 * @param rules the rule card of the meeting's body and type; null where there is none
 * @param partyClasses all parties of the forum with their classes
 * @param signingKeys public keys of the offices by key id
 */
public record OutcomeFacts(
        @Nullable KnownMeeting meeting,
        @Nullable OutcomeRules rules,
        Map<String, String> partyClasses,
        Map<String, SigningKey> signingKeys) {
    /** The meeting a document is made for. */
    public record KnownMeeting(String forum, String body, String symbolStem, List<String> keyholders) {}

    /** A registered public key: whose office's, and the 32 bytes in base64. */
    public record SigningKey(String party, String publicKey) {}
}
