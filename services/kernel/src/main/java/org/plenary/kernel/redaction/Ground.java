package org.plenary.kernel.redaction;

/** Why something may be redacted. Each is a reason that anybody may know; the words beside it say the rest. */
public enum Ground {
    /** It is about a person, who may ask for it or whom it harms. */
    PERSONAL_DATA,
    /** A court or an authority ordered it. */
    COURT_ORDER,
    /** It should never have been given. */
    GIVEN_IN_ERROR,
    /** It endangers somebody or something. */
    SECURITY
}
