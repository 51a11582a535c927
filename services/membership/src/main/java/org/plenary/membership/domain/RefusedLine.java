package org.plenary.membership.domain;

import java.util.Locale;

/** A line of an import that was not taken, and why; nothing of it has any effect. */
public record RefusedLine(int line, String field, String rule, String message) {
    /** Why a line is refused. */
    public enum Reason {
        UNREADABLE,
        UNKNOWN_COLUMN,
        MISSING,
        MALFORMED,
        TOO_LONG,
        FORMULA,
        CLASS_UNKNOWN,
        ZONE_UNKNOWN,
        ZONE_DIFFERS,
        DUPLICATE_LINE,
        LINES_DISAGREE,
        OFFICIAL_NAME_MISSING,
        CLASS_CHANGE_NOT_LATER,
        NAME_CHANGE_NOT_LATER,
        TOO_MANY
    }

    /** With the reason's slug. */
    public static RefusedLine of(int line, String field, Reason reason, String message) {
        return new RefusedLine(
                line, field, reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), message);
    }
}
