package org.plenary.membership.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/** What happened to an accreditation. */
public sealed interface AccreditationEvent {
    /** A party named a person for its delegation to a meeting. */
    record DelegateNominated(
            String forum, String meeting, String party, Capacity capacity, Reference name, String noteVerbale)
            implements AccreditationEvent {}

    /** By what a nomination was found to have a place: the meeting, and the delegation with this person in it. */
    record NominationJudged(String evidence, int members, int delegationMax) implements AccreditationEvent {}

    /** The file of the note verbale, kept beside the events. */
    record NoteVerbaleAttached(Reference file, FileKind kind, long bytes) implements AccreditationEvent {}

    /** The secretariat returned a nomination. */
    record NominationReturned(String reason, String by) implements AccreditationEvent {}

    /** The party submitted a returned nomination again. */
    record NominationResubmitted(Capacity capacity, Reference name, String noteVerbale, String by)
            implements AccreditationEvent {}

    /** The secretariat accepted a nomination. */
    record DelegateAccepted(String by) implements AccreditationEvent {}

    /** One co-chair agreed to refuse the nomination for this reason. */
    record RefusalKeyTurned(String unit, String by, String reason, String hash, List<String> keyholders)
            implements AccreditationEvent {}

    /** The co-chairs refused a nomination. */
    record DelegateRefused(String reason, String by) implements AccreditationEvent {}

    /** Credentials were received and found in order. */
    record CredentialsInOrder(String by) implements AccreditationEvent {}

    /** An assurance that credentials follow was received: a provisional seat with every right. */
    record AssuranceReceived(String text, String by) implements AccreditationEvent {}

    /** Another party objected to the credentials; the delegate keeps seat and rights. */
    record CredentialsContested(String party, String ground, String by) implements AccreditationEvent {}

    /** The adopted credentials report settled contested credentials. */
    record CredentialsSettled(CredentialsOutcome outcome, String report) implements AccreditationEvent {}

    /** The party withdrew its nomination or delegate. */
    record NominationWithdrawn(String by) implements AccreditationEvent {}

    /** The party withdrew its delegate and named another person for the same place. */
    record DelegateReplaced(
            String successor,
            String forum,
            String meeting,
            String party,
            Capacity capacity,
            Reference name,
            String noteVerbale,
            @Nullable NoteVerbale file,
            String by)
            implements AccreditationEvent {}

    /** The meeting is over; what was done meanwhile stays valid. */
    record AccreditationExpired(String evidence) implements AccreditationEvent {}
}
