package org.plenary.meeting.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a meeting; every arrow of its lifecycle is one event. */
public sealed interface MeetingEvent {
    /** A co-chair proposed a meeting; its own key is implied. */
    record MeetingProposed(
            String forum,
            String body,
            MeetingType meetingType,
            String title,
            int number,
            String symbolStem,
            String host,
            String venue,
            String zone,
            String opensLocal,
            String closesLocal,
            Instant opensAt,
            Instant closesAt,
            int proposal,
            String hash,
            String unit,
            String by,
            List<String> keyholders,
            List<String> consulted,
            MeetingRules rules,
            Instant consultationUntil,
            Instant lapsesAt,
            boolean fictional)
            implements MeetingEvent {}

    /** A party of the steering group concurred. */
    record ConsultationConcurred(String party, String by) implements MeetingEvent {}

    /** A party of the steering group commented. */
    record ConsultationCommented(String party, String by, String text) implements MeetingEvent {}

    /** A party of the steering group objected. */
    record ConsultationObjected(String party, String by, String text) implements MeetingEvent {}

    /** The other co-chair proposed other dates or another place; earlier consents are void, its own is implied. */
    record MeetingCountered(
            String host,
            String venue,
            String zone,
            String opensLocal,
            String closesLocal,
            Instant opensAt,
            Instant closesAt,
            int proposal,
            String hash,
            String unit,
            String by)
            implements MeetingEvent {}

    /** A co-chair consented to exactly this proposal. */
    record MeetingConsented(String unit, String by, String hash) implements MeetingEvent {}

    /** Both keys are on the same proposal and consultation is over. */
    record MeetingScheduled(String hash) implements MeetingEvent {}

    /** The proposal ended without a meeting. */
    record MeetingLapsed(LapseGround ground, @Nullable String reason) implements MeetingEvent {}

    /** The convening notice went out and fixed date, place and deadlines. */
    record MeetingConvened(
            String forum,
            String body,
            MeetingType meetingType,
            String title,
            int number,
            String symbolStem,
            String host,
            String venue,
            String zone,
            Instant opensAt,
            Instant closesAt,
            List<String> keyholders,
            Instant regularUntil,
            Instant supplementaryUntil,
            int quorumOpen,
            int quorumDecide,
            String calendarUid,
            int calendarSequence,
            List<String> recipients,
            boolean fictional)
            implements MeetingEvent {}

    /** The convening notice has its symbol. */
    record SymbolAssigned(String symbol) implements MeetingEvent {}

    /** A party is present or left. */
    record PresenceRecorded(String party, String partyClass, boolean present, String by) implements MeetingEvent {}

    /** A co-chair opened the meeting with a quorum. */
    record MeetingOpened(int present, int quorum, String by, String evidence) implements MeetingEvent {}

    /** The agenda was adopted; substantive work may begin. */
    record MeetingEnteredSubstance(String agenda, int edition) implements MeetingEvent {}

    /** Every item is disposed of and the meeting was closed. */
    record MeetingClosed(String by, String evidence) implements MeetingEvent {}

    /** One co-chair approved the record of the meeting. */
    record MeetingRecordKeyTurned(String unit, String by, String hash) implements MeetingEvent {}

    /** Both co-chairs approved the record of the meeting. */
    record MeetingRecordIssued(String hash) implements MeetingEvent {}

    /** A past meeting came in from public pages; it went through none of the lifecycles here. */
    record MeetingImported(
            String forum,
            MeetingType meetingType,
            int number,
            String title,
            String city,
            String country,
            String startDate,
            String endDate,
            List<ImportedCoChair> coChairs,
            List<String> sources)
            implements MeetingEvent {}
}
