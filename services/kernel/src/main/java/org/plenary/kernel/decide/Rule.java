package org.plenary.kernel.decide;

import java.util.Locale;
import java.util.Map;

/** A rule that can say no. Each aggregate lists its own in an enum; the contract lists every slug. */
public interface Rule {
    /** The enum constant's name. */
    String name();

    /** The name in the problem's type: lower case, hyphens. */
    default String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A refusal by this rule, with a sentence for people. */
    default Rejected because(String sentence) {
        return new Rejected(this, sentence, Map.of());
    }

    /** A refusal by this rule, with a sentence for people and the numbers it was judged by. */
    default Rejected because(String sentence, Map<String, ?> numbers) {
        return new Rejected(this, sentence, numbers);
    }
}
