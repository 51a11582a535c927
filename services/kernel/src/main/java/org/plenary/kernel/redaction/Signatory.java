package org.plenary.kernel.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the two people.
 *
 * @param person the subject
 * @param offices the roles by which the policy table let the person act, in order
 * @param unit the unit the person is of, where it is of one
 */
public record Signatory(
        String person, List<String> offices, @Nullable String unit) {
    /** Keeps its own copy. */
    public Signatory {
        offices = List.copyOf(offices);
    }
}
