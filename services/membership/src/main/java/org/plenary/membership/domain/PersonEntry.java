package org.plenary.membership.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person as the founding data list it. */
public record PersonEntry(String subject, @Nullable String unit, List<GrantEntry> grants) {}
