package org.plenary.kernel.restore;

/** Two places say different things of what happened, so nothing is restored before a person has decided. */
public final class Contradiction extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With both, for an operator. */
    public Contradiction(String what) {
        super(what);
    }
}
