package org.plenary.membership.domain;

import static org.plenary.kernel.test.DeciderSpecification.spec;

import org.junit.jupiter.api.Test;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.test.DeciderSpecification;
import org.plenary.membership.domain.AccreditationCommand.*;
import org.plenary.membership.domain.AccreditationEvent.*;

class AccreditationDeciderTest {
    private static final NomineeName NAME = new NomineeName(new Reference("body-1", "0".repeat(64)));
    private static final NominateDelegate NOMINATE =
            new NominateDelegate("forum-1", "meeting-1", "th", Capacity.HEAD, "Demonstration Person", "Note 1");
    private static final DelegateNominated NOMINATED = new DelegateNominated(
            "forum-1", "meeting-1", "th", Capacity.HEAD, new Reference("body-1", "0".repeat(64)), "Note 1");

    private static DeciderSpecification<AccreditationCommand, Accreditation, AccreditationEvent, NomineeName>
            nominated() {
        return spec(new AccreditationDecider()).given(NOMINATED);
    }

    @Test
    void a_nomination_carries_a_reference_and_never_the_name() {
        spec(new AccreditationDecider()).when(NOMINATE, NAME).then(NOMINATED);
        nominated().when(NOMINATE, NAME).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
    }

    @Test
    void a_pending_nomination_is_returned_accepted_or_refused_once() {
        nominated().when(new AcceptDelegate(), NAME).thenKinds(DelegateAccepted.class);
        nominated().when(new ReturnNomination("Unclear."), NAME).thenKinds(NominationReturned.class);
        nominated().when(new RefuseDelegate("No."), NAME).thenKinds(DelegateRefused.class);
        var accepted = nominated().given(new DelegateAccepted("secretariat"));
        accepted.when(new AcceptDelegate(), NAME).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
        accepted.when(new ReturnNomination("Late."), NAME).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
        accepted.when(new RefuseDelegate("Late."), NAME).thenRejected(AccreditationRule.NOMINATION_NOT_PENDING);
    }

    @Test
    void credentials_are_in_order_only_for_an_accepted_delegate() {
        nominated().when(new ReceiveCredentials(), NAME).thenRejected(AccreditationRule.DELEGATE_NOT_ACCEPTED);
        nominated()
                .given(new DelegateAccepted("secretariat"))
                .when(new ReceiveCredentials(), NAME)
                .thenKinds(CredentialsInOrder.class);
    }
}
