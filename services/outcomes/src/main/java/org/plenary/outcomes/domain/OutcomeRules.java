package org.plenary.outcomes.domain;

import java.time.Duration;
import java.util.List;

/** The values of the rule card that a document keeps. */
public record OutcomeRules(
        int ruleCardVersion, Duration silenceMinimum, Duration statementsWindow, List<String> mayBreakSilence) {}
