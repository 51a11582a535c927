package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;

/** A version of the rule card of a body and a type of meeting; {@code proposal} is absent in founding data. */
public record RuleCard(
        String body,
        String meetingType,
        int ruleCardVersion,
        String source,
        Card card,
        @Nullable String proposal) {}
