package org.plenary.membership;

import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Reaction;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.AccreditationCommand.ExpireAccreditation;
import org.plenary.membership.domain.AccreditationCommand.NominateSuccessor;
import org.plenary.membership.domain.AccreditationCommand.SettleCredentials;
import org.plenary.membership.domain.AccreditationEvent.DelegateReplaced;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;
import org.plenary.membership.domain.credentials.Proposed;
import org.plenary.membership.domain.credentials.ReportEvent.CredentialsReportAdopted;

/** What follows for accreditations when a meeting ends, a delegate is replaced or a credentials report is adopted. */
final class AccreditationReactions {
    private final AccreditationAggregate accreditations;
    private final GatheredFacts gathered;

    AccreditationReactions(AccreditationAggregate accreditations, GatheredFacts gathered) {
        this.accreditations = accreditations;
        this.gathered = gathered;
    }

    void whenMeetingClosedLetAccreditationsExpire(Envelope event, Reaction.Commands commands) {
        switch (event.name()) {
            case "MeetingClosed", "MeetingCancelled", "MeetingLapsed" -> {
                for (String id : gathered.standing(event.stream())) {
                    commands.send(accreditations, id, new ExpireAccreditation(event.id()));
                }
            }
            default -> {
                // the meeting goes on
            }
        }
    }

    /** A nomination that was on its way while the meeting ended: the meeting's own reaction did not find it. */
    void whenNominatedAfterTheMeetingLetItExpire(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("DelegateNominated")) {
            KnownMeeting meeting = gathered.meeting(event.tree().path("meeting").asString());
            if (meeting != null && meeting.over()) {
                commands.send(accreditations, event.stream(), new ExpireAccreditation(meeting.evidence()));
            }
        }
    }

    void whenDelegateReplacedNominateTheSuccessor(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("DelegateReplaced")) {
            DelegateReplaced r = Json.read(event.data(), DelegateReplaced.class);
            NominateSuccessor nominate = new NominateSuccessor(
                    r.forum(), r.meeting(), r.party(), r.capacity(), r.name(), r.noteVerbale(), r.file());
            commands.send(accreditations, r.successor(), nominate);
        }
    }

    void whenCredentialsReportAdoptedSettleWhatIsContested(Envelope event, Reaction.Commands commands) {
        if (event.name().equals("CredentialsReportAdopted")) {
            CredentialsReportAdopted adopted = Json.read(event.data(), CredentialsReportAdopted.class);
            for (Proposed p : adopted.settled()) {
                commands.send(accreditations, p.accreditation(), new SettleCredentials(p.outcome(), event.stream()));
            }
        }
    }

    /** A meeting as accreditation needs it. */
    static Document meeting(@Nullable Document before, Envelope event) {
        Document m = before == null ? new Document() : before;
        Document data = Document.parse(event.data());
        switch (event.name()) {
            case "MeetingProposed" -> {
                take(m, data, "forum", "body", "meetingType", "zone");
                m.append("keyholders", data.getList("keyholders", String.class)).append("status", "PROPOSED");
            }
            case "MeetingImported" -> {
                take(m, data, "forum", "meetingType");
                m.append("status", "IMPORTED");
            }
            case "MeetingCountered" -> take(m, data, "zone");
            case "MeetingScheduled" -> m.append("status", "SCHEDULED");
            case "MeetingConvened" -> {
                take(m, data, "zone");
                m.append("status", "CONVENED");
            }
            case "MeetingOpened" -> m.append("status", "OPEN");
            case "MeetingEnteredSubstance" -> m.append("status", "IN_SUBSTANCE");
            case "MeetingClosed" -> m.append("status", "CLOSED");
            case "MeetingRecordIssued" -> m.append("status", "RECORDED");
            case "MeetingLapsed" -> m.append("status", "LAPSED");
            case "MeetingCancelled" -> m.append("status", "CANCELLED");
            default -> {
                // an event that changes nothing for delegations
            }
        }
        return m;
    }

    private static void take(Document to, Document from, String... fields) {
        for (String field : fields) {
            to.append(field, from.get(field));
        }
    }
}
