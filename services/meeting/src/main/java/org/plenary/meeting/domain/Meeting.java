package org.plenary.meeting.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.TwoKeys;

/**
 * A meeting as its events left it.
 *
 * @param keys the consents to the standing proposal
 * @param consulted parties that must be consulted
 * @param consultation what those consulted said, by party
 * @param convened what convening fixed; null before
 * @param presence parties present now, with their class
 * @param recordKeys approvals of the record; null before the close
 */
public record Meeting(
        Status status,
        String forum,
        String body,
        @Nullable MeetingType meetingType,
        String title,
        int number,
        String symbolStem,
        boolean fictional,
        int proposal,
        Place place,
        TwoKeys keys,
        List<String> consulted,
        Map<String, String> consultation,
        Instant consultationUntil,
        Instant lapsesAt,
        @Nullable MeetingRules rules,
        @Nullable Convened convened,
        @Nullable String symbol,
        Map<String, String> presence,
        @Nullable TwoKeys recordKeys,
        @Nullable String note) {
    /** The lifecycle's states on the straight path. */
    public enum Status {
        NONE,
        PROPOSED,
        SCHEDULED,
        CONVENED,
        OPEN,
        IN_SUBSTANCE,
        CLOSED,
        RECORDED,
        LAPSED,
        IMPORTED
    }

    /** What the convening notice fixed. */
    public record Convened(
            Instant regularUntil, Instant supplementaryUntil, String calendarUid, int calendarSequence) {}

    static final Meeting INITIAL = new Meeting(
            Status.NONE,
            "",
            "",
            null,
            "",
            0,
            "",
            false,
            0,
            Place.NONE,
            TwoKeys.on("", List.of()),
            List.of(),
            Map.of(),
            Instant.EPOCH,
            Instant.EPOCH,
            null,
            null,
            null,
            Map.of(),
            null,
            null);

    /** Member states present. */
    public int present() {
        return (int) presence.values().stream().filter("MEMBER_STATE"::equals).count();
    }

    Meeting with(Status next) {
        return new Meeting(
                next,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                symbol,
                presence,
                recordKeys,
                note);
    }

    Meeting with(int newProposal, Place newPlace, TwoKeys newKeys) {
        return new Meeting(
                status,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                newProposal,
                newPlace,
                newKeys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                symbol,
                presence,
                recordKeys,
                note);
    }

    Meeting consulted(String party, String position) {
        return new Meeting(
                status,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                plus(consultation, party, position),
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                symbol,
                presence,
                recordKeys,
                note);
    }

    Meeting convened(Convened fixed) {
        return new Meeting(
                Status.CONVENED,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                fixed,
                symbol,
                presence,
                recordKeys,
                note);
    }

    Meeting symbol(String assigned) {
        return new Meeting(
                status,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                assigned,
                presence,
                recordKeys,
                note);
    }

    Meeting presence(Map<String, String> now) {
        return new Meeting(
                status,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                symbol,
                now,
                recordKeys,
                note);
    }

    Meeting record(Status next, TwoKeys approvals) {
        return new Meeting(
                next,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                symbol,
                presence,
                approvals,
                note);
    }

    Meeting note(String words) {
        return new Meeting(
                status,
                forum,
                body,
                meetingType,
                title,
                number,
                symbolStem,
                fictional,
                proposal,
                place,
                keys,
                consulted,
                consultation,
                consultationUntil,
                lapsesAt,
                rules,
                convened,
                symbol,
                presence,
                recordKeys,
                words);
    }

    static Map<String, String> plus(Map<String, String> map, String key, String value) {
        Map<String, String> more = new TreeMap<>(map);
        more.put(key, value);
        return java.util.Collections.unmodifiableMap(more);
    }
}
