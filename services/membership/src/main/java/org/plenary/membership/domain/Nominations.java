package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Act;
import org.plenary.membership.domain.AccreditationCommand.NominateDelegate;
import org.plenary.membership.domain.AccreditationCommand.NominateSuccessor;
import org.plenary.membership.domain.AccreditationCommand.ReplaceDelegate;
import org.plenary.membership.domain.AccreditationCommand.ResubmitNomination;
import org.plenary.membership.domain.AccreditationEvent.DelegateNominated;
import org.plenary.membership.domain.AccreditationEvent.DelegateReplaced;
import org.plenary.membership.domain.AccreditationEvent.NominationJudged;
import org.plenary.membership.domain.AccreditationEvent.NominationResubmitted;
import org.plenary.membership.domain.AccreditationEvent.NoteVerbaleAttached;
import org.plenary.membership.domain.AccreditationFacts.Delegation;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;

/**
 * Who may be named for a delegation: the meeting still takes people, there is a place, and the file is the party's. The
 * place is judged when a person is named, over all who stand, and again when one is accepted, over those accepted. What
 * remains: each accreditation is a stream of its own and the others are known by the service's view, so two that are
 * accepted within the moment that the view needs can pass the last place, or name two heads. The head is then withdrawn
 * or replaced, as ever; nobody more is accepted.
 */
final class Nominations {
    private Nominations() {}

    static List<AccreditationEvent> nominate(NominateDelegate c, AccreditationFacts facts) {
        KnownMeeting meeting = open(c.forum(), facts);
        List<AccreditationEvent> events = new ArrayList<>();
        events.add(new DelegateNominated(
                c.forum(),
                c.meeting(),
                c.party(),
                c.capacity(),
                Objects.requireNonNull(facts.name()),
                c.noteVerbale()));
        events.add(placed(c.capacity(), meeting, facts.delegation()));
        attach(c.file(), facts, events);
        return List.copyOf(events);
    }

    static List<AccreditationEvent> resubmit(ResubmitNomination c, Accreditation a, AccreditationFacts facts, Act act) {
        KnownMeeting meeting = open(a.forum(), facts);
        List<AccreditationEvent> events = new ArrayList<>();
        events.add(new NominationResubmitted(
                c.capacity(), Objects.requireNonNull(facts.name()), c.noteVerbale(), act.actor()));
        events.add(placed(c.capacity(), meeting, facts.delegation()));
        attach(c.file(), facts, events);
        return List.copyOf(events);
    }

    /** The successor takes the place of the one replaced, so neither head nor size is judged again. */
    static List<AccreditationEvent> replace(ReplaceDelegate c, Accreditation a, AccreditationFacts facts, Act act) {
        open(a.forum(), facts);
        NoteVerbale file = c.file() == null ? null : known(facts);
        return List.of(new DelegateReplaced(
                "accreditation-" + act.id(0),
                a.forum(),
                a.meeting(),
                a.party(),
                Objects.requireNonNull(a.capacity()),
                Objects.requireNonNull(facts.name()),
                c.noteVerbale(),
                file,
                act.actor()));
    }

    static List<AccreditationEvent> succeed(NominateSuccessor c) {
        List<AccreditationEvent> events = new ArrayList<>();
        events.add(new DelegateNominated(c.forum(), c.meeting(), c.party(), c.capacity(), c.name(), c.noteVerbale()));
        NoteVerbale file = c.file();
        if (file != null) {
            events.add(new NoteVerbaleAttached(file.file(), file.kind(), file.bytes()));
        }
        return List.copyOf(events);
    }

    /** The meeting, where it is known and not over. */
    static KnownMeeting open(String forum, AccreditationFacts facts) {
        KnownMeeting meeting = facts.meeting();
        if (meeting == null || !meeting.forum().equals(forum)) {
            throw AccreditationRule.MEETING_UNKNOWN.because("There is no such meeting in this forum.");
        }
        if (meeting.over()) {
            throw AccreditationRule.MEETING_OVER.because(
                    "The meeting takes no delegates any more.", Map.of("state", meeting.status()));
        }
        return meeting;
    }

    private static NominationJudged placed(Capacity capacity, KnownMeeting meeting, Delegation others) {
        room(capacity, others);
        return new NominationJudged(meeting.evidence(), others.members() + 1, others.max());
    }

    /** There is a place beside the others, and of a head's there is one. */
    static void room(@Nullable Capacity capacity, Delegation others) {
        if (capacity == Capacity.HEAD) {
            headless(others);
        }
        if (others.members() >= others.max()) {
            throw AccreditationRule.DELEGATION_FULL.because(
                    "The delegation has as many people as it may.",
                    Map.of("members", others.members(), "delegationMax", others.max()));
        }
    }

    /** A delegation has one head. */
    private static void headless(Delegation others) {
        String head = others.head();
        if (head != null) {
            throw AccreditationRule.HEAD_ALREADY_NAMED.because(
                    "The delegation has a head. Withdraw or replace the head first.", Map.of("head", head));
        }
    }

    private static void attach(@Nullable String named, AccreditationFacts facts, List<AccreditationEvent> events) {
        if (named != null) {
            NoteVerbale file = known(facts);
            events.add(new NoteVerbaleAttached(file.file(), file.kind(), file.bytes()));
        }
    }

    private static NoteVerbale known(AccreditationFacts facts) {
        NoteVerbale file = facts.file();
        if (file == null) {
            throw AccreditationRule.FILE_UNKNOWN.because("The party kept no such file in this forum.");
        }
        return file;
    }
}
