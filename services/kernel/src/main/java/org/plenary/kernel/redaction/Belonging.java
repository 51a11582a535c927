package org.plenary.kernel.redaction;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Scope;

/**
 * Where the redacted thing belonged when its redaction was proposed; the redaction belongs there too.
 *
 * @param body whose roles count, or null where it is the whole forum's
 * @param unit whose the thing is, or null where it is everybody's
 * @param audience who may know of it
 */
public record Belonging(
        String forum, @Nullable String body, @Nullable String unit, String audience) {
    static Belonging of(Scope thing) {
        return new Belonging(thing.forum(), thing.body(), thing.unit(), thing.audience());
    }

    Scope scope(String status) {
        return new Scope(forum, body, unit, status, audience);
    }
}
