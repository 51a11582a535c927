package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.ImportEntry.ImportName;
import org.plenary.membership.domain.PartyCommand.*;
import org.plenary.membership.domain.PartyEvent.*;

class PartyDeciderTest {
    private static final Instant LATER = NOON.plus(Duration.ofDays(30));
    private static final Instant MUCH_LATER = NOON.plus(Duration.ofDays(90));
    private static final NoFacts NO_FACTS = new NoFacts();
    private static final EnterParty ENTER =
            new EnterParty("forum-1", "fj", PartyClass.OBSERVER_STATE, "Fiji", "Pacific/Fiji", NOON, null);
    private static final PartyEntered ENTERED = new PartyEntered(
            "forum-1", "fj", PartyClass.OBSERVER_STATE, "Fiji", "Pacific/Fiji", NOON, List.of(), "secretariat");
    private static final PartyRegistered REGISTERED =
            new PartyRegistered("forum-1", "th", PartyClass.OBSERVER_STATE, "Thailand", "UTC", null, List.of());

    private static DeciderSpecification<PartyCommand, Party, PartyEvent, NoFacts> party() {
        return spec(new PartyDecider()).by(person("secretariat", null, "SECRETARIAT"));
    }

    @Test
    void a_party_joins_once_and_is_of_no_class_before_it_does() {
        party().when(ENTER, NO_FACTS).then(ENTERED);
        party().given(ENTERED).when(ENTER, NO_FACTS).thenRejected(PartyRule.PARTY_ENTERED_ALREADY);
        party().given(REGISTERED).when(ENTER, NO_FACTS).thenRejected(PartyRule.PARTY_ENTERED_ALREADY);
        Party state = party().given(ENTERED).state();
        assertThat(state.classAt(NOON.minusMillis(1))).isEmpty();
        assertThat(state.classAt(NOON)).contains(PartyClass.OBSERVER_STATE);
    }

    @Test
    void a_party_is_in_a_time_zone_that_there_is() {
        EnterParty nowhere =
                new EnterParty("forum-1", "fj", PartyClass.OBSERVER_STATE, "Fiji", "Fiji/Nowhere", NOON, null);
        party().when(nowhere, NO_FACTS).thenRejected(PartyRule.ZONE_UNKNOWN);
    }

    @Test
    void a_name_is_in_a_language_and_from_a_date_and_the_earlier_ones_stay() {
        RenameParty rename = new RenameParty("en", "Republic of Fiji", LATER);
        PartyRenamed renamed = new PartyRenamed("en", "Republic of Fiji", LATER, "secretariat");
        party().given(ENTERED).when(rename, NO_FACTS).then(renamed);
        party().given(REGISTERED)
                .when(new RenameParty("en", "Kingdom of Thailand", NOON), NO_FACTS)
                .thenKinds(PartyRenamed.class);
        party().given(ENTERED)
                .when(new RenameParty("id", "Fiji", NOON), NO_FACTS)
                .thenKinds(PartyRenamed.class);
        Party state = party().given(ENTERED, renamed).state();
        assertThat(state.nameAt("en", LATER.minusMillis(1))).contains("Fiji");
        assertThat(state.nameAt("en", LATER)).contains("Republic of Fiji");
        assertThat(state.nameAt("id", LATER)).isEmpty();
        assertThat(state.languages()).containsExactly("en");
    }

    @Test
    void the_name_that_a_party_has_changes_nothing_and_a_change_follows_the_last_one() {
        PartyRenamed renamed = new PartyRenamed("en", "Republic of Fiji", LATER, "secretariat");
        party().given(ENTERED)
                .when(new RenameParty("en", "Fiji", LATER), NO_FACTS)
                .thenNothing();
        party().given(ENTERED, renamed)
                .when(new RenameParty("en", "Fiji Islands", LATER), NO_FACTS)
                .thenRejected(PartyRule.NAME_CHANGE_NOT_LATER);
    }

    @Test
    void a_change_of_class_is_in_force_from_its_date_and_the_earlier_class_stays_readable() {
        ChangePartyClass change = new ChangePartyClass(PartyClass.MEMBER_STATE, LATER, "Admitted.");
        party().given(ENTERED)
                .when(change, NO_FACTS)
                .then(new PartyClassChanged(PartyClass.MEMBER_STATE, LATER, "Admitted.", "secretariat"));
        Party state = party().given(ENTERED).when(change, NO_FACTS).state();
        assertThat(state.classAt(LATER.minusMillis(1))).contains(PartyClass.OBSERVER_STATE);
        assertThat(state.classAt(LATER)).contains(PartyClass.MEMBER_STATE);
        assertThat(state.classes())
                .containsExactly(
                        new Party.Held(PartyClass.OBSERVER_STATE, NOON, LATER),
                        new Party.Held(PartyClass.MEMBER_STATE, LATER, null));
    }

    @Test
    void a_change_of_class_is_after_the_last_one_and_to_another_class() {
        PartyClassChanged member = new PartyClassChanged(PartyClass.MEMBER_STATE, LATER, "Admitted.", "secretariat");
        party().given(ENTERED, member)
                .when(new ChangePartyClass(PartyClass.OBSERVER_STATE, LATER, "Back."), NO_FACTS)
                .thenRejected(PartyRule.CLASS_CHANGE_NOT_LATER);
        party().given(ENTERED, member)
                .when(new ChangePartyClass(PartyClass.MEMBER_STATE, MUCH_LATER, "Again."), NO_FACTS)
                .thenRejected(PartyRule.CLASS_UNCHANGED);
        party().given(REGISTERED)
                .when(new ChangePartyClass(PartyClass.MEMBER_STATE, Instant.EPOCH, "Always."), NO_FACTS)
                .thenKinds(PartyClassChanged.class);
    }

    @Test
    void only_a_party_of_the_register_is_renamed_or_changes_its_class() {
        party().when(new RenameParty("en", "Fiji", NOON), NO_FACTS).thenRejected(PartyRule.PARTY_UNKNOWN);
        party().when(new ChangePartyClass(PartyClass.MEMBER_STATE, NOON, "Admitted."), NO_FACTS)
                .thenRejected(PartyRule.PARTY_UNKNOWN);
    }

    private static BringPartyUpToDate imported(PartyClass partyClass, Instant from, ImportName... names) {
        return new BringPartyUpToDate(
                "forum-1",
                new ImportEntry("fj", partyClass, "Pacific/Fiji", List.of(names)),
                from,
                "Import.",
                "secretariat");
    }

    @Test
    void an_import_enters_a_party_with_all_its_names() {
        party().when(
                        imported(
                                PartyClass.OBSERVER_STATE,
                                NOON,
                                new ImportName("id", "Fiji"),
                                new ImportName("en", "Fiji")),
                        NO_FACTS)
                .then(ENTERED, new PartyRenamed("id", "Fiji", NOON, "secretariat"));
    }

    @Test
    void an_import_changes_what_differs_and_leaves_what_is_so_or_was_said_later() {
        party().given(ENTERED)
                .when(imported(PartyClass.MEMBER_STATE, LATER, new ImportName("en", "Republic of Fiji")), NO_FACTS)
                .then(
                        new PartyClassChanged(PartyClass.MEMBER_STATE, LATER, "Import.", "secretariat"),
                        new PartyRenamed("en", "Republic of Fiji", LATER, "secretariat"));
        party().given(ENTERED)
                .when(imported(PartyClass.OBSERVER_STATE, LATER, new ImportName("en", "Fiji")), NO_FACTS)
                .thenNothing();
        party().given(
                        ENTERED,
                        new PartyClassChanged(PartyClass.MEMBER_STATE, MUCH_LATER, "Admitted.", "secretariat"),
                        new PartyRenamed("en", "Republic of Fiji", MUCH_LATER, "secretariat"))
                .when(imported(PartyClass.OBSERVER_ORGANISATION, LATER, new ImportName("en", "Fiji X")), NO_FACTS)
                .thenNothing();
    }
}
