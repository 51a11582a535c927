package org.plenary.agenda.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an agenda item is refused. */
public enum ItemRule implements Rule {
    MEETING_UNKNOWN,
    MEETING_NOT_OPEN_FOR_ITEMS,
    OBJECTIVE_UNKNOWN,
    OBJECTIVE_REQUIRED,
    URGENCY_GROUND_REQUIRED,
    ITEM_NOT_SUBMITTED,
    ITEM_NOT_RETURNED,
    ADMISSION_NEEDS_CO_CHAIRS,
    ADMISSION_IS_THE_SECRETARIATS,
    ITEM_BEYOND_WITHDRAWAL,
    ITEM_NOT_INCLUDED,
    MEETING_NOT_IN_SUBSTANCE,
    ITEM_NOT_UNDER_CONSIDERATION
}
