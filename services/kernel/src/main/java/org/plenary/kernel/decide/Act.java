package org.plenary.kernel.decide;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a command and when. All that a decision may know besides the command, the state and the facts.
 *
 * @param stream the stream decided on
 * @param commandId the same for every repetition of the command; the root of all new ids
 * @param actor the person's subject, or {@code system:<service>} for timers and reactions
 * @param onBehalfOf the unit acted for where the actor files for another, else null
 * @param standing what the actor may act as, at {@code receivedAt}
 * @param receivedAt when the server received the command, milliseconds; deadlines are judged by it
 * @param now when it is decided, milliseconds, never before {@code receivedAt}
 */
public record Act(
        String stream,
        UUID commandId,
        String actor,
        @Nullable String onBehalfOf,
        Standing standing,
        Instant receivedAt,
        Instant now) {

    /** A new id that a repetition of the command makes again; ordinal from 0. */
    public UUID id(int ordinal) {
        return Ids.v5(commandId, "id/" + ordinal);
    }

    /** The unit acted for: the one acted on behalf of, else the actor's own; the empty string where there is none. */
    public String unit() {
        String unit = onBehalfOf == null ? standing.unit() : onBehalfOf;
        return unit == null ? "" : unit;
    }
}
