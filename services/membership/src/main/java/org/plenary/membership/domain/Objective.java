package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;

/** One objective of a framework. */
public record Objective(int number, String text, @Nullable String mark) {}
