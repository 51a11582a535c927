package org.plenary.agenda.domain;

import java.util.List;

/** What happened to the agenda document of a meeting. */
public sealed interface AgendaEvent {
    /** The call for items was opened with the convening of the meeting. */
    record AgendaOpened(
            String forum,
            String meeting,
            String body,
            String title,
            String symbolStem,
            List<String> keyholders,
            int quorumDecide)
            implements AgendaEvent {}

    /** The secretariat froze an edition of the agenda. */
    record AgendaFrozen(int edition, String hash, List<AgendaEntry> entries, String by) implements AgendaEvent {}

    /** One co-chair cleared the frozen edition. */
    record AgendaKeyTurned(String unit, String by, String hash) implements AgendaEvent {}

    /** Both co-chairs cleared the frozen edition. */
    record AgendaCleared(int edition, String hash) implements AgendaEvent {}

    /** The agenda document has its symbol. */
    record SymbolAssigned(String symbol) implements AgendaEvent {}

    /** The provisional agenda was circulated to frozen recipients. */
    record AgendaCirculated(
            String forum,
            String meeting,
            int edition,
            String hash,
            String symbol,
            String title,
            List<String> recipients,
            String by)
            implements AgendaEvent {}

    /** The presiding co-chair proposed the adoption of the agenda. */
    record AgendaAdoptionProposed(String by) implements AgendaEvent {}

    /** The agenda was adopted by consensus: no objection, with a quorum. */
    record AgendaAdopted(
            String meeting,
            int edition,
            String hash,
            int present,
            int quorum,
            String by,
            List<AgendaEntry> entries,
            String evidence)
            implements AgendaEvent {}
}
