package org.plenary.membership.domain;

/** What can be done with an accreditation. */
public sealed interface AccreditationCommand {
    /** Names a person for the delegation of the own party. */
    record NominateDelegate(
            String forum, String meeting, String party, Capacity capacity, String name, String noteVerbale)
            implements AccreditationCommand {}

    /** Returns a nomination with its reason. */
    record ReturnNomination(String reason) implements AccreditationCommand {}

    /** Accepts a nomination. */
    record AcceptDelegate() implements AccreditationCommand {}

    /** Refuses a nomination with its reason. */
    record RefuseDelegate(String reason) implements AccreditationCommand {}

    /** Records that credentials were received and are in order. */
    record ReceiveCredentials() implements AccreditationCommand {}
}
