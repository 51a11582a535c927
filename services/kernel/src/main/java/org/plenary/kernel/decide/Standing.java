package org.plenary.kernel.decide;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person may act as within one forum at one instant.
 *
 * @param subject the person, as the token names it; empty for a visitor
 * @param unit the unit the person speaks for, null where none
 * @param grants the roles in force
 * @param recusedFrom the streams on which the person does not act, whatever the roles
 */
public record Standing(String subject, @Nullable String unit, Set<Grant> grants, Set<String> recusedFrom) {
    /** A role, everywhere in the forum where {@code body} is null, else in that body only. */
    public record Grant(String role, @Nullable String body) {}

    /** Who runs the machines, in every forum, without reading any. */
    public static final String OPERATOR = "OPERATOR";

    /** With no recusal. */
    public Standing(String subject, @Nullable String unit, Set<Grant> grants) {
        this(subject, unit, grants, Set.of());
    }

    /** A visitor that has not signed in, or a person whom this forum does not know. */
    public static Standing visitor(String subject) {
        return new Standing(subject, null, Set.of());
    }

    /** A service acting by a timer or a reaction. */
    public static Standing system() {
        return new Standing("", null, Set.of(new Grant("SYSTEM", null)));
    }

    /** Whether the role is held in the body; with a null body, whether it is held everywhere in the forum. */
    public boolean has(String role, @Nullable String body) {
        return grants.stream()
                .anyMatch(g ->
                        g.role().equals(role) && (g.body() == null || g.body().equals(body)));
    }

    /** Whether the forum knows this person in any role of its own; that it runs the machines is no such role. */
    public boolean known() {
        return grants.stream().anyMatch(g -> !g.role().equals(OPERATOR));
    }
}
