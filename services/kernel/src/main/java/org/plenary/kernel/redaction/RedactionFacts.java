package org.plenary.kernel.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision on a redaction needs of the service.
 *
 * @param event the event that a proposal names, {@code <stream>@<version>}; null where there is none, or it does not
 *     name the body
 * @param belonging where the event's thing belongs; null where there is none
 * @param reasonTells whether the words of the reason are in what is to be redacted
 * @param offices the roles by which the actor may act on it
 */
public record RedactionFacts(
        @Nullable String event, @Nullable Belonging belonging, boolean reasonTells, List<String> offices) {}
