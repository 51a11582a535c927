package org.plenary.meeting.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Deadline;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.decide.Wait;
import org.plenary.meeting.domain.Meeting.Status;
import org.plenary.meeting.domain.MeetingCommand.*;
import org.plenary.meeting.domain.MeetingEvent.*;

/** The meeting's lifecycle on the straight path: domain.md, section 3, "Meeting". */
public final class MeetingDecider implements Decider<MeetingCommand, Meeting, MeetingEvent, MeetingFacts> {
    private static final String LAPSE = "lapse";

    @Override
    public Meeting initial() {
        return Meeting.INITIAL;
    }

    @Override
    public List<MeetingEvent> decide(MeetingCommand command, Meeting m, MeetingFacts facts, Act act) {
        return switch (command) {
            case ProposeMeeting c -> List.of(propose(c, m, facts, act));
            case ConcurWithMeeting c -> {
                consultable(m, act);
                yield List.of(new ConsultationConcurred(act.unit(), act.actor()));
            }
            case CommentOnMeeting c -> {
                consultable(m, act);
                yield List.of(new ConsultationCommented(act.unit(), act.actor(), c.text()));
            }
            case ObjectToMeeting c -> {
                consultable(m, act);
                yield List.of(new ConsultationObjected(act.unit(), act.actor(), c.text()));
            }
            case CounterMeeting c -> List.of(counter(c, m, act));
            case ConsentToMeeting c -> consent(c, m, act);
            case DeclineMeeting c -> List.of(end(m, act, LapseGround.DECLINED, c.reason()));
            case WithdrawMeeting c -> List.of(end(m, act, LapseGround.WITHDRAWN, c.reason()));
            case LapseMeeting c ->
                m.status() == Status.PROPOSED && new Deadline(m.lapsesAt()).settled(act)
                        ? List.of(new MeetingLapsed(LapseGround.NO_CONSENT, null))
                        : List.of();
            case ConveneMeeting c -> List.of(convene(m, facts, act));
            case AssignSymbol c ->
                m.convened() == null || m.symbol() != null ? List.of() : List.of(new SymbolAssigned(c.symbol()));
            case RecordPresence c -> presence(c, m, facts, act);
            case OpenMeeting c -> List.of(open(m, facts, act));
            case EnterSubstance c ->
                m.status() == Status.OPEN ? List.of(new MeetingEnteredSubstance(c.agenda(), c.edition())) : List.of();
            case CloseMeeting c -> List.of(close(m, facts, act));
            case IssueMeetingRecord c -> issueRecord(c, m, act);
            case ImportMeeting c -> {
                isNew(m);
                known(facts);
                yield List.of(new MeetingImported(
                        c.forum(),
                        c.meetingType(),
                        c.number(),
                        c.title(),
                        c.city(),
                        c.country(),
                        c.startDate(),
                        c.endDate(),
                        c.coChairs(),
                        c.sources()));
            }
        };
    }

    private static MeetingFacts.KnownForum known(MeetingFacts facts) {
        if (facts.forum() == null) {
            throw MeetingRule.FORUM_UNKNOWN.because("There is no such forum.");
        }
        return facts.forum();
    }

    private static void isNew(Meeting m) {
        if (m.status() != Status.NONE) {
            throw MeetingRule.NOT_PROPOSED.because("This meeting exists already.");
        }
    }

    private static MeetingProposed propose(ProposeMeeting c, Meeting m, MeetingFacts facts, Act act) {
        isNew(m);
        MeetingFacts.KnownForum forum = known(facts);
        List<String> keyholders = forum.keyholders();
        if (keyholders == null) {
            throw MeetingRule.BODY_UNKNOWN.because("The forum has no body " + c.body() + ".", Map.of("body", c.body()));
        }
        MeetingFacts.KnownCard card = facts.card();
        if (card == null) {
            throw MeetingRule.RULE_CARD_MISSING.because(
                    "No rule card says how such a meeting is held.",
                    Map.of("body", c.body(), "meetingType", c.meetingType().name()));
        }
        TwoKeys.personally(act);
        if (!keyholders.contains(act.unit())) {
            throw KeyRule.KEY_NOT_HELD.because("Only a keyholder of the body proposes its meetings.");
        }
        Place place = Place.of(c.host(), c.venue(), c.zone(), c.opensLocal(), c.closesLocal(), act.receivedAt());
        String stem = forum.symbolPrefix() + "/" + c.meetingType().code() + "." + c.number();
        boolean consult = card.rules().consultation() == Consultation.REQUIRED;
        List<String> consulted = consult
                ? forum.steeringGroup().stream()
                        .filter(p -> !keyholders.contains(p))
                        .toList()
                : List.of();
        return new MeetingProposed(
                c.forum(),
                c.body(),
                c.meetingType(),
                c.title(),
                c.number(),
                stem,
                c.host(),
                c.venue(),
                c.zone(),
                c.opensLocal(),
                c.closesLocal(),
                place.opensAt(),
                place.closesAt(),
                1,
                place.hash(c.forum(), stem, 1),
                act.unit(),
                act.actor(),
                keyholders,
                consulted,
                card.rules(),
                act.receivedAt().plus(card.consultationPeriod()),
                act.receivedAt().plus(card.lapseAfter()),
                forum.fictional());
    }

    private static void proposed(Meeting m, Act act) {
        require(m, Status.PROPOSED, MeetingRule.NOT_PROPOSED);
        if (!new Deadline(m.lapsesAt()).met(act)) {
            throw MeetingRule.NOT_PROPOSED.because(
                    "The proposal has lapsed.", Map.of("lapsesAt", m.lapsesAt().toString()));
        }
    }

    private static void require(Meeting m, Status status, MeetingRule rule) {
        if (m.status() != status) {
            throw rule.because(
                    "The meeting is " + m.status() + ", not " + status + ".",
                    Map.of("state", m.status().name()));
        }
    }

    private static void consultable(Meeting m, Act act) {
        proposed(m, act);
        if (!m.consulted().contains(act.unit())) {
            throw MeetingRule.NOT_CONSULTED.because(
                    "Your party is not among those consulted.", Map.of("consulted", m.consulted()));
        }
        if (m.consultation().containsKey(act.unit())) {
            throw MeetingRule.ALREADY_CONSULTED.because("Your party has spoken in this consultation.");
        }
        if (!new Deadline(m.consultationUntil()).met(act)) {
            throw MeetingRule.CONSULTATION_OVER.because(
                    "The consultation ended.",
                    Map.of(
                            "until",
                            m.consultationUntil().toString(),
                            "receivedAt",
                            act.receivedAt().toString()));
        }
    }

    private static MeetingCountered counter(CounterMeeting c, Meeting m, Act act) {
        proposed(m, act);
        m.keys().require(act, c.hash());
        Place place = Place.of(c.host(), c.venue(), c.zone(), c.opensLocal(), c.closesLocal(), act.receivedAt());
        int proposal = m.proposal() + 1;
        return new MeetingCountered(
                c.host(),
                c.venue(),
                c.zone(),
                c.opensLocal(),
                c.closesLocal(),
                place.opensAt(),
                place.closesAt(),
                proposal,
                place.hash(m.forum(), m.symbolStem(), proposal),
                act.unit(),
                act.actor());
    }

    private static List<MeetingEvent> consent(ConsentToMeeting c, Meeting m, Act act) {
        proposed(m, act);
        m.keys().require(act, c.hash());
        List<MeetingEvent> events = new ArrayList<>();
        events.add(new MeetingConsented(act.unit(), act.actor(), c.hash()));
        if (m.keys().completedBy(act.unit())) {
            List<String> silent = m.consulted().stream()
                    .filter(p -> !m.consultation().containsKey(p))
                    .toList();
            if (!silent.isEmpty() && !new Deadline(m.consultationUntil()).settled(act)) {
                throw MeetingRule.CONSULTATION_OPEN.because(
                        "The consultation of the steering group is not over.",
                        Map.of("awaited", silent, "until", m.consultationUntil().toString()));
            }
            events.add(new MeetingScheduled(c.hash()));
        }
        return List.copyOf(events);
    }

    private static MeetingLapsed end(Meeting m, Act act, LapseGround ground, String reason) {
        proposed(m, act);
        TwoKeys.personally(act);
        if (!m.keys().holders().contains(act.unit())) {
            throw KeyRule.KEY_NOT_HELD.because("Only a keyholder of the body may end its proposal.");
        }
        boolean own = m.keys().turned().containsKey(act.unit());
        if (ground == LapseGround.DECLINED && own) {
            throw MeetingRule.PROPOSAL_IS_OWN.because("Your office proposed it: withdraw it instead.");
        }
        if (ground == LapseGround.WITHDRAWN && !own) {
            throw MeetingRule.PROPOSAL_NOT_OWN.because("The other office proposed it: decline it instead.");
        }
        return new MeetingLapsed(ground, reason);
    }

    private static MeetingConvened convene(Meeting m, MeetingFacts facts, Act act) {
        require(m, Status.SCHEDULED, MeetingRule.NOT_SCHEDULED);
        MeetingRules rules = Objects.requireNonNull(m.rules());
        Instant opens = m.place().opensAt();
        Duration notice = Duration.between(act.receivedAt(), opens);
        if (notice.compareTo(rules.noticeMinimum()) < 0) {
            throw MeetingRule.NOTICE_TOO_SHORT.because(
                    "The notice is shorter than the rule card asks.",
                    Map.of(
                            "given",
                            notice.toString(),
                            "minimum",
                            rules.noticeMinimum().toString()));
        }
        return new MeetingConvened(
                m.forum(),
                m.body(),
                Objects.requireNonNull(m.meetingType()),
                m.title(),
                m.number(),
                m.symbolStem(),
                m.place().host(),
                m.place().venue(),
                m.place().zone(),
                opens,
                m.place().closesAt(),
                m.keys().holders(),
                opens.minus(rules.regularBefore()),
                opens.minus(rules.supplementaryBefore()),
                rules.quorumOpen(),
                rules.quorumDecide(),
                act.stream() + "@plenary",
                0,
                known(facts).parties(),
                m.fictional());
    }

    private static List<MeetingEvent> presence(RecordPresence c, Meeting m, MeetingFacts facts, Act act) {
        if (m.status() != Status.CONVENED && m.status() != Status.OPEN && m.status() != Status.IN_SUBSTANCE) {
            throw MeetingRule.NOT_CONVENED.because("Presence is recorded for a convened meeting only.");
        }
        String partyClass = facts.partyClass();
        if (partyClass == null) {
            throw MeetingRule.PARTY_UNKNOWN.because("The forum has no party " + c.party() + ".");
        }
        if (c.present() && !facts.headAccredited()) {
            throw MeetingRule.HEAD_NOT_ACCREDITED.because(
                    "The party has no head or alternate whose credentials are in order.", Map.of("party", c.party()));
        }
        return m.presence().containsKey(c.party()) == c.present()
                ? List.of()
                : List.of(new PresenceRecorded(c.party(), partyClass, c.present(), act.actor()));
    }

    private static MeetingOpened open(Meeting m, MeetingFacts facts, Act act) {
        require(m, Status.CONVENED, MeetingRule.NOT_CONVENED);
        int quorum = Objects.requireNonNull(m.rules()).quorumOpen();
        if (m.present() < quorum) {
            throw MeetingRule.QUORUM_NOT_MET.because(
                    "There is no quorum to open.", Map.of("present", m.present(), "quorum", quorum));
        }
        return new MeetingOpened(m.present(), quorum, act.actor(), facts.evidence());
    }

    private static MeetingClosed close(Meeting m, MeetingFacts facts, Act act) {
        boolean withoutAgenda = m.meetingType() == MeetingType.CONSULTATION && m.status() == Status.OPEN;
        if (!withoutAgenda) {
            require(m, Status.IN_SUBSTANCE, MeetingRule.NOT_IN_SUBSTANCE);
        }
        if (facts.itemsOpen() > 0) {
            throw MeetingRule.ITEMS_NOT_DISPOSED_OF.because(
                    "Some items of the agenda are not disposed of.", Map.of("open", facts.itemsOpen()));
        }
        return new MeetingClosed(act.actor(), facts.evidence());
    }

    private static List<MeetingEvent> issueRecord(IssueMeetingRecord c, Meeting m, Act act) {
        require(m, Status.CLOSED, MeetingRule.NOT_CLOSED);
        TwoKeys keys = Objects.requireNonNull(m.recordKeys());
        keys.require(act, c.hash());
        MeetingRecordKeyTurned turned = new MeetingRecordKeyTurned(act.unit(), act.actor(), c.hash());
        return keys.completedBy(act.unit()) ? List.of(turned, new MeetingRecordIssued(c.hash())) : List.of(turned);
    }

    @Override
    public Meeting evolve(Meeting m, MeetingEvent event) {
        return switch (event) {
            case MeetingProposed e -> proposed(e);
            case ConsultationConcurred e -> m.consulted(e.party(), "CONCURRED");
            case ConsultationCommented e -> m.consulted(e.party(), "COMMENTED: " + e.text());
            case ConsultationObjected e -> m.consulted(e.party(), "OBJECTED: " + e.text());
            case MeetingCountered e ->
                m.with(
                        e.proposal(),
                        new Place(
                                e.host(),
                                e.venue(),
                                e.zone(),
                                e.opensLocal(),
                                e.closesLocal(),
                                e.opensAt(),
                                e.closesAt()),
                        TwoKeys.on(e.hash(), m.keys().holders()).turn(e.unit(), e.by()));
            case MeetingConsented e -> m.with(m.proposal(), m.place(), m.keys().turn(e.unit(), e.by()));
            case MeetingScheduled e -> m.with(Status.SCHEDULED);
            case MeetingLapsed e ->
                m.with(Status.LAPSED).note(e.ground() + (e.reason() == null ? "" : ": " + e.reason()));
            case MeetingConvened e ->
                m.convened(new Meeting.Convened(
                        e.regularUntil(), e.supplementaryUntil(), e.calendarUid(), e.calendarSequence()));
            case SymbolAssigned e -> m.symbol(e.symbol());
            case PresenceRecorded e -> {
                Map<String, String> now = new java.util.TreeMap<>(m.presence());
                if (e.present()) {
                    now.put(e.party(), e.partyClass());
                } else {
                    now.remove(e.party());
                }
                yield m.presence(java.util.Collections.unmodifiableMap(now));
            }
            case MeetingOpened e -> m.with(Status.OPEN);
            case MeetingEnteredSubstance e -> m.with(Status.IN_SUBSTANCE);
            case MeetingClosed e ->
                m.record(Status.CLOSED, TwoKeys.on(recordHash(m), m.keys().holders()));
            case MeetingRecordKeyTurned e ->
                m.record(Status.CLOSED, Objects.requireNonNull(m.recordKeys()).turn(e.unit(), e.by()));
            case MeetingRecordIssued e -> m.with(Status.RECORDED);
            case MeetingImported e -> imported(e);
        };
    }

    private static Meeting proposed(MeetingProposed e) {
        Place place =
                new Place(e.host(), e.venue(), e.zone(), e.opensLocal(), e.closesLocal(), e.opensAt(), e.closesAt());
        return new Meeting(
                Status.PROPOSED,
                e.forum(),
                e.body(),
                e.meetingType(),
                e.title(),
                e.number(),
                e.symbolStem(),
                e.fictional(),
                e.proposal(),
                place,
                TwoKeys.on(e.hash(), e.keyholders()).turn(e.unit(), e.by()),
                e.consulted(),
                Map.of(),
                e.consultationUntil(),
                e.lapsesAt(),
                e.rules(),
                null,
                null,
                Map.of(),
                null,
                null);
    }

    private static Meeting imported(MeetingImported e) {
        Meeting none = Meeting.INITIAL;
        Place place = new Place(e.country(), e.city(), "UTC", e.startDate(), e.endDate(), Instant.EPOCH, Instant.EPOCH);
        return new Meeting(
                Status.IMPORTED,
                e.forum(),
                "",
                e.meetingType(),
                e.title(),
                e.number(),
                "",
                false,
                0,
                place,
                none.keys(),
                List.of(),
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null,
                Map.of(),
                null,
                String.join(" ", e.sources()));
    }

    /** What the record of a meeting says on the straight path: which meeting, and who was present at its close. */
    private static String recordHash(Meeting m) {
        return org.plenary.kernel.decide.Ids.sha256(
                "meeting-record-v1\n" + m.forum() + "\n" + m.symbolStem() + "\n" + m.title() + "\n" + m.presence());
    }

    @Override
    public List<Wait> waits(MeetingEvent event) {
        return event instanceof MeetingProposed e
                ? List.of(new Wait(LAPSE, new Deadline(e.lapsesAt()).settlesAt()))
                : List.of();
    }

    @Override
    public MeetingCommand due(Wait wait) {
        return new LapseMeeting();
    }
}
