package org.plenary.membership.domain;

/** A rule card as the founding data list it. */
public record RuleCardEntry(String body, String meetingType, String source, Card card) {}
