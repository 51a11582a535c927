package org.plenary.kernel.decide;

import java.util.Map;

/** A rule said no: nothing was appended. Answered as 409 with the rule's slug, the sentence and the numbers. */
public final class Rejected extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Rule rule;
    private final transient Map<String, ?> numbers;

    Rejected(Rule rule, String sentence, Map<String, ?> numbers) {
        super(sentence, null, false, false);
        this.rule = rule;
        this.numbers = Map.copyOf(numbers);
    }

    /** The rule that refused. */
    public Rule rule() {
        return rule;
    }

    /** What it was judged by: deadlines, counts, hashes, as JSON values. */
    public Map<String, ?> numbers() {
        return numbers;
    }

    /** The sentence for people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
