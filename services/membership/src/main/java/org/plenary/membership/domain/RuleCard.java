package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;

/** A version of the rule card of a body and a type of meeting; {@code proposal} is absent where the founding data had it. */
public record RuleCard(
        String body,
        String meetingType,
        int ruleCardVersion,
        String source,
        Card card,
        @Nullable String proposal) {}
