package org.plenary.meeting.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.RandomHistories.pick;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.test.RandomHistories;
import org.plenary.meeting.domain.Meeting.Status;
import org.plenary.meeting.domain.MeetingCommand.*;
import org.plenary.meeting.domain.MeetingEvent.*;

/** Whatever is sent to a meeting in whatever order, these hold. */
class MeetingPropertyTest {
    private static final int QUORUM = 2;
    private static final List<Standing> PEOPLE = List.of(
            person("au.cochair", "au"),
            person("au.deputy", "au"),
            person("id.cochair", "id"),
            person("au.cochair", "id"),
            person("nz.head", "nz"),
            person("th.head", "th"),
            person("secretariat", null));

    @Test
    void every_history_keeps_the_rules_of_the_meeting() {
        new RandomHistories<>(
                        new MeetingDecider(),
                        MeetingEvent.class,
                        PEOPLE,
                        MeetingPropertyTest::facts,
                        MeetingPropertyTest::next)
                .stepsOf(Duration.ofHours(12))
                .run(600, 70, MeetingPropertyTest::holds);
    }

    private static void holds(
            String where, Meeting before, MeetingCommand command, List<MeetingEvent> events, Meeting m, Act act) {
        boolean ended = before.status() == Status.LAPSED || before.status() == Status.RECORDED;
        if (ended && !(command instanceof AssignSymbol)) {
            assertThat(events).as(where + ": nothing after the end").isEmpty();
        }
        if (m.status() == Status.SCHEDULED) {
            assertThat(m.keys().complete()).as(where).isTrue();
            assertThat(new HashSet<>(m.keys().turned().values())).as(where).hasSize(2);
        }
        for (MeetingEvent event : events) {
            switch (event) {
                case MeetingConsented e ->
                    assertThat(e.hash()).as(where).isEqualTo(before.keys().hash());
                case MeetingCountered e -> {
                    assertThat(m.keys().turned()).as(where).containsOnlyKeys(e.unit());
                    assertThat(m.proposal()).as(where).isEqualTo(before.proposal() + 1);
                }
                case MeetingOpened e -> assertThat(before.presence()).as(where).hasSizeGreaterThanOrEqualTo(QUORUM);
                case MeetingLapsed e -> assertThat(before.status()).as(where).isEqualTo(Status.PROPOSED);
                case MeetingConvened e ->
                    assertThat(Duration.between(act.receivedAt(), e.opensAt()))
                            .as(where)
                            .isGreaterThanOrEqualTo(MeetingDeciderTest.NOTICE);
                case MeetingRecordIssued e ->
                    assertThat(new HashSet<>(m.recordKeys().turned().values()))
                            .as(where)
                            .hasSize(2);
                default ->
                    assertThat(act.onBehalfOf() == null || !(command instanceof ConsentToMeeting))
                            .as(where + ": no key on behalf")
                            .isTrue();
            }
        }
    }

    private static MeetingFacts facts(Random random) {
        MeetingFacts known = MeetingDeciderTest.FACTS;
        return new MeetingFacts(
                known.forum(),
                known.card(),
                "MEMBER_STATE",
                random.nextInt(4) > 0,
                random.nextInt(3) == 0 ? 1 : 0,
                "evidence");
    }

    /** What would bring the meeting on, or few histories would come to their end. */
    private static MeetingCommand onward(Random random, Meeting m) {
        return switch (m.status()) {
            case NONE -> MeetingDeciderTest.PROPOSE;
            case PROPOSED ->
                random.nextBoolean()
                        ? new ConcurWithMeeting()
                        : new ConsentToMeeting(m.keys().hash());
            case SCHEDULED -> new ConveneMeeting();
            case CONVENED ->
                random.nextInt(3) == 0
                        ? new OpenMeeting()
                        : new RecordPresence(pick(random, "au", "id", "nz", "th"), true);
            case OPEN -> new EnterSubstance("agenda-1", 1);
            case IN_SUBSTANCE -> new CloseMeeting();
            default ->
                new IssueMeetingRecord(
                        m.recordKeys() == null ? "0" : m.recordKeys().hash());
        };
    }

    private static MeetingCommand next(Random random, Meeting m, Instant now) {
        if (random.nextInt(3) == 0) {
            return onward(random, m);
        }
        String hash = random.nextInt(6) == 0 ? "0" : m.keys().hash();
        return switch (random.nextInt(40)) {
            case 0, 1, 2 -> MeetingDeciderTest.PROPOSE;
            case 3, 4 -> new ConcurWithMeeting();
            case 5, 6 -> new CommentOnMeeting("A comment.");
            case 7 -> new ObjectToMeeting("An objection.");
            case 8, 9 ->
                new CounterMeeting(
                        hash, "Indonesia", "Jakarta", "Asia/Jakarta", "2028-06-12T09:00", "2028-06-13T09:00");
            case 10, 11, 12, 13, 14, 15 -> new ConsentToMeeting(hash);
            case 16 -> pick(random, new DeclineMeeting("No."), new LapseMeeting(), new LapseMeeting());
            case 17 -> random.nextInt(3) == 0 ? new WithdrawMeeting("No.") : new LapseMeeting();
            case 18, 19, 20, 21 -> new ConveneMeeting();
            case 22 -> new AssignSymbol("BP/MC.9/INF.1");
            case 23, 24, 25, 26, 27 -> new RecordPresence(pick(random, "au", "id", "nz", "th"), random.nextInt(5) > 0);
            case 28, 29, 30, 31 -> new OpenMeeting();
            case 32, 33 -> new EnterSubstance("agenda-1", 1);
            case 34, 35 -> new CloseMeeting();
            case 36 ->
                m.status() == Status.NONE && random.nextInt(8) == 0
                        ? new ImportMeeting(
                                "forum-1",
                                MeetingType.MINISTERIAL_CONFERENCE,
                                1,
                                "First",
                                "Bali",
                                "Indonesia",
                                "2002-02-26",
                                "2002-02-28",
                                List.of(),
                                List.of("https://example.org/"))
                        : new CloseMeeting();
            default ->
                new IssueMeetingRecord(
                        m.recordKeys() == null || random.nextInt(5) == 0
                                ? "0"
                                : m.recordKeys().hash());
        };
    }
}
