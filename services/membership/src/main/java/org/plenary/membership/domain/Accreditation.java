package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/** The acceptance of one person for one meeting. */
public record Accreditation(
        Status status,
        String forum,
        String meeting,
        String party,
        @Nullable Capacity capacity,
        @Nullable Reference name,
        String noteVerbale,
        @Nullable String reason) {
    /** The lifecycle's states on the straight path. */
    public enum Status {
        NONE,
        SUBMITTED,
        RETURNED,
        ACCEPTED,
        REFUSED,
        IN_ORDER
    }

    static final Accreditation INITIAL = new Accreditation(Status.NONE, "", "", "", null, null, "", null);

    Accreditation with(Status next, @Nullable String why) {
        return new Accreditation(next, forum, meeting, party, capacity, name, noteVerbale, why);
    }
}
