package org.plenary.agenda.domain;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the agenda service knows of a meeting when it decides, from its local copies.
 *
 * @param meeting null where there is no such convened meeting
 * @param objectives numbers of the forum's objectives
 */
public record MeetingFacts(@Nullable KnownMeeting meeting, Set<Integer> objectives) {
    /** A convened meeting: its state, deadlines and keyholders. */
    public record KnownMeeting(
            String forum,
            String body,
            String status,
            Instant regularUntil,
            Instant supplementaryUntil,
            List<String> keyholders) {}
}
