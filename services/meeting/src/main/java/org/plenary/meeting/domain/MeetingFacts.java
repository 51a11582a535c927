package org.plenary.meeting.domain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the meeting service knows of others when it decides, from its local copies.
 *
 * @param forum the forum as far as it matters; null where it is unknown
 * @param card the rule card of the body and type; null where there is none
 * @param partyClass the class of the party that the command names; null where it is unknown
 * @param headAccredited whether that party has a head or alternate in order for this meeting
 * @param itemsOpen items of the agenda that are not disposed of
 * @param evidence which copies were looked at
 */
public record MeetingFacts(
        @Nullable KnownForum forum,
        @Nullable KnownCard card,
        @Nullable String partyClass,
        boolean headAccredited,
        int itemsOpen,
        String evidence) {
    /** A forum: its prefix, the proposed body's keyholders (null where there is no such body), who is consulted, who is invited. */
    public record KnownForum(
            String symbolPrefix,
            boolean fictional,
            @Nullable List<String> keyholders,
            List<String> steeringGroup,
            List<String> parties) {}

    /** The values of a rule card that scheduling needs. */
    public record KnownCard(MeetingRules rules, Duration consultationPeriod, Duration lapseAfter) {}

    static final MeetingFacts NONE = new MeetingFacts(null, null, null, false, 0, "");
}
