package org.plenary.membership.domain;

import static org.plenary.kernel.test.DeciderSpecification.NOON;
import static org.plenary.kernel.test.DeciderSpecification.person;
import static org.plenary.kernel.test.DeciderSpecification.spec;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.InvitationCommand.*;
import org.plenary.membership.domain.InvitationEvent.*;

/** An invitation is taken up once, in time, by another than who made it. */
class InvitationDeciderTest {
    private static final Standing FOCAL = person("th.focal", "th", "FOCAL_POINT");
    private static final Standing GUEST = person("guest1", null);
    private static final Reference NAME = new Reference("body-1", "0".repeat(64));
    private static final String HASH = "a".repeat(64);
    private static final Instant EXPIRES = NOON.plus(Duration.ofDays(7));
    private static final List<Role> ROLES = List.of(Role.DELEGATE);
    private static final PersonInvited INVITED =
            new PersonInvited("forum-1", "th", ROLES, NAME, null, HASH, EXPIRES, "th.focal");
    private static final InvitePerson INVITE = new InvitePerson("forum-1", "th", ROLES, "A Person", null, HASH, 7);
    private static final Standing SECRETARY = person("sec", null, "SECRETARIAT");
    private static final List<Role> FIRST = List.of(Role.FOCAL_POINT);
    private static final PersonInvited INVITED_FIRST =
            new PersonInvited("forum-1", "th", FIRST, NAME, null, HASH, EXPIRES, "sec");
    private static final AcceptInvitation ACCEPT = new AcceptInvitation("secret");

    private static InvitationFacts accepting(boolean registered, @Nullable String unit) {
        Person accepting = new Person(registered, "forum-1", "guest1", unit, List.of(), List.of(), List.of());
        return new InvitationFacts(NAME, null, inviter(null), accepting, true, true);
    }

    private static InvitationFacts by(Person inviter, boolean administered) {
        return new InvitationFacts(NAME, null, inviter, NOBODY.accepting(), true, administered);
    }

    private static Person secretary(@Nullable Instant until) {
        Tenure tenure = new Tenure("grant-2", Role.SECRETARIAT, null, null, NOON.minusSeconds(60), until);
        return new Person(true, "forum-1", "sec", null, List.of(tenure), List.of(), List.of());
    }

    private static Person inviter(@Nullable Instant until) {
        Tenure focal = new Tenure("grant-1", Role.FOCAL_POINT, null, null, NOON.minusSeconds(60), until);
        return new Person(true, "forum-1", "th.focal", "th", List.of(focal), List.of(), List.of());
    }

    private static final InvitationFacts NOBODY = accepting(false, null);

    private static DeciderSpecification<InvitationCommand, Invitation, InvitationEvent, InvitationFacts> invited(
            InvitationEvent... more) {
        return spec(new InvitationDecider()).given(INVITED).given(more).by(GUEST);
    }

    @Test
    void a_party_invites_with_a_date_of_expiry_and_the_hash_of_a_secret() {
        spec(new InvitationDecider()).by(FOCAL).when(INVITE, NOBODY).then(INVITED);
        invited().by(FOCAL).when(INVITE, NOBODY).thenNothing();
    }

    @Test
    void whoever_accepts_is_the_partys_from_then_on() {
        InvitationAccepted accepted = new InvitationAccepted("forum-1", "th", ROLES, "guest1");
        invited().when(ACCEPT, NOBODY).then(accepted);
        invited().at(EXPIRES.minusMillis(1)).when(ACCEPT, NOBODY).then(accepted);
        invited().when(ACCEPT, accepting(true, "th")).then(accepted);
    }

    @Test
    void it_is_good_for_as_long_as_who_made_it_administers_the_partys_people() {
        var ended = by(inviter(NOON), false);
        invited().when(ACCEPT, ended).thenRejected(InvitationRule.INVITER_NO_FOCAL_POINT);
        var endsLater = by(inviter(NOON.plusMillis(1)), true);
        invited().when(ACCEPT, endsLater).then(new InvitationAccepted("forum-1", "th", ROLES, "guest1"));
    }

    private static InvitePerson inviting(List<Role> roles) {
        return new InvitePerson("forum-1", "th", roles, "A Person", null, HASH, 7);
    }

    @Test
    void the_secretariat_invites_the_first_focal_point_of_a_party_that_has_none() {
        var secretariat = spec(new InvitationDecider()).by(SECRETARY);
        secretariat.when(inviting(FIRST), by(NOBODY.inviter(), false)).then(INVITED_FIRST);
        secretariat
                .when(inviting(FIRST), by(NOBODY.inviter(), true))
                .thenRejected(InvitationRule.PARTY_HAS_FOCAL_POINT);
        for (List<Role> roles : List.of(ROLES, List.of(Role.HEAD), List.of(Role.FOCAL_POINT, Role.HEAD))) {
            secretariat
                    .when(inviting(roles), by(NOBODY.inviter(), false))
                    .thenRejected(InvitationRule.FIRST_FOCAL_POINT_ONLY);
        }
        var unknown = new InvitationFacts(NAME, null, NOBODY.inviter(), NOBODY.accepting(), false, false);
        secretariat.when(inviting(FIRST), unknown).thenRejected(PartyRule.PARTY_UNKNOWN);
    }

    @Test
    void a_secretary_that_is_of_the_party_but_not_its_focal_point_invites_no_other_either() {
        spec(new InvitationDecider())
                .by(person("sec", "th", "SECRETARIAT"))
                .when(INVITE, by(NOBODY.inviter(), false))
                .thenRejected(InvitationRule.FIRST_FOCAL_POINT_ONLY);
    }

    @Test
    void the_secretariats_invitation_is_good_for_as_long_as_it_is_that_and_the_party_has_no_focal_point() {
        var first = spec(new InvitationDecider()).given(INVITED_FIRST).by(GUEST);
        first.when(ACCEPT, by(secretary(null), false)).then(new InvitationAccepted("forum-1", "th", FIRST, "guest1"));
        first.when(ACCEPT, by(secretary(null), true)).thenRejected(InvitationRule.PARTY_HAS_FOCAL_POINT);
        first.when(ACCEPT, by(secretary(NOON), false)).thenRejected(InvitationRule.INVITER_NO_FOCAL_POINT);
        invited().when(ACCEPT, by(secretary(null), false)).thenRejected(InvitationRule.INVITER_NO_FOCAL_POINT);
    }

    @Test
    void the_secretariat_takes_back_what_it_made_and_nothing_of_the_partys() {
        WithdrawInvitation withdraw = new WithdrawInvitation();
        var first = spec(new InvitationDecider()).given(INVITED_FIRST);
        first.by(SECRETARY).when(withdraw, by(secretary(null), false)).then(new InvitationWithdrawn("sec"));
        first.by(FOCAL).when(withdraw, by(secretary(null), true)).then(new InvitationWithdrawn("th.focal"));
        invited()
                .by(SECRETARY)
                .when(withdraw, by(inviter(null), true))
                .thenRejected(InvitationRule.INVITATION_OF_THE_PARTY);
    }

    @Test
    void it_is_good_for_once() {
        var accepted = invited(new InvitationAccepted("forum-1", "th", ROLES, "guest1"));
        accepted.when(ACCEPT, NOBODY).thenNothing();
        accepted.by(person("guest2", null)).when(ACCEPT, NOBODY).thenRejected(InvitationRule.INVITATION_TAKEN);
        accepted.by(FOCAL).when(new WithdrawInvitation(), NOBODY).thenRejected(InvitationRule.INVITATION_TAKEN);
    }

    @Test
    void what_is_received_at_the_instant_of_expiry_is_late() {
        invited().at(EXPIRES).when(ACCEPT, NOBODY).thenRejected(InvitationRule.INVITATION_EXPIRED);
    }

    @Test
    void what_was_taken_back_is_not_accepted() {
        invited().by(FOCAL).when(new WithdrawInvitation(), NOBODY).then(new InvitationWithdrawn("th.focal"));
        var withdrawn = invited(new InvitationWithdrawn("th.focal"));
        withdrawn.when(ACCEPT, NOBODY).thenRejected(InvitationRule.INVITATION_WITHDRAWN);
        withdrawn.by(FOCAL).when(new WithdrawInvitation(), NOBODY).thenNothing();
    }

    @Test
    void nobody_invites_oneself_to_a_role() {
        invited().by(FOCAL).when(ACCEPT, NOBODY).thenRejected(InvitationRule.INVITATION_OF_ONESELF);
    }

    @Test
    void a_sign_in_of_another_party_or_of_the_forums_own_people_stays_that() {
        invited().when(ACCEPT, accepting(true, "nz")).thenRejected(InvitationRule.OF_ANOTHER_PARTY);
        invited().when(ACCEPT, accepting(true, null)).thenRejected(InvitationRule.OF_ANOTHER_PARTY);
    }
}
