package org.plenary.infra.verifier;

/** That the command was called with what it cannot use; nothing was looked at. */
public final class WrongUsage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUsage(String message) {
        super(message);
    }
}
