package org.plenary.membership.domain;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.membership.domain.AccreditationEvent.DelegateNominated;

/**
 * The acceptance of one person for one meeting: domain.md, section 3, "Accreditation".
 *
 * @param known whether the person was accepted once, so that the forum knows of it; before that it is the party's own
 */
public record Accreditation(
        Status status,
        String forum,
        String meeting,
        String party,
        @Nullable Capacity capacity,
        @Nullable Reference name,
        String noteVerbale,
        @Nullable NoteVerbale file,
        @Nullable String reason,
        @Nullable Refusal refusal,
        @Nullable String assurance,
        List<Objection> objections,
        @Nullable String successor,
        boolean known) {
    /** The lifecycle's states. */
    public enum Status {
        NONE,
        SUBMITTED,
        RETURNED,
        ACCEPTED,
        REFUSED,
        IN_ORDER,
        /** Seated on an assurance, with every right, until the credentials come. */
        PROVISIONAL,
        /** Somebody objected; seated, with every right, until the credentials report is adopted. */
        CONTESTED,
        REJECTED,
        WITHDRAWN,
        EXPIRED
    }

    /** States in which a person holds a place of its delegation. */
    public static final Set<Status> STANDING = Set.copyOf(EnumSet.of(
            Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.IN_ORDER, Status.PROVISIONAL, Status.CONTESTED));
    /** States in which the person was accepted for the meeting. */
    public static final Set<Status> ADMITTED =
            Set.copyOf(EnumSet.of(Status.ACCEPTED, Status.IN_ORDER, Status.PROVISIONAL, Status.CONTESTED));
    /** States in which the person has a seat and every right. */
    public static final Set<Status> SEATED =
            Set.copyOf(EnumSet.of(Status.IN_ORDER, Status.PROVISIONAL, Status.CONTESTED));

    /** A co-chair's wish to refuse, with the keys on it. */
    public record Refusal(String reason, TwoKeys keys) {}

    /** Who objected to the credentials, and why. */
    public record Objection(String party, String by, String ground) {}

    static final Accreditation INITIAL =
            new Accreditation(Status.NONE, "", "", "", null, null, "", null, null, null, null, List.of(), null, false);

    /**
     * SHA-256 of what is refused and why: what both keys are on. The person is in it by the commitment to the name.
     */
    public String refusalHash(String why) {
        return Ids.sha256(String.join(
                "\n",
                "nomination-refusal-v1",
                meeting,
                party,
                String.valueOf(capacity),
                name == null ? "" : name.commitment(),
                noteVerbale,
                file == null ? "" : file.file().commitment(),
                why));
    }

    static Accreditation of(DelegateNominated e) {
        return nominated(e.forum(), e.meeting(), e.party(), e.capacity(), e.name(), e.noteVerbale());
    }

    Accreditation resubmitted(Capacity as, Reference person, String note) {
        return nominated(forum, meeting, party, as, person, note);
    }

    private static Accreditation nominated(
            String forum, String meeting, String party, Capacity as, Reference person, String note) {
        return new Accreditation(
                Status.SUBMITTED,
                forum,
                meeting,
                party,
                as,
                person,
                note,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                false);
    }

    /** In another state; a wish to refuse that is not complete ends with it. */
    Accreditation with(Status next, @Nullable String why) {
        return at(next, file, why, null, assurance, objections, successor);
    }

    Accreditation attached(NoteVerbale attached) {
        return at(status, attached, reason, refusal, assurance, objections, successor);
    }

    Accreditation refusing(Refusal next) {
        return at(status, file, reason, next, assurance, objections, successor);
    }

    Accreditation assured(String text) {
        return at(Status.PROVISIONAL, file, null, null, text, objections, successor);
    }

    /** Objections that a report settled stay to be read until somebody objects anew: then the new ones count alone. */
    Accreditation contested(Objection objection) {
        List<Objection> all = new ArrayList<>(status == Status.CONTESTED ? objections : List.of());
        all.add(objection);
        return at(Status.CONTESTED, file, null, null, assurance, List.copyOf(all), successor);
    }

    Accreditation replaced(String by) {
        return at(Status.WITHDRAWN, file, null, null, assurance, objections, by);
    }

    private Accreditation at(
            Status next,
            @Nullable NoteVerbale attached,
            @Nullable String why,
            @Nullable Refusal wish,
            @Nullable String assured,
            List<Objection> objected,
            @Nullable String by) {
        return new Accreditation(
                next,
                forum,
                meeting,
                party,
                capacity,
                name,
                noteVerbale,
                attached,
                why,
                wish,
                assured,
                objected,
                by,
                known || ADMITTED.contains(next));
    }
}
