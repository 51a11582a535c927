package org.plenary.meeting.domain;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.decide.Ids;

/**
 * Where and when: local times at the venue with their IANA zone, and the instants they mean.
 *
 * @param opensAt the opening in UTC
 * @param closesAt the close in UTC, after the opening
 */
public record Place(
        String host,
        String venue,
        String zone,
        String opensLocal,
        String closesLocal,
        Instant opensAt,
        Instant closesAt) {
    static final Place NONE = new Place("", "", "UTC", "", "", Instant.EPOCH, Instant.EPOCH);

    /** Reads local times; one that the zone's clocks skip or show twice is refused, as it names no one instant. */
    static Place of(String host, String venue, String zone, String opensLocal, String closesLocal, Instant receivedAt) {
        Instant opens = instant(zone, opensLocal);
        Instant closes = instant(zone, closesLocal);
        if (!closes.isAfter(opens)) {
            throw MeetingRule.CLOSES_BEFORE_OPENS.because(
                    "The close must come after the opening.",
                    Map.of("opensAt", opens.toString(), "closesAt", closes.toString()));
        }
        if (!opens.isAfter(receivedAt)) {
            throw MeetingRule.OPENING_IN_THE_PAST.because(
                    "The opening is in the past.",
                    Map.of("opensAt", opens.toString(), "receivedAt", receivedAt.toString()));
        }
        return new Place(host, venue, zone, opensLocal, closesLocal, opens, closes);
    }

    private static Instant instant(String zone, String local) {
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw MeetingRule.ZONE_UNKNOWN.because("There is no time zone " + zone + ".", Map.of("zone", zone));
        }
        LocalDateTime at;
        try {
            at = LocalDateTime.parse(local);
        } catch (DateTimeException e) {
            throw MeetingRule.LOCAL_TIME_IMPOSSIBLE.because(local + " is no date and time.", Map.of("local", local));
        }
        List<java.time.ZoneOffset> offsets = ZoneId.of(zone).getRules().getValidOffsets(at);
        if (offsets.size() != 1) {
            throw MeetingRule.LOCAL_TIME_IMPOSSIBLE.because(
                    "The clocks change in " + zone + " at " + local
                            + (offsets.isEmpty() ? ": that time is skipped." : ": that time comes twice."),
                    Map.of("local", local, "zone", zone));
        }
        return at.toInstant(offsets.getFirst());
    }

    /** SHA-256 of what a key is given to: the meeting's identity, this proposal's number and every word of the place. */
    String hash(String forum, String symbolStem, int proposal) {
        return Ids.sha256(String.join(
                "\n",
                "meeting-proposal-v1",
                forum,
                symbolStem,
                Integer.toString(proposal),
                host,
                venue,
                zone,
                opensLocal,
                closesLocal,
                opensAt.toString(),
                closesAt.toString()));
    }
}
