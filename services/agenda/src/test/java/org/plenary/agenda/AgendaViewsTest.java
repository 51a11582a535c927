package org.plenary.agenda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plenary.agenda.domain.Agenda;
import org.plenary.agenda.domain.AgendaDecider;
import org.plenary.agenda.domain.AgendaEvent;
import org.plenary.agenda.domain.Item;
import org.plenary.agenda.domain.ItemDecider;
import org.plenary.agenda.domain.ItemEvent;
import org.plenary.kernel.access.Audience;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.feed.Copies;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Meta;
import org.plenary.kernel.test.Examples;

/** The lists, and who may read what they show. */
class AgendaViewsTest {
    private static final GatheredFacts FACTS = new GatheredFacts(new Copies(null), id -> new ItemDecider().initial());
    private static final String THAILAND = Audience.unit("th");

    private static Document item(String... names) {
        Document d = null;
        for (String name : names) {
            d = AgendaViews.items(d, Examples.of("agenda", "item", name, audience(name)));
        }
        return d;
    }

    private static String audience(String name) {
        return name.equals("ItemListed") ? Audience.FORUM : THAILAND;
    }

    @ParameterizedTest
    @CsvSource({
        "ItemResubmitted,SUBMITTED",
        "ItemReturned,RETURNED",
        "ItemAdmissionKeyTurned,SUBMITTED",
        "ItemDeclineKeyTurned,SUBMITTED",
        "ItemAdmitted,ADMITTED",
        "ItemDeclined,DECLINED",
        "ItemWithdrawn,WITHDRAWN",
        "ItemListed,LISTED",
        "ItemIncluded,INCLUDED",
        "DebateOpened,UNDER_CONSIDERATION",
        "ItemConcluded,CONCLUDED",
        "ItemDeferred,DEFERRED"
    })
    void an_items_line_shows_the_state_that_its_event_leaves(String event, String status) {
        assertThat(item("ItemSubmitted", event).getString("status")).isEqualTo(status);
    }

    @Test
    void an_items_line_is_its_partys_until_it_is_listed_and_never_holds_the_memorandum() {
        Document submitted = item("ItemSubmitted");
        assertThat(submitted.getString("audience")).isEqualTo(THAILAND);
        assertThat(submitted.getString("order")).isEqualTo("2027-01-20T03:00:01Z|item-" + Examples.ID);
        assertThat(submitted).doesNotContainKey("memorandum");
        assertThat(item("ItemSubmitted", "ItemAdmitted", "ItemListed").getString("audience"))
                .isEqualTo(Audience.FORUM);
    }

    @Test
    void who_filed_an_item_for_a_party_is_shown_with_it_until_the_party_files_itself() {
        Envelope own = Examples.of("agenda", "item", "ItemSubmitted", THAILAND);
        Meta meta = own.meta();
        Meta behalf =
                new Meta(meta.receivedAt(), "secretariat.one", "th", meta.forum(), meta.audience(), "c", null, null);
        Envelope filed = new Envelope(
                own.service(),
                own.stream(),
                own.version(),
                own.id(),
                own.type(),
                own.recordedAt(),
                null,
                own.commitVersion(),
                behalf,
                own.data());
        Document line = AgendaViews.items(null, filed);
        assertThat(line.getString("filedBy")).isEqualTo("secretariat.one");
        Standing reader = new Standing("th.head", "th", Set.of());
        ItemAggregate items = new ItemAggregate(FACTS, Map.of("item-1", "secretariat.one")::get);
        assertThat(items.show("item-1", state("ItemSubmitted"), reader).toString())
                .contains("\"filedBy\":\"secretariat.one\"");
        assertThat(items.show("item-2", state("ItemSubmitted"), reader).toString())
                .doesNotContain("filedBy");
        line = AgendaViews.items(line, Examples.of("agenda", "item", "ItemResubmitted", THAILAND));
        assertThat(line).doesNotContainKey("filedBy");
    }

    private static Item state(String... names) {
        ItemDecider rules = new ItemDecider();
        Item item = rules.initial();
        for (String name : names) {
            item = rules.evolve(item, Json.read(Examples.text("agenda", name), event(ItemEvent.class, name)));
        }
        return item;
    }

    private static <E> Class<? extends E> event(Class<E> sealed, String name) {
        for (Class<?> c : sealed.getPermittedSubclasses()) {
            if (c.getSimpleName().equals(name)) {
                return c.asSubclass(sealed);
            }
        }
        throw new AssertionError(name);
    }

    @Test
    void what_the_forum_saw_listed_it_sees_withdrawn() {
        ItemAggregate items = new ItemAggregate(FACTS, stream -> null);
        assertThat(items.scope(null, state("ItemSubmitted", "ItemAdmitted")).audience())
                .isEqualTo(THAILAND);
        assertThat(items.scope(null, state("ItemSubmitted", "ItemWithdrawn")).audience())
                .isEqualTo(THAILAND);
        assertThat(items.scope(null, state("ItemSubmitted", "ItemAdmitted", "ItemListed"))
                        .audience())
                .isEqualTo(Audience.FORUM);
        assertThat(items.scope(null, state("ItemSubmitted", "ItemAdmitted", "ItemListed", "ItemWithdrawn"))
                        .audience())
                .isEqualTo(Audience.FORUM);
    }

    @Test
    void an_agenda_is_the_forums_until_circulated_then_everybodys() {
        AgendaDecider rules = new AgendaDecider();
        AgendaAggregate agendas = new AgendaAggregate(FACTS);
        Agenda state = rules.initial();
        Document line = null;
        for (String name : new String[] {"AgendaOpened", "AgendaFrozen", "AgendaCleared"}) {
            state = rules.evolve(state, Json.read(Examples.text("agenda", name), event(AgendaEvent.class, name)));
            String audience = agendas.scope(null, state).audience();
            line = AgendaViews.agendas(line, Examples.of("agenda", "agenda", name, audience));
            assertThat(line.getString("audience")).as(name).isEqualTo(Audience.FORUM);
        }
        for (String name : new String[] {"SymbolAssigned", "AgendaCirculated", "AgendaAdoptionProposed"}) {
            state = rules.evolve(state, Json.read(Examples.text("agenda", name), event(AgendaEvent.class, name)));
            String audience = agendas.scope(null, state).audience();
            line = AgendaViews.agendas(line, Examples.of("agenda", "agenda", name, audience));
        }
        assertThat(line.getString("audience")).isEqualTo(Audience.PUBLIC);
        assertThat(line.getString("status")).isEqualTo("BEFORE_MEETING");
        assertThat(line.getString("symbol")).isEqualTo(state.symbol());
    }
}
