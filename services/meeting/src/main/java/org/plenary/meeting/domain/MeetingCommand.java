package org.plenary.meeting.domain;

import java.util.List;
import org.plenary.kernel.decide.Internal;

/** What can be done with a meeting. */
public sealed interface MeetingCommand {
    /** Proposes a meeting; the consent of the author is implied. */
    record ProposeMeeting(
            String forum,
            String body,
            MeetingType meetingType,
            String title,
            int number,
            String host,
            String venue,
            String zone,
            String opensLocal,
            String closesLocal)
            implements MeetingCommand {}

    /** Concurs with the proposal, as a party of the steering group. */
    record ConcurWithMeeting() implements MeetingCommand {}

    /** Comments on the proposal, as a party of the steering group. */
    record CommentOnMeeting(String text) implements MeetingCommand {}

    /** Objects to the proposal, as a party of the steering group. */
    record ObjectToMeeting(String text) implements MeetingCommand {}

    /** Proposes other dates or another place instead. */
    record CounterMeeting(String hash, String host, String venue, String zone, String opensLocal, String closesLocal)
            implements MeetingCommand {}

    /** Consents to exactly the proposal that was shown. */
    record ConsentToMeeting(String hash) implements MeetingCommand {}

    /** Declines the proposal. */
    record DeclineMeeting(String reason) implements MeetingCommand {}

    /** Withdraws the own proposal. */
    record WithdrawMeeting(String reason) implements MeetingCommand {}

    /** Sends the convening notice and fixes the deadlines. */
    record ConveneMeeting() implements MeetingCommand {}

    /** Records that a party is present or left. */
    record RecordPresence(String party, boolean present) implements MeetingCommand {}

    /** Opens the meeting. */
    record OpenMeeting() implements MeetingCommand {}

    /** Closes the meeting. */
    record CloseMeeting() implements MeetingCommand {}

    /** Approves the record of the meeting. */
    record IssueMeetingRecord(String hash) implements MeetingCommand {}

    /** Brings in a past meeting with its sources. */
    record ImportMeeting(
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
            implements MeetingCommand {}

    /** The time for consent is over. */
    record LapseMeeting() implements MeetingCommand, Internal {}

    /** The register gave the notice its number. */
    record AssignSymbol(String symbol) implements MeetingCommand, Internal {}

    /** The agenda was adopted. */
    record EnterSubstance(String agenda, int edition) implements MeetingCommand, Internal {}
}
