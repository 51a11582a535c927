package org.plenary.agenda.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plenary.agenda.domain.Agenda.Status;
import org.plenary.agenda.domain.AgendaCommand.*;
import org.plenary.agenda.domain.AgendaEvent.AgendaAdopted;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.Rejected;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.json.Json;

/** Whatever is sent to an agenda document in whatever order, these hold. */
class AgendaPropertyTest {
    private static final int RUNS = 400;
    private static final int COMMANDS_MAX = 60;
    private static final int QUORUM = 3;
    private static final String SYMBOL = "BP/MC.9/A.1";
    private static final List<Standing> PEOPLE = List.of(
            person("au.cochair", "au"),
            person("au.deputy", "au"),
            person("id.cochair", "id"),
            person("secretariat", null));
    private static final OpenAgenda OPEN =
            new OpenAgenda("forum-1", "meeting-1", "conference", "Ninth", "BP/MC.9", List.of("au", "id"), QUORUM);

    private final AgendaDecider rules = new AgendaDecider();
    private final Set<Class<?>> seen = new HashSet<>();

    @Test
    void every_history_keeps_the_rules_of_the_agenda() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed);
        }
        assertThat(seen)
                .as("the runs reach every kind of event")
                .containsExactlyInAnyOrder(AgendaEvent.class.getPermittedSubclasses());
    }

    private void run(int seed) {
        Random random = new Random(seed);
        Agenda agenda = rules.evolve(
                rules.initial(),
                rules.decide(OPEN, rules.initial(), facts(random), act(seed, -1, random))
                        .getFirst());
        seen.add(AgendaEvent.AgendaOpened.class);
        for (int n = 0; n < COMMANDS_MAX; n++) {
            Act act = act(seed, n, random);
            AgendaCommand command = command(random, agenda);
            AgendaFacts facts = facts(random);
            List<AgendaEvent> events = decided(command, agenda, facts, act);
            assertThat(decided(command, agenda, facts, act)).isEqualTo(events);
            String where = "seed " + seed + " command " + n + " " + command;
            Agenda before = agenda;
            for (AgendaEvent event : events) {
                seen.add(event.getClass());
                agenda = rules.evolve(agenda, event);
                if (event instanceof AgendaAdopted) {
                    assertThat(facts.present()).as(where).isGreaterThanOrEqualTo(QUORUM);
                    assertThat(facts.meetingStatus()).as(where).isEqualTo("OPEN");
                }
            }
            holds(where, before, agenda);
        }
    }

    /** A rule may say no; nothing else may be thrown. */
    private List<AgendaEvent> decided(AgendaCommand command, Agenda agenda, AgendaFacts facts, Act act) {
        try {
            return rules.decide(command, agenda, facts, act);
        } catch (Rejected no) {
            return List.of();
        }
    }

    private static void holds(String where, Agenda before, Agenda agenda) {
        assertThat(Json.read(Json.write(agenda), Agenda.class)).as(where).isEqualTo(agenda);
        assertThat(agenda.edition()).as(where).isBetween(before.edition(), before.edition() + 1);
        if (agenda.status() == Status.COMPILING) {
            return;
        }
        assertThat(agenda.keys().hash())
                .as(where)
                .isEqualTo(Agenda.hash(agenda.meeting(), agenda.edition(), agenda.entries()));
        assertThat(agenda.entries())
                .as(where)
                .extracting(AgendaEntry::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, agenda.entries().size())
                                .boxed()
                                .toList());
        assertThat(agenda.entries()).as(where).extracting(AgendaEntry::item).doesNotHaveDuplicates();
        if (before.status().ordinal() >= Status.CLEARED.ordinal()) {
            assertThat(agenda.entries()).as(where + ": cleared bytes stay").isEqualTo(before.entries());
            assertThat(agenda.edition()).as(where).isEqualTo(before.edition());
        }
        if (agenda.status().ordinal() >= Status.CLEARED.ordinal()) {
            assertThat(agenda.keys().complete()).as(where).isTrue();
            assertThat(new HashSet<>(agenda.keys().turned().values())).as(where).hasSize(2);
        }
        if (agenda.status().ordinal() >= Status.CIRCULATED.ordinal()) {
            assertThat(agenda.symbol()).as(where).isEqualTo(SYMBOL);
        }
    }

    private static Act act(int seed, int n, Random random) {
        Standing who = PEOPLE.get(random.nextInt(PEOPLE.size()));
        String onBehalfOf = random.nextInt(20) == 0 ? "au" : null;
        return new Act("agenda-1", Ids.v5(seed + "|" + n), who.subject(), onBehalfOf, who, NOON, NOON);
    }

    private static AgendaFacts facts(Random random) {
        Map<String, Item> items = new TreeMap<>();
        Item.Status[] statuses = {Item.Status.ADMITTED, Item.Status.LISTED, Item.Status.RETURNED};
        for (int i = 1; i <= 3; i++) {
            Item.Status status = statuses[random.nextInt(10) == 0 ? 2 : random.nextInt(2)];
            items.put("item-" + i, item(random.nextInt(15) == 0 ? "meeting-2" : "meeting-1", status));
        }
        String meeting = List.of("CONVENED", "OPEN", "OPEN", "CLOSED").get(random.nextInt(4));
        return new AgendaFacts(items, meeting, random.nextInt(2 * QUORUM), List.of("au", "id", "th"), "meeting-1@9");
    }

    private static Item item(String meeting, Item.Status status) {
        return new Item(
                status,
                "forum-1",
                meeting,
                "conference",
                "th",
                "Routes",
                "Because.",
                List.of(1),
                null,
                Channel.REGULAR,
                NOON,
                TwoKeys.on("h", List.of("au", "id")),
                null,
                null,
                0,
                null);
    }

    private static AgendaCommand command(Random random, Agenda agenda) {
        String hash = random.nextInt(5) == 0 ? "0" : agenda.keys().hash();
        return switch (random.nextInt(10)) {
            case 0 -> OPEN;
            case 1, 2 -> new FreezeAgenda(some(random));
            case 3, 4, 5 -> new ClearAgenda(hash);
            case 6 -> new AssignSymbol(SYMBOL);
            case 7 -> new CirculateAgenda();
            case 8 -> new ProposeAgendaAdoption();
            default -> new AdoptAgenda(hash);
        };
    }

    private static List<String> some(Random random) {
        List<String> items = new ArrayList<>(List.of("item-1", "item-2", "item-3"));
        if (random.nextInt(8) == 0) {
            items.add("item-1");
        }
        Collections.shuffle(items, random);
        return List.copyOf(items.subList(0, random.nextInt(items.size() + 1)));
    }
}
