package org.plenary.membership.domain.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.AccreditationFacts.KnownMeeting;
import org.plenary.membership.domain.PartyClass;
import org.plenary.membership.domain.protocol.ProtocolOrder.Seat;
import org.plenary.membership.domain.protocol.SeatingCommand.DrawLot;
import org.plenary.membership.domain.protocol.SeatingEvent.LotDrawn;

class SeatingDeciderTest {
    private static final List<SeatedParty> PARTIES = List.of(
            party("iom", PartyClass.MEMBER_ORGANISATION, "International Organization for Migration"),
            new SeatedParty("nz", PartyClass.MEMBER_STATE, Map.of("en", "New Zealand", "id", "Selandia Baru")),
            party("th", PartyClass.MEMBER_STATE, "Thailand"),
            party("jp", PartyClass.OBSERVER_STATE, "Japan"),
            party("bd", PartyClass.MEMBER_STATE, "Bangladesh"),
            party("unhcr", PartyClass.OBSERVER_ORGANISATION, "UNHCR"),
            party("my", PartyClass.MEMBER_STATE, "Malaysia"));
    private static final KnownMeeting MEETING = new KnownMeeting("forum-1", "CONVENED", List.of("au"), "meeting-1@7");
    private static final SeatingFacts FACTS = new SeatingFacts(MEETING, "N", PARTIES);
    private static final DrawLot DRAW = new DrawLot("forum-1", "meeting-1");
    private static final LotDrawn DRAWN =
            new LotDrawn("forum-1", "meeting-1", "N", PARTIES, "meeting-1@7", "secretariat");

    private static SeatedParty party(String slug, PartyClass partyClass, String name) {
        return new SeatedParty(slug, partyClass, Map.of("en", name));
    }

    @Test
    void the_lot_is_an_event_with_all_that_the_order_follows_from() {
        spec(new SeatingDecider())
                .by(person("secretariat", null))
                .when(DRAW, FACTS)
                .then(DRAWN);
    }

    @Test
    void a_lot_is_drawn_once_for_a_meeting() {
        spec(new SeatingDecider())
                .given(DRAWN)
                .when(DRAW, new SeatingFacts(MEETING, "B", PARTIES))
                .thenRejected(SeatingRule.LOT_ALREADY_DRAWN);
    }

    @Test
    void no_lot_is_drawn_for_a_meeting_that_is_unknown_or_over() {
        spec(new SeatingDecider())
                .when(DRAW, new SeatingFacts(null, "B", PARTIES))
                .thenRejected(SeatingRule.MEETING_UNKNOWN);
        KnownMeeting foreign = new KnownMeeting("forum-2", "CONVENED", List.of(), "meeting-1@1");
        spec(new SeatingDecider())
                .when(DRAW, new SeatingFacts(foreign, "B", PARTIES))
                .thenRejected(SeatingRule.MEETING_UNKNOWN);
        KnownMeeting closed = new KnownMeeting("forum-1", "CLOSED", List.of(), "meeting-1@20");
        spec(new SeatingDecider())
                .when(DRAW, new SeatingFacts(closed, "B", PARTIES))
                .thenRejected(SeatingRule.MEETING_OVER);
    }

    @ParameterizedTest
    @CsvSource({
        "en, N, nz th bd my",
        "en, A, bd my nz th",
        "en, T, th bd my nz",
        "en, Z, bd my nz th",
        "id, S, nz th bd my",
        "id, N, nz th bd my",
        "id, T, th bd my nz",
    })
    void states_are_seated_from_the_drawn_letter_on_and_around(String language, String letter, String order) {
        List<ProtocolOrder.Rank> ranks = new ProtocolOrder(letter, language, PARTIES).ranks();
        assertThat(ranks.getFirst().partyClass()).isEqualTo(PartyClass.MEMBER_STATE);
        assertThat(ranks.getFirst().seats().stream().map(Seat::party)).containsExactly(order.split(" "));
    }

    @Test
    void states_come_before_organisations_and_members_before_observers() {
        List<ProtocolOrder.Rank> ranks = new ProtocolOrder("N", "en", PARTIES).ranks();
        assertThat(ranks.stream().map(ProtocolOrder.Rank::partyClass)).containsExactly(PartyClass.values());
        assertThat(ranks.stream().flatMap(r -> r.seats().stream()).map(Seat::number))
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void the_order_is_the_same_from_the_event_read_again_and_however_the_register_was_sorted() {
        LotDrawn read = Json.read(Json.write(DRAWN), LotDrawn.class);
        List<ProtocolOrder.Rank> order = new ProtocolOrder("N", "id", PARTIES).ranks();
        assertThat(new ProtocolOrder(read.letter(), "id", read.parties()).ranks())
                .isEqualTo(order);
        List<SeatedParty> shuffled = new ArrayList<>(PARTIES);
        for (int seed = 0; seed < 50; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(new ProtocolOrder("N", "id", shuffled).ranks()).isEqualTo(order);
        }
    }

    @Test
    void accents_and_case_do_not_move_a_party_out_of_its_letter() {
        List<SeatedParty> parties = List.of(
                party("a", PartyClass.MEMBER_STATE, "Österreich"),
                party("b", PartyClass.MEMBER_STATE, "Pakistan"),
                party("c", PartyClass.MEMBER_STATE, "Nepal"),
                party("d", PartyClass.MEMBER_STATE, "oman"));
        assertThat(new ProtocolOrder("O", "en", parties)
                        .ranks().getFirst().seats().stream().map(Seat::party))
                .containsExactly("d", "a", "b", "c");
    }

    @Test
    void the_alphabet_is_the_languages_own_also_where_its_tag_names_a_country() {
        List<SeatedParty> parties = List.of(
                party("ax", PartyClass.MEMBER_STATE, "\u00c5land"),
                party("be", PartyClass.MEMBER_STATE, "Belgien"),
                party("zm", PartyClass.MEMBER_STATE, "Zambia"));
        for (String language : List.of("sv", "sv-FI")) {
            assertThat(new ProtocolOrder("A", language, parties)
                            .ranks().getFirst().seats().stream().map(Seat::party))
                    .as(language)
                    .containsExactly("be", "zm", "ax");
        }
    }

    @Test
    void an_order_that_cannot_hold_every_party_is_not_drawn() {
        List<SeatedParty> most = Collections.nCopies(SeatingFacts.PARTIES_MAX, PARTIES.getFirst());
        spec(new SeatingDecider())
                .when(DRAW, new SeatingFacts(MEETING, "N", most))
                .thenKinds(LotDrawn.class);
        List<SeatedParty> more = Collections.nCopies(SeatingFacts.PARTIES_MAX + 1, PARTIES.getFirst());
        spec(new SeatingDecider())
                .when(DRAW, new SeatingFacts(MEETING, "N", more))
                .thenRejected(SeatingRule.REGISTER_TOO_LARGE);
    }

    @Test
    void every_language_that_a_party_has_a_name_in_has_its_order() {
        assertThat(ProtocolOrder.languages(PARTIES)).containsExactly("en", "id");
    }
}
