package org.plenary.membership.domain;

import org.plenary.kernel.body.Bodies.Reference;

/** What happened to an accreditation. */
public sealed interface AccreditationEvent {
    /** A party named a person for its delegation to a meeting. */
    record DelegateNominated(
            String forum, String meeting, String party, Capacity capacity, Reference name, String noteVerbale)
            implements AccreditationEvent {}

    /** The secretariat returned a nomination. */
    record NominationReturned(String reason, String by) implements AccreditationEvent {}

    /** The secretariat accepted a nomination. */
    record DelegateAccepted(String by) implements AccreditationEvent {}

    /** The co-chairs refused a nomination. */
    record DelegateRefused(String reason, String by) implements AccreditationEvent {}

    /** Credentials were received and found in order. */
    record CredentialsInOrder(String by) implements AccreditationEvent {}
}
