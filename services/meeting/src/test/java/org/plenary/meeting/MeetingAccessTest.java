package org.plenary.meeting;

import java.util.Map;
import org.plenary.kernel.test.http.AccessSuite;
import org.plenary.kernel.test.http.ServiceSuite;

@ServiceSuite.Of(application = MeetingApplication.class, service = "meeting")
class MeetingAccessTest extends AccessSuite {
    /** The contract's example is for one state of one thing; where nothing here is that, the rule named says no. */
    @Override
    protected Map<String, String> unreached() {
        return Map.ofEntries(
                Map.entry("ProposeMeeting", "the example names a forum that is not known here"),
                Map.entry("ImportMeeting", "the example names a forum that is not known here"),
                Map.entry(
                        "ConcurWithMeeting",
                        "no history of the corpus rests at a proposal that waits for the steering group"),
                Map.entry(
                        "CommentOnMeeting",
                        "no history of the corpus rests at a proposal that waits for the steering group"),
                Map.entry(
                        "ObjectToMeeting",
                        "no history of the corpus rests at a proposal that waits for the steering group"),
                Map.entry("CounterMeeting", "no proposal of the corpus is the one that the example names"),
                Map.entry("ConsentToMeeting", "no proposal of the corpus is the one that the example names"),
                Map.entry("DeclineMeeting", "no proposal of the corpus is the one that the example names"),
                Map.entry("WithdrawMeeting", "no proposal of the corpus is the one that the example names"),
                Map.entry("ConveneMeeting", "the notice of the scheduled meetings is too short now"),
                Map.entry("RecordPresence", "the example names a party that is not known here"),
                Map.entry("OpenMeeting", "the quorum is not met where meetings are convened"),
                Map.entry("IssueMeetingRecord", "its key is held by units that nobody here is of"));
    }
}
