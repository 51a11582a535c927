package org.plenary.membership.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/**
 * What a decision on an accreditation needs besides its own state; null and empty for every command that does not.
 *
 * @param name where the nominee's name was kept before the decision
 * @param meeting the meeting as this service heard of it
 * @param delegation who else holds places of the party's delegation to the meeting
 * @param file the file that the command names, where the party kept it in this forum
 */
public record AccreditationFacts(
        @Nullable Reference name,
        @Nullable KnownMeeting meeting,
        Delegation delegation,
        @Nullable NoteVerbale file) {
    /** People of one delegation at most, where the rule card does not say. */
    public static final int DELEGATION_MAX = 50;

    /** For a command that needs none. */
    public static final AccreditationFacts NOTHING =
            new AccreditationFacts(null, null, new Delegation(0, null, DELEGATION_MAX), null);

    /**
     * A meeting, by the local copy.
     *
     * @param evidence the version it was judged at, {@code meeting-...@12}
     */
    public record KnownMeeting(String forum, String status, List<String> keyholders, String evidence) {
        /** Whether nothing more can be done for it. */
        public boolean over() {
            return switch (status) {
                case "CLOSED", "RECORDED", "CANCELLED", "LAPSED", "IMPORTED" -> true;
                default -> false;
            };
        }
    }

    /**
     * The places of a delegation that others hold.
     *
     * @param members how many
     * @param head the accreditation of its head, where there is one
     * @param max how many there may be
     */
    public record Delegation(int members, @Nullable String head, int max) {}
}
