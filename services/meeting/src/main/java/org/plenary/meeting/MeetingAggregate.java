package org.plenary.meeting;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.json.Json;
import org.plenary.meeting.domain.Meeting;
import org.plenary.meeting.domain.MeetingCommand;
import org.plenary.meeting.domain.MeetingCommand.ImportMeeting;
import org.plenary.meeting.domain.MeetingCommand.ProposeMeeting;
import org.plenary.meeting.domain.MeetingDecider;
import org.plenary.meeting.domain.MeetingEvent;
import org.plenary.meeting.domain.MeetingFacts;

/** Meetings. Their existence, times and state are public from the first proposal on. */
final class MeetingAggregate implements Aggregate<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> {
    private static final MeetingDecider RULES = new MeetingDecider();
    private final GatheredFacts gathered;

    MeetingAggregate(GatheredFacts gathered) {
        this.gathered = gathered;
    }

    @Override
    public String name() {
        return "meeting";
    }

    @Override
    public String collection() {
        return "meetings";
    }

    @Override
    public Class<MeetingCommand> commands() {
        return MeetingCommand.class;
    }

    @Override
    public Class<MeetingEvent> events() {
        return MeetingEvent.class;
    }

    @Override
    public Class<Meeting> states() {
        return Meeting.class;
    }

    @Override
    public Decider<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> decider() {
        return RULES;
    }

    @Override
    public MeetingFacts facts(MeetingCommand command, Meeting meeting, Act act) {
        return gathered.forDecision(command, meeting, act);
    }

    @Override
    public Scope scope(@Nullable MeetingCommand command, Meeting meeting) {
        if (meeting.status() == Meeting.Status.NONE && command instanceof ProposeMeeting c) {
            return new Scope(c.forum(), c.body(), null, "NONE", Audience.PUBLIC);
        }
        if (meeting.status() == Meeting.Status.NONE && command instanceof ImportMeeting c) {
            return new Scope(c.forum(), null, null, "NONE", Audience.PUBLIC);
        }
        String body = meeting.body().isEmpty() ? null : meeting.body();
        return new Scope(meeting.forum(), body, null, meeting.status().name(), Audience.PUBLIC);
    }

    @Override
    public Object show(String stream, Meeting meeting, Standing reader) {
        return Json.withId(stream, meeting);
    }
}
