package org.plenary.kernel.decide;

import java.time.Instant;

/** An instant that a state waits for, and why. The purpose is a word in lower case, unique within one event. */
public record Wait(String purpose, Instant at) {}
