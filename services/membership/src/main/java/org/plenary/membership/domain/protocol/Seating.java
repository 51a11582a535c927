package org.plenary.membership.domain.protocol;

import java.util.List;

/** The protocol order of a meeting. */
public record Seating(Status status, String forum, String meeting, String letter, List<SeatedParty> parties) {
    /** A lot is drawn once. */
    public enum Status {
        NONE,
        DRAWN
    }

    static final Seating INITIAL = new Seating(Status.NONE, "", "", "", List.of());

    /** The order of the seats in a language. */
    public ProtocolOrder order(String language) {
        return new ProtocolOrder(letter, language, parties);
    }
}
