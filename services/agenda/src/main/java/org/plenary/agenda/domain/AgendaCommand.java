package org.plenary.agenda.domain;

import java.util.List;
import org.plenary.kernel.decide.Internal;

/** What can be done with an agenda document. */
public sealed interface AgendaCommand {
    /** Freezes an edition with the admitted items in this order. */
    record FreezeAgenda(List<String> items) implements AgendaCommand {}

    /** Clears exactly the edition that was shown. */
    record ClearAgenda(String hash) implements AgendaCommand {}

    /** Circulates the provisional agenda to all parties. */
    record CirculateAgenda() implements AgendaCommand {}

    /** Proposes the adoption of the agenda to the meeting. */
    record ProposeAgendaAdoption() implements AgendaCommand {}

    /** Declares that nobody objects and the agenda is adopted. */
    record AdoptAgenda(String hash) implements AgendaCommand {}

    /** The meeting was convened. */
    record OpenAgenda(
            String forum,
            String meeting,
            String body,
            String title,
            String symbolStem,
            List<String> keyholders,
            int quorumDecide)
            implements AgendaCommand, Internal {}

    /** The register gave the document its number. */
    record AssignSymbol(String symbol) implements AgendaCommand, Internal {}
}
