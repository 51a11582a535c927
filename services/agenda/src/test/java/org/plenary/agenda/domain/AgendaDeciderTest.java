package org.plenary.agenda.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plenary.agenda.domain.AgendaCommand.*;
import org.plenary.agenda.domain.AgendaEvent.*;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.decide.TwoKeys.KeyRule;
import org.plenary.kernel.test.DeciderSpecification;

class AgendaDeciderTest {
    private static final AgendaDecider RULES = new AgendaDecider();
    private static final AgendaOpened OPENED =
            new AgendaOpened("forum-1", "meeting-1", "conference", "Ninth", "BP/MC.9", List.of("au", "id"), 30);
    private static final List<AgendaEntry> ENTRIES = List.of(new AgendaEntry("item-1", 1, "Routes", "th", List.of(1)));
    private static final String HASH = Agenda.hash("meeting-1", 1, ENTRIES);
    private static final AgendaFrozen FROZEN = new AgendaFrozen(1, HASH, ENTRIES, "secretariat");

    private static Item item(String meeting, Item.Status status) {
        return new Item(
                status,
                "forum-1",
                meeting,
                "conference",
                "th",
                "Routes",
                "B",
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

    private static AgendaFacts facts(Map<String, Item> items, String status, int present) {
        return new AgendaFacts(items, status, present, List.of("au", "id", "th"), "meeting-1@9");
    }

    private static final AgendaFacts FACTS = facts(
            Map.of(
                    "item-1",
                    item("meeting-1", Item.Status.ADMITTED),
                    "item-2",
                    item("meeting-1", Item.Status.RETURNED),
                    "item-3",
                    item("meeting-2", Item.Status.ADMITTED)),
            "CONVENED",
            0);

    private static DeciderSpecification<AgendaCommand, Agenda, AgendaEvent, AgendaFacts> cleared() {
        return spec(RULES)
                .given(
                        OPENED,
                        FROZEN,
                        new AgendaKeyTurned("au", "au.cochair", HASH),
                        new AgendaKeyTurned("id", "id.cochair", HASH),
                        new AgendaCleared(1, HASH));
    }

    @Test
    void only_admitted_items_of_the_meeting_are_frozen_each_once() {
        spec(RULES)
                .given(OPENED)
                .by(person("secretariat", null))
                .when(new FreezeAgenda(List.of("item-1")), FACTS)
                .then(FROZEN);
        spec(RULES).given(OPENED).when(new FreezeAgenda(List.of()), FACTS).thenRejected(AgendaRule.AGENDA_EMPTY);
        spec(RULES)
                .given(OPENED)
                .when(new FreezeAgenda(List.of("item-2")), FACTS)
                .thenRejected(AgendaRule.ITEM_NOT_ADMITTED);
        spec(RULES)
                .given(OPENED)
                .when(new FreezeAgenda(List.of("item-9")), FACTS)
                .thenRejected(AgendaRule.ITEM_NOT_ADMITTED);
        spec(RULES)
                .given(OPENED)
                .when(new FreezeAgenda(List.of("item-3")), FACTS)
                .thenRejected(AgendaRule.ITEM_OF_ANOTHER_MEETING);
        spec(RULES)
                .given(OPENED)
                .when(new FreezeAgenda(List.of("item-1", "item-1")), FACTS)
                .thenRejected(AgendaRule.ITEM_TWICE);
        cleared().when(new FreezeAgenda(List.of("item-1")), FACTS).thenRejected(AgendaRule.AGENDA_NOT_COMPILING);
    }

    @Test
    void both_keys_clear_exactly_the_frozen_bytes() {
        var frozen = spec(RULES).given(OPENED, FROZEN).by(person("au.cochair", "au"));
        frozen.when(new ClearAgenda(HASH), FACTS).thenKinds(AgendaKeyTurned.class);
        frozen.when(new ClearAgenda("0".repeat(64)), FACTS).thenRejected(KeyRule.KEY_OTHER_BYTES);
        spec(RULES).given(OPENED).when(new ClearAgenda(HASH), FACTS).thenRejected(AgendaRule.AGENDA_NOT_FROZEN);
        frozen.given(new AgendaKeyTurned("au", "au.cochair", HASH))
                .by(person("id.cochair", "id"))
                .when(new ClearAgenda(HASH), FACTS)
                .thenKinds(AgendaKeyTurned.class, AgendaCleared.class);
    }

    @Test
    void a_cleared_agenda_with_its_symbol_is_circulated_to_all_parties() {
        spec(RULES)
                .given(OPENED, FROZEN)
                .when(new CirculateAgenda(), FACTS)
                .thenRejected(AgendaRule.AGENDA_NOT_CLEARED);
        cleared().when(new CirculateAgenda(), FACTS).thenRejected(AgendaRule.SYMBOL_PENDING);
        cleared()
                .given(new SymbolAssigned("BP/MC.9/A.1"))
                .when(new CirculateAgenda(), FACTS)
                .thenKinds(AgendaCirculated.class);
        cleared()
                .given(new SymbolAssigned("BP/MC.9/A.1"))
                .when(new AssignSymbol("BP/MC.9/A.1"), FACTS)
                .thenNothing();
    }

    @Test
    void the_open_meeting_adopts_it_with_a_quorum() {
        var circulated = cleared()
                .given(new AgendaCirculated(
                        "forum-1", "meeting-1", 1, HASH, "BP/MC.9/A.1", "Ninth", List.of("au"), "secretariat"));
        circulated.when(new ProposeAgendaAdoption(), FACTS).thenRejected(AgendaRule.MEETING_NOT_OPENED);
        circulated.when(new AdoptAgenda(HASH), FACTS).thenRejected(AgendaRule.ADOPTION_NOT_PROPOSED);
        circulated
                .when(new ProposeAgendaAdoption(), facts(Map.of(), "OPEN", 30))
                .thenKinds(AgendaAdoptionProposed.class);
        circulated.given(new AgendaAdoptionProposed("id.cochair"));
        circulated.when(new AdoptAgenda(HASH), facts(Map.of(), "OPEN", 29)).thenRejected(AgendaRule.QUORUM_NOT_MET);
        circulated
                .when(new AdoptAgenda("0".repeat(64)), facts(Map.of(), "OPEN", 30))
                .thenRejected(KeyRule.KEY_OTHER_BYTES);
        circulated.when(new AdoptAgenda(HASH), facts(Map.of(), "OPEN", 30)).thenKinds(AgendaAdopted.class);
        spec(RULES)
                .given(OPENED)
                .when(new ProposeAgendaAdoption(), FACTS)
                .thenRejected(AgendaRule.AGENDA_NOT_CIRCULATED);
    }

    @Test
    void a_meeting_that_is_no_longer_open_adopts_nothing() {
        cleared()
                .given(
                        new AgendaCirculated(
                                "forum-1", "meeting-1", 1, HASH, "BP/MC.9/A.1", "Ninth", List.of("au"), "secretariat"),
                        new AgendaAdoptionProposed("id.cochair"))
                .when(new AdoptAgenda(HASH), facts(Map.of(), "CLOSED", 30))
                .thenRejected(AgendaRule.MEETING_NOT_OPENED);
    }

    @Test
    void a_meeting_has_one_agenda_document_however_often_its_convening_is_heard() {
        OpenAgenda open =
                new OpenAgenda("forum-1", "meeting-1", "conference", "Ninth", "BP/MC.9", List.of("au", "id"), 30);
        spec(RULES).when(open, FACTS).then(OPENED);
        spec(RULES).given(OPENED).when(open, FACTS).thenNothing();
    }

    @Test
    void freezing_again_makes_another_edition_and_voids_the_keys_on_the_one_before() {
        var again = spec(RULES)
                .given(OPENED, FROZEN, new AgendaKeyTurned("au", "au.cochair", HASH))
                .by(person("secretariat", null))
                .when(new FreezeAgenda(List.of("item-1")), FACTS);
        assertThat(again.state().edition()).isEqualTo(2);
        assertThat(again.state().keys().turned()).isEmpty();
        assertThat(again.state().keys().hash()).isNotEqualTo(HASH);
    }

    @Test
    void a_key_counts_once_by_its_holder_in_person() {
        ClearAgenda clear = new ClearAgenda(HASH);
        var turned = spec(RULES).given(OPENED, FROZEN, new AgendaKeyTurned("au", "au.cochair", HASH));
        turned.by(person("au.deputy", "au")).when(clear, FACTS).thenRejected(KeyRule.KEY_ALREADY_TURNED);
        turned.by(person("au.cochair", "id")).when(clear, FACTS).thenRejected(KeyRule.KEY_SAME_PERSON);
        turned.by(person("th.head", "th")).when(clear, FACTS).thenRejected(KeyRule.KEY_NOT_HELD);
        turned.by(person("id.cochair", "id"))
                .onBehalfOf("au")
                .when(clear, FACTS)
                .thenRejected(KeyRule.KEY_ON_BEHALF);
    }
}
