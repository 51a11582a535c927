package org.plenary.kernel.http;

import java.util.List;
import org.plenary.kernel.http.Contract.Violation;

/** A request that the contract does not allow: 400, 413 or 428, with every field and rule. Nothing was stored. */
public final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String slug;
    private final transient List<Violation> violations;

    /** With the HTTP status, the problem type's slug, a sentence and what is wrong. */
    public BadInput(int status, String slug, String sentence, List<Violation> violations) {
        super(sentence, null, false, false);
        this.status = status;
        this.slug = slug;
        this.violations = List.copyOf(violations);
    }

    /** 400 for one field. */
    public static BadInput field(String pointer, String rule, String message) {
        return new BadInput(400, "invalid-input", message, List.of(new Violation(pointer, rule, message)));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The problem type's last segment. */
    public String slug() {
        return slug;
    }

    /** Field and rule, each. */
    public List<Violation> violations() {
        return violations;
    }
}
