package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;
import org.plenary.kernel.body.Bodies.Reference;

/** Where the nominee's name was kept before the decision; null for every other command. */
public record NomineeName(@Nullable Reference kept) {}
