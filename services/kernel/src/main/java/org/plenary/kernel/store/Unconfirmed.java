package org.plenary.kernel.store;

/** The store did not answer: whether the commit stands is unknown, and only sending the same commit again can tell. */
public final class Unconfirmed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the store's own exception as cause. */
    public Unconfirmed(String message, Throwable cause) {
        super(message, cause);
    }
}
