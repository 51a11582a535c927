package org.plenary.agenda.domain;

import org.plenary.kernel.decide.Rule;

/** Why an act on an agenda document is refused. */
public enum AgendaRule implements Rule {
    AGENDA_NOT_COMPILING,
    AGENDA_EMPTY,
    ITEM_NOT_ADMITTED,
    ITEM_OF_ANOTHER_MEETING,
    ITEM_TWICE,
    AGENDA_NOT_FROZEN,
    AGENDA_NOT_CLEARED,
    SYMBOL_PENDING,
    AGENDA_NOT_CIRCULATED,
    MEETING_NOT_OPENED,
    ADOPTION_NOT_PROPOSED,
    QUORUM_NOT_MET
}
