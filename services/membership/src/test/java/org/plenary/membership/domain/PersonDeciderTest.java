package org.plenary.membership.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.PersonCommand.*;
import org.plenary.membership.domain.PersonEvent.*;

/** Who gives and takes which role, and who keeps away from what. */
class PersonDeciderTest {
    private static final Standing FOCAL = person("au.focal", "au", "FOCAL_POINT");
    private static final Standing SECRETARIAT = person("secretariat", null, "SECRETARIAT");
    private static final Standing SECOND = person("secretariat2", null, "SECRETARIAT");
    private static final Instant LATER = NOON.plus(Duration.ofDays(30));
    private static final Reference GROUND = new Reference("body-1", "0".repeat(64));
    private static final PersonFacts FACTS = new PersonFacts(true, Set.of("au", "id"), false, GROUND);
    private static final PersonFacts OTHERS = new PersonFacts(true, Set.of("au", "id"), true, GROUND);
    private static final PersonRegistered OF_AUSTRALIA = new PersonRegistered("forum-1", "au.new", "au");
    private static final RoleProposed PROPOSED =
            new RoleProposed("g1", Role.CO_CHAIR, "conference", "Minister", NOON, null, "au.focal");

    private static DeciderSpecification<PersonCommand, Person, PersonEvent, PersonFacts> known(PersonEvent... more) {
        return spec(new PersonDecider()).given(OF_AUSTRALIA).given(more);
    }

    private static GrantRole role(Role role) {
        return new GrantRole(role, null, null, null, null);
    }

    private static RoleGrantedV2 held(String grant, Role role) {
        return new RoleGrantedV2(grant, role, null, null, NOON.minusSeconds(60), null);
    }

    @Test
    void the_founding_data_enter_a_person_once_with_its_roles() {
        RegisterPerson founding =
                new RegisterPerson("forum-1", new PersonEntry("au.new", "au", List.of(new GrantEntry("HEAD", null))));
        spec(new PersonDecider()).when(founding, FACTS).thenKinds(PersonRegistered.class, RoleGrantedV2.class);
        known().when(founding, FACTS).thenNothing();
    }

    @Test
    void a_role_granted_by_an_earlier_release_is_still_held() {
        known(new RoleGranted("g1", "FOCAL_POINT", null, NOON.minusSeconds(1), null))
                .by(FOCAL)
                .when(new EndRole("g1", null), OTHERS)
                .then(new RoleEnded("g1", NOON));
    }

    @Test
    void a_focal_point_grants_its_partys_roles_with_the_post_and_the_dates() {
        GrantRole head = new GrantRole(Role.HEAD, "conference", "Ambassador", LATER, LATER.plusSeconds(60));
        RoleGrantedV2 granted =
                (RoleGrantedV2) known().by(FOCAL).when(head, FACTS).events().getFirst();
        assertThat(granted.tenure())
                .isEqualTo(new Tenure(
                        granted.grant(), Role.HEAD, "conference", "Ambassador", LATER, LATER.plusSeconds(60)));
        known().by(FOCAL).when(role(Role.FOCAL_POINT), FACTS).thenKinds(RoleGrantedV2.class);
        known().by(FOCAL).when(role(Role.DELEGATE), FACTS).thenKinds(RoleGrantedV2.class);
    }

    @Test
    void the_forums_roles_are_the_secretariats_to_give() {
        for (Role role : List.of(Role.STEERING_GROUP, Role.ASSESSOR, Role.AUDITOR, Role.KEEPER)) {
            known().by(SECRETARIAT).when(role(role), FACTS).thenKinds(RoleGrantedV2.class);
            known().by(FOCAL).when(role(role), FACTS).thenRejected(PersonRule.ROLE_NOT_YOURS);
        }
        known().by(FOCAL).when(role(Role.SECRETARIAT), FACTS).thenRejected(PersonRule.ROLE_NOT_YOURS);
    }

    @Test
    void a_partys_roles_are_not_the_secretariats_to_give_nor_another_partys() {
        for (Role role : List.of(Role.HEAD, Role.FOCAL_POINT, Role.DELEGATE, Role.CO_CHAIR)) {
            known().by(SECRETARIAT).when(role(role), FACTS).thenRejected(PersonRule.ROLE_NOT_YOURS);
            known().by(person("th.focal", "th", "FOCAL_POINT"))
                    .when(role(role), FACTS)
                    .thenRejected(PersonRule.ROLE_NOT_YOURS);
            known().by(person("au.head", "au", "HEAD")).when(role(role), FACTS).thenRejected(PersonRule.ROLE_NOT_YOURS);
        }
    }

    @Test
    void nobody_gives_a_role_to_oneself() {
        known().by(person("au.new", "au", "FOCAL_POINT"))
                .when(role(Role.HEAD), FACTS)
                .thenRejected(PersonRule.ROLE_TO_ONESELF);
        known(new RoleProposed("g1", Role.SECRETARIAT, null, null, NOON, null, "secretariat"))
                .by(person("au.new", null, "SECRETARIAT"))
                .when(new ConfirmRole("g1"), FACTS)
                .thenRejected(PersonRule.ROLE_TO_ONESELF);
    }

    @Test
    void a_co_chair_is_proposed_by_its_office_and_confirmed_by_the_secretariat() {
        known().by(FOCAL).when(role(Role.CO_CHAIR), FACTS).thenKinds(RoleProposed.class);
        known(PROPOSED)
                .by(SECRETARIAT)
                .at(LATER)
                .when(new ConfirmRole("g1"), FACTS)
                .then(new RoleGrantedV2("g1", Role.CO_CHAIR, "conference", "Minister", LATER, null));
    }

    @Test
    void a_party_that_holds_no_key_has_no_co_chair() {
        PersonFacts others = new PersonFacts(true, Set.of("id"), false, null);
        known().by(FOCAL).when(role(Role.CO_CHAIR), others).thenRejected(PersonRule.PARTY_HOLDS_NO_KEY);
        known(PROPOSED).by(SECRETARIAT).when(new ConfirmRole("g1"), others).thenRejected(PersonRule.PARTY_HOLDS_NO_KEY);
    }

    @Test
    void a_person_of_the_secretariat_takes_two_of_it() {
        known().by(SECRETARIAT).when(role(Role.SECRETARIAT), FACTS).thenKinds(RoleProposed.class);
        var proposed = known(new RoleProposed("g1", Role.SECRETARIAT, null, null, NOON, null, "secretariat"));
        proposed.by(SECRETARIAT).when(new ConfirmRole("g1"), FACTS).thenRejected(PersonRule.SECOND_PERSON_NEEDED);
        proposed.by(SECOND).when(new ConfirmRole("g1"), FACTS).thenKinds(RoleGrantedV2.class);
    }

    @Test
    void what_is_confirmed_stays_confirmed_and_what_was_not_proposed_is_not() {
        known(PROPOSED, held("g1", Role.CO_CHAIR))
                .by(SECRETARIAT)
                .when(new ConfirmRole("g1"), FACTS)
                .thenNothing();
        known().by(SECRETARIAT).when(new ConfirmRole("g1"), FACTS).thenRejected(PersonRule.ROLE_UNKNOWN);
    }

    @Test
    void a_proposal_that_is_over_before_it_is_confirmed_is_not() {
        known(new RoleProposed("g1", Role.CO_CHAIR, null, null, NOON, NOON.plusSeconds(9), "au.focal"))
                .by(SECRETARIAT)
                .at(LATER)
                .when(new ConfirmRole("g1"), FACTS)
                .thenRejected(PersonRule.ROLE_DATES_REVERSED);
    }

    @Test
    void a_proposal_is_taken_back_by_whose_the_role_is() {
        known(PROPOSED)
                .by(FOCAL)
                .when(new EndRole("g1", null), FACTS)
                .then(new RoleProposalWithdrawn("g1", "au.focal"));
        known(PROPOSED).by(SECRETARIAT).when(new EndRole("g1", null), FACTS).thenRejected(PersonRule.ROLE_NOT_YOURS);
        known(PROPOSED, new RoleProposalWithdrawn("g1", "au.focal"))
                .by(SECRETARIAT)
                .when(new ConfirmRole("g1"), FACTS)
                .thenRejected(PersonRule.ROLE_UNKNOWN);
    }

    @Test
    void a_role_neither_begins_nor_ends_in_the_past() {
        GrantRole past = new GrantRole(Role.HEAD, null, null, NOON.minusMillis(1), null);
        known().by(FOCAL).when(past, FACTS).thenRejected(PersonRule.ROLE_BACKDATED);
        known(held("g1", Role.HEAD))
                .by(FOCAL)
                .when(new EndRole("g1", NOON.minusMillis(1)), FACTS)
                .thenRejected(PersonRule.ROLE_BACKDATED);
    }

    @Test
    void a_role_does_not_end_before_it_begins_and_is_in_a_body_that_there_is() {
        GrantRole reversed = new GrantRole(Role.HEAD, null, null, LATER, LATER);
        known().by(FOCAL).when(reversed, FACTS).thenRejected(PersonRule.ROLE_DATES_REVERSED);
        PersonFacts noBody = new PersonFacts(false, Set.of(), false, null);
        known().by(FOCAL)
                .when(new GrantRole(Role.HEAD, "moon", null, null, null), noBody)
                .thenRejected(PersonRule.ROLE_BODY_UNKNOWN);
    }

    @Test
    void who_administers_keeps_or_audits_does_so_in_the_whole_forum() {
        known().by(FOCAL)
                .when(new GrantRole(Role.FOCAL_POINT, "wg1", null, null, null), FACTS)
                .thenRejected(PersonRule.ROLE_HAS_NO_BODY);
        known().by(FOCAL)
                .when(new GrantRole(Role.HEAD, "wg1", null, null, null), FACTS)
                .thenKinds(RoleGrantedV2.class);
    }

    @Test
    void a_role_that_is_held_already_is_not_granted_again() {
        known(held("g1", Role.HEAD)).by(FOCAL).when(role(Role.HEAD), FACTS).thenNothing();
        known(held("g1", Role.HEAD))
                .by(FOCAL)
                .when(new GrantRole(Role.HEAD, null, "Ambassador", null, null), FACTS)
                .thenKinds(RoleGrantedV2.class);
    }

    @Test
    void a_role_ends_once_and_only_earlier() {
        known(held("g1", Role.HEAD))
                .by(FOCAL)
                .when(new EndRole("g1", LATER), FACTS)
                .then(new RoleEnded("g1", LATER));
        var ended = known(held("g1", Role.HEAD), new RoleEnded("g1", LATER)).by(FOCAL);
        ended.when(new EndRole("g1", LATER), FACTS).thenNothing();
        ended.when(new EndRole("g1", LATER.plusSeconds(1)), FACTS).thenNothing();
        ended.when(new EndRole("g1", null), FACTS).then(new RoleEnded("g1", NOON));
        known().by(FOCAL).when(new EndRole("g9", null), FACTS).thenRejected(PersonRule.ROLE_UNKNOWN);
        known(held("g1", Role.HEAD))
                .by(SECRETARIAT)
                .when(new EndRole("g1", null), FACTS)
                .thenRejected(PersonRule.ROLE_NOT_YOURS);
    }

    @Test
    void the_last_focal_point_of_a_party_and_the_last_of_the_secretariat_do_not_end() {
        var focal = known(held("g1", Role.FOCAL_POINT)).by(FOCAL);
        focal.when(new EndRole("g1", null), FACTS).thenRejected(PersonRule.LAST_FOCAL_POINT);
        focal.when(new EndRole("g1", null), OTHERS).thenKinds(RoleEnded.class);
        known(held("g1", Role.FOCAL_POINT), held("g2", Role.FOCAL_POINT))
                .by(FOCAL)
                .when(new EndRole("g1", null), FACTS)
                .thenKinds(RoleEnded.class);
        var secretariat = known(held("g1", Role.SECRETARIAT)).by(SECOND);
        secretariat.when(new EndRole("g1", null), FACTS).thenRejected(PersonRule.LAST_SECRETARIAT);
        secretariat.when(new EndRole("g1", null), OTHERS).thenKinds(RoleEnded.class);
    }

    @Test
    void a_change_of_minister_leaves_each_post_to_its_time() {
        Person now = known(
                        new RoleGrantedV2("g1", Role.CO_CHAIR, "conference", "Minister", NOON, null),
                        new RoleEnded("g1", LATER),
                        new RoleGrantedV2("g2", Role.HEAD, null, "Special Envoy", LATER, null))
                .state();
        assertThat(now.rolesAt(NOON)).extracting(Tenure::post).containsExactly("Minister");
        assertThat(now.rolesAt(LATER.minusMillis(1))).extracting(Tenure::post).containsExactly("Minister");
        assertThat(now.rolesAt(LATER)).extracting(Tenure::post).containsExactly("Special Envoy");
    }

    @Test
    void a_person_is_recused_once_and_why_is_a_body() {
        RecusePerson recuse = new RecusePerson("meeting-1", "A relative is concerned.");
        PersonRecused recused = new PersonRecused("meeting-1", NOON, GROUND, "au.new");
        known().by(person("au.new", "au")).when(recuse, FACTS).then(recused);
        known(recused).by(FOCAL).when(recuse, FACTS).thenNothing();
    }

    @Test
    void a_recusal_ends_but_not_by_whom_another_recused() {
        EndRecusal end = new EndRecusal("meeting-1");
        PersonRecused own = new PersonRecused("meeting-1", NOON, GROUND, "au.new");
        PersonRecused imposed = new PersonRecused("meeting-1", NOON, GROUND, "au.focal");
        Standing self = person("au.new", "au", "FOCAL_POINT");
        known(own).by(self).at(LATER).when(end, FACTS).then(new RecusalEnded("meeting-1", LATER, "au.new"));
        known(imposed).by(self).when(end, FACTS).thenRejected(PersonRule.RECUSAL_BY_ANOTHER);
        known(imposed).by(FOCAL).when(end, FACTS).thenKinds(RecusalEnded.class);
        known(own, new RecusalEnded("meeting-1", NOON, "au.new"))
                .by(self)
                .when(end, FACTS)
                .thenNothing();
    }

    @Test
    void whoever_accepted_an_invitation_is_registered_once_with_what_it_lacks() {
        JoinByInvitation join = new JoinByInvitation("forum-1", "au.new", "au", List.of(Role.HEAD, Role.DELEGATE));
        spec(new PersonDecider())
                .when(join, FACTS)
                .thenKinds(PersonRegistered.class, RoleGrantedV2.class, RoleGrantedV2.class);
        known(held("g1", Role.HEAD)).when(join, FACTS).thenKinds(RoleGrantedV2.class);
        known(held("g1", Role.HEAD), held("g2", Role.DELEGATE))
                .when(join, FACTS)
                .thenNothing();
    }

    @Test
    void whoever_became_another_partys_meanwhile_stays_it() {
        known().when(new JoinByInvitation("forum-1", "au.new", "th", List.of(Role.HEAD)), FACTS)
                .thenNothing();
    }

    @Test
    void a_person_has_so_many_roles_and_recusals_and_no_more() {
        List<PersonEvent> many = IntStream.range(0, PersonDecider.ENTRIES_MAX)
                .<PersonEvent>mapToObj(i -> ended("g" + i, i % 2 == 0 ? "conference" : null))
                .toList();
        var full = spec(new PersonDecider()).given(OF_AUSTRALIA).given(many);
        full.by(FOCAL).when(role(Role.HEAD), FACTS).thenRejected(PersonRule.PERSON_FULL);
        full.by(FOCAL).when(new RecusePerson("meeting-1", "Why."), FACTS).thenRejected(PersonRule.PERSON_FULL);
    }

    private static RoleGrantedV2 ended(String grant, @Nullable String body) {
        return new RoleGrantedV2(grant, Role.HEAD, body, null, NOON.minusSeconds(60), NOON.minusSeconds(1));
    }
}
