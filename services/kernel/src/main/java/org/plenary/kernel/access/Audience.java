package org.plenary.kernel.access;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Standing;

/**
 * Who may read an event or a view: {@code public}; {@code forum}, every person the forum knows;
 * {@code unit:<unit>}, that unit and those whom the forum trusts with every text; or {@code person:<subject>}, that
 * person and those.
 */
public final class Audience {
    /** Everybody. */
    public static final String PUBLIC = "public";
    /** Every person the forum knows. */
    public static final String FORUM = "forum";

    private static final String UNIT = "unit:";
    private static final String PERSON = "person:";

    private Audience() {}

    /** The unit itself, the secretariat and the co-chairs. */
    public static String unit(String unit) {
        return UNIT + unit;
    }

    /** The person itself, the secretariat and the co-chairs. */
    public static String person(String subject) {
        return PERSON + subject;
    }

    /** Whether the reader is in the audience of a thing of the body, or of no body where it is null. */
    public static boolean includes(String audience, @Nullable String body, Standing reader) {
        if (audience.equals(PUBLIC) || reader.has("SYSTEM", null)) {
            return true;
        }
        if (!reader.known()) {
            return false;
        }
        return audience.equals(FORUM)
                || reader.unit() != null && audience.equals(UNIT + reader.unit())
                || audience.equals(PERSON + reader.subject())
                || reader.has(Policy.TRUSTED, body);
    }
}
