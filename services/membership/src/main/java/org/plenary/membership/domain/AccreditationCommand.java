package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.decide.Internal;

/** What can be done with an accreditation. */
public sealed interface AccreditationCommand {
    /** Names a person for the delegation of the own party; the file is the note verbale, kept before. */
    record NominateDelegate(
            String forum,
            String meeting,
            String party,
            Capacity capacity,
            String name,
            String noteVerbale,
            @Nullable String file)
            implements AccreditationCommand {}

    /** Names the person who takes the place of one that was replaced. */
    record NominateSuccessor(
            String forum,
            String meeting,
            String party,
            Capacity capacity,
            Reference name,
            String noteVerbale,
            @Nullable NoteVerbale file)
            implements AccreditationCommand, Internal {}

    /** Returns a nomination with its reason. */
    record ReturnNomination(String reason) implements AccreditationCommand {}

    /** Submits a returned nomination again, with what was missing. */
    record ResubmitNomination(
            Capacity capacity,
            String name,
            String noteVerbale,
            @Nullable String file) implements AccreditationCommand {}

    /** Accepts a nomination. */
    record AcceptDelegate() implements AccreditationCommand {}

    /** Refuses a nomination with its reason; both co-chairs, for the same reason. */
    record RefuseDelegate(String reason) implements AccreditationCommand {}

    /** Records that credentials were received and are in order. */
    record ReceiveCredentials() implements AccreditationCommand {}

    /** Records an assurance that credentials follow: a provisional seat with every right. */
    record ReceiveAssurance(String text) implements AccreditationCommand {}

    /** Objects to the credentials of another party's delegate. */
    record ObjectToCredentials(String ground) implements AccreditationCommand {}

    /** Withdraws the own nomination or delegate. */
    record WithdrawNomination() implements AccreditationCommand {}

    /** Withdraws the own delegate and names another person for the same place. */
    record ReplaceDelegate(
            String name, String noteVerbale, @Nullable String file) implements AccreditationCommand {}

    /** What the adopted credentials report says of contested credentials. */
    record SettleCredentials(CredentialsOutcome outcome, String report) implements AccreditationCommand, Internal {}

    /** The meeting is over. */
    record ExpireAccreditation(String evidence) implements AccreditationCommand, Internal {}
}
