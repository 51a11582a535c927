package org.plenary.membership.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/** A thing on which a person does not act, whatever the roles; why is personal, so it is a body. */
public record Recusal(String thing, Instant from, @Nullable Instant until, Reference ground, String by) {}
