package org.plenary.membership.domain;

import org.jspecify.annotations.Nullable;
import org.plenary.membership.domain.ImportEvent.RegisterImportOrdered;

/** An import of the register: what was ordered, and which lines were refused. */
public record RegisterImport(
        Status status, String forum, @Nullable RegisterImportOrdered ordered) {
    /** Whether it is ordered. */
    public enum Status {
        NONE,
        ORDERED
    }

    static final RegisterImport INITIAL = new RegisterImport(Status.NONE, "", null);
}
