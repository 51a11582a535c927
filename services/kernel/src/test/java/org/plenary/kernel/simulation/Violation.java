package org.plenary.kernel.simulation;

/** One thing that a run found wrong. */
record Violation(Kind kind, String text) {
    /** What was promised and did not hold. */
    enum Kind {
        /** A client was told that its command stands, and it does not, or as another. */
        LOST,
        /** A command had more than one effect. */
        DOUBLED,
        /** A client was told two things about one command. */
        TWO_ANSWERS,
        /** The commits of a stream do not follow each other. */
        GAP,
        /** An event never came to the topic. */
        UNPUBLISHED,
        /** An event came to the topic before its predecessor. */
        OUT_OF_ORDER,
        /** The relay said that all was out up to an instant, and it was not. */
        SAID_TOO_EARLY,
        /** A view of own streams is not what a replay makes. */
        VIEW,
        /** A copy of a heard stream is not what a replay makes. */
        COPY,
        /** A document of a view or copy was put back to an older version. */
        WENT_BACK,
        /** A reaction ran twice, or never. */
        REACTION,
        /** A timer's command had no effect, or two. */
        TIMER,
        /** A stream waits for an operator though nothing was wrong with it. */
        PARKED,
        /** Long after everything was well again, something was still under way. */
        UNSETTLED,
        /** The run itself failed or went round in circles: this says nothing about the kernel yet. */
        HARNESS
    }

    @Override
    public String toString() {
        return kind + ": " + text;
    }
}
