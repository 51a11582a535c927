package org.plenary.agenda.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.plenary.agenda.domain.Item.Status;
import org.plenary.agenda.domain.ItemCommand.*;
import org.plenary.agenda.domain.MeetingFacts.KnownMeeting;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.json.Json;

/** Whatever is sent to an item in whatever order, these hold. */
class ItemPropertyTest {
    private static final int RUNS = 600;
    private static final int COMMANDS_MAX = 60;
    private static final Instant T1 = NOON.plus(Duration.ofHours(8));
    private static final Instant T2 = NOON.plus(Duration.ofHours(16));
    private static final Set<Status> ENDS =
            EnumSet.of(Status.DECLINED, Status.WITHDRAWN, Status.CONCLUDED, Status.DEFERRED);
    private static final List<Standing> PEOPLE = List.of(
            person("au.cochair", "au"),
            person("au.deputy", "au"),
            person("id.cochair", "id"),
            person("secretariat", null),
            person("th.head", "th"));
    private static final List<String> MEETING = List.of("CONVENED", "OPEN", "IN_SUBSTANCE", "CLOSED");

    private final ItemDecider rules = new ItemDecider();
    private final Set<Class<?>> seen = new HashSet<>();

    @Test
    void every_history_keeps_the_rules_of_the_item() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed);
        }
        assertThat(seen)
                .as("the runs reach every kind of event")
                .containsExactlyInAnyOrder(ItemEvent.class.getPermittedSubclasses());
    }

    private void run(int seed) {
        Random random = new Random(seed);
        Item item = rules.initial();
        Instant now = NOON;
        for (int n = 0; n < COMMANDS_MAX; n++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(60)));
            Act act = act(seed, n, random, now);
            ItemCommand command = command(random, item);
            MeetingFacts facts = facts(random);
            List<ItemEvent> events = decided(command, item, facts, act);
            assertThat(decided(command, item, facts, act)).isEqualTo(events);
            if (ENDS.contains(item.status())) {
                assertThat(events)
                        .as("seed %d: nothing after %s", seed, item.status())
                        .isEmpty();
            }
            for (ItemEvent event : events) {
                seen.add(event.getClass());
                item = rules.evolve(item, event);
            }
            holds("seed " + seed + " command " + n + " " + command, item);
        }
    }

    /** A rule may say no; nothing else may be thrown. */
    private List<ItemEvent> decided(ItemCommand command, Item item, MeetingFacts facts, Act act) {
        try {
            return rules.decide(command, item, facts, act);
        } catch (Rejected no) {
            return List.of();
        }
    }

    private static void holds(String where, Item item) {
        assertThat(Json.read(Json.write(item), Item.class)).as(where).isEqualTo(item);
        if (item.status() == Status.NONE) {
            return;
        }
        assertThat(item.channel()).as(where).isEqualTo(channelOf(item.receivedAt()));
        Set<String> against = item.declining() == null
                ? Set.of()
                : item.declining().keys().turned().keySet();
        assertThat(Collections.disjoint(against, item.admission().turned().keySet()))
                .as(where + ": a unit admits or declines")
                .isTrue();
        boolean beyond = item.status().ordinal() >= Status.LISTED.ordinal() || item.status() == Status.ADMITTED;
        if (beyond && item.channel() != Channel.REGULAR) {
            byTwo(where, item.admission());
        }
        if (item.status() == Status.DECLINED) {
            assertThat(item.declining().reason()).as(where).isEqualTo(item.reason());
            assertThat(item.declining().keys().hash()).isEqualTo(ItemScreening.hash(item, item.reason()));
            byTwo(where, item.declining().keys());
        }
    }

    private static void byTwo(String where, TwoKeys keys) {
        assertThat(keys.complete()).as(where).isTrue();
        assertThat(new HashSet<>(keys.turned().values())).as(where).hasSize(2);
    }

    private static Channel channelOf(Instant receivedAt) {
        return !receivedAt.isAfter(T1)
                ? Channel.REGULAR
                : !receivedAt.isAfter(T2) ? Channel.SUPPLEMENTARY : Channel.ADDITIONAL;
    }

    private static Act act(int seed, int n, Random random, Instant now) {
        Standing who = pick(random, PEOPLE);
        String onBehalfOf = random.nextInt(20) == 0 ? "au" : null;
        return new Act("item-1", Ids.v5(seed + "|" + n), who.subject(), onBehalfOf, who, now, now);
    }

    private static MeetingFacts facts(Random random) {
        String status = pick(random, MEETING);
        KnownMeeting known = new KnownMeeting("forum-1", "conference", status, T1, T2, List.of("au", "id"));
        return new MeetingFacts(random.nextInt(10) == 0 ? null : known, Set.of(1, 2));
    }

    /** Withdrawals are rare, or most histories would end early. */
    private static ItemCommand command(Random random, Item item) {
        String ground = random.nextBoolean() ? "Urgent." : null;
        List<Integer> objectives = pick(random, List.of(List.of(1), List.of(1, 2), List.of(9), List.<Integer>of()));
        return switch (random.nextInt(26)) {
            case 0, 1, 2 -> new SubmitItem("meeting-1", "th", "Routes", "Because.", objectives, ground);
            case 3 -> new ReturnItem("Unclear.");
            case 4, 5 -> new ResubmitItem("Routes", "Because " + random.nextInt(), objectives, ground);
            case 6, 7, 8, 9, 10 ->
                new AdmitItem(random.nextInt(5) == 0 ? "0" : item.admission().hash());
            case 11, 12 -> new DeclineItem(pick(random, Arrays.asList("Late.", "Unclear.")));
            case 13 -> random.nextInt(4) == 0 ? new WithdrawItem() : new OpenDebate();
            case 14, 15, 16 -> new ListItem("agenda-" + random.nextInt(2), 1 + random.nextInt(2), 1);
            case 17, 18, 19 -> new IncludeItem("agenda-" + random.nextInt(2));
            case 20, 21, 22 -> new OpenDebate();
            case 23, 24 -> new ConcludeItem();
            default -> new DeferItem("Time.");
        };
    }

    private static <T> T pick(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
