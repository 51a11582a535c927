package org.plenary.kernel.command;

import java.util.Map;

/** A command that is not decided at all; each kind is one status and one problem type of the contract. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, with the HTTP status of {@code interfaces.md}. */
    public enum Kind {
        SIGN_IN_REQUIRED(401),
        FORBIDDEN(403),
        ON_BEHALF_NOT_ALLOWED(403),
        RECUSED(403),
        SECOND_FACTOR_REQUIRED(403),
        NOT_FOUND(404),
        /** What was here was redacted: RFC 9110, section 15.5.11. */
        REDACTED(410),
        VERSION_MISMATCH(412),
        TOO_LARGE(413),
        KEY_REUSED(422),
        NOT_CONFIRMED(503),
        BUSY(503),
        AUTHORITY_STALE(503),
        CLOCK_SKEWED(503),
        NOT_READY(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /** Among the numbers: after how many seconds it is worth asking again; the answer says so in its header, too. */
    public static final String RETRY_AFTER_SECONDS = "retryAfterSeconds";

    private final Kind kind;
    private final transient Map<String, ?> numbers;

    /** With a sentence for people. */
    public Refused(Kind kind, String sentence) {
        this(kind, sentence, Map.of());
    }

    /** With a sentence for people and what it was judged by. */
    public Refused(Kind kind, String sentence, Map<String, ?> numbers) {
        super(sentence, null, false, false);
        this.kind = kind;
        this.numbers = Map.copyOf(numbers);
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** What it was judged by. */
    public Map<String, ?> numbers() {
        return numbers;
    }
}
