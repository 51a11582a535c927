package org.plenary.agenda.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plenary.agenda.domain.Agenda.Status;
import org.plenary.agenda.domain.AgendaCommand.*;
import org.plenary.agenda.domain.AgendaEvent.*;
import org.plenary.kernel.decide.Act;
import org.plenary.kernel.decide.Decider;
import org.plenary.kernel.decide.Rule;
import org.plenary.kernel.decide.TwoKeys;
import org.plenary.kernel.decide.TwoKeys.KeyRule;

/** The agenda document's lifecycle on the straight path: domain.md, section 3, "Agenda document". */
public final class AgendaDecider implements Decider<AgendaCommand, Agenda, AgendaEvent, AgendaFacts> {
    @Override
    public Agenda initial() {
        return Agenda.INITIAL;
    }

    @Override
    public List<AgendaEvent> decide(AgendaCommand command, Agenda a, AgendaFacts facts, Act act) {
        return switch (command) {
            case OpenAgenda c ->
                a.status() == Status.NONE
                        ? List.of(new AgendaOpened(
                                c.forum(),
                                c.meeting(),
                                c.body(),
                                c.title(),
                                c.symbolStem(),
                                c.keyholders(),
                                c.quorumDecide()))
                        : List.of();
            case FreezeAgenda c -> List.of(freeze(c, a, facts, act));
            case ClearAgenda c -> clear(c, a, act);
            case AssignSymbol c -> c.symbol().equals(a.symbol()) ? List.of() : List.of(new SymbolAssigned(c.symbol()));
            case CirculateAgenda c -> List.of(circulate(a, facts, act));
            case ProposeAgendaAdoption c -> {
                require(a, Status.CIRCULATED, AgendaRule.AGENDA_NOT_CIRCULATED);
                requireOpen(facts);
                yield List.of(new AgendaAdoptionProposed(act.actor()));
            }
            case AdoptAgenda c -> List.of(adopt(c, a, facts, act));
        };
    }

    private static void require(Agenda a, Status status, Rule rule) {
        if (a.status() != status) {
            throw rule.because(
                    "The agenda is " + a.status() + ", not " + status + ".",
                    Map.of("state", a.status().name()));
        }
    }

    private static void requireOpen(AgendaFacts facts) {
        if (!facts.meetingStatus().equals("OPEN")) {
            throw AgendaRule.MEETING_NOT_OPENED.because(
                    "The agenda is adopted by the open meeting.", Map.of("state", facts.meetingStatus()));
        }
    }

    private static AgendaFrozen freeze(FreezeAgenda c, Agenda a, AgendaFacts facts, Act act) {
        if (a.status() != Status.COMPILING && a.status() != Status.FROZEN) {
            throw AgendaRule.AGENDA_NOT_COMPILING.because(
                    "The agenda is " + a.status() + " and cannot be frozen again.",
                    Map.of("state", a.status().name()));
        }
        if (c.items().isEmpty()) {
            throw AgendaRule.AGENDA_EMPTY.because("An agenda has at least one item.");
        }
        List<AgendaEntry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String id : c.items()) {
            Item item = facts.items().get(id);
            if (!seen.add(id)) {
                throw AgendaRule.ITEM_TWICE.because("An item stands in an agenda once.", Map.of("item", id));
            }
            if (item == null || (item.status() != Item.Status.ADMITTED && item.status() != Item.Status.LISTED)) {
                throw AgendaRule.ITEM_NOT_ADMITTED.because("Only admitted items are listed.", Map.of("item", id));
            }
            if (!item.meeting().equals(a.meeting())) {
                throw AgendaRule.ITEM_OF_ANOTHER_MEETING.because(
                        "The item was submitted for another meeting.", Map.of("item", id));
            }
            entries.add(new AgendaEntry(id, entries.size() + 1, item.title(), item.party(), item.objectives()));
        }
        int edition = a.edition() + 1;
        return new AgendaFrozen(edition, Agenda.hash(a.meeting(), edition, entries), entries, act.actor());
    }

    private static List<AgendaEvent> clear(ClearAgenda c, Agenda a, Act act) {
        require(a, Status.FROZEN, AgendaRule.AGENDA_NOT_FROZEN);
        a.keys().require(act, c.hash());
        AgendaKeyTurned turned = new AgendaKeyTurned(act.unit(), act.actor(), c.hash());
        return a.keys().completedBy(act.unit())
                ? List.of(turned, new AgendaCleared(a.edition(), c.hash()))
                : List.of(turned);
    }

    private static AgendaCirculated circulate(Agenda a, AgendaFacts facts, Act act) {
        require(a, Status.CLEARED, AgendaRule.AGENDA_NOT_CLEARED);
        String symbol = a.symbol();
        if (symbol == null) {
            throw AgendaRule.SYMBOL_PENDING.because("The symbol is being minted. Please try again in a moment.");
        }
        return new AgendaCirculated(
                a.forum(),
                a.meeting(),
                a.edition(),
                a.keys().hash(),
                symbol,
                a.title(),
                facts.recipients(),
                act.actor());
    }

    private static AgendaAdopted adopt(AdoptAgenda c, Agenda a, AgendaFacts facts, Act act) {
        require(a, Status.BEFORE_MEETING, AgendaRule.ADOPTION_NOT_PROPOSED);
        requireOpen(facts);
        if (!a.keys().hash().equals(c.hash())) {
            throw KeyRule.KEY_OTHER_BYTES.because("The agenda changed since it was shown to you.");
        }
        if (facts.present() < a.quorumDecide()) {
            throw AgendaRule.QUORUM_NOT_MET.because(
                    "There is no quorum to decide.", Map.of("present", facts.present(), "quorum", a.quorumDecide()));
        }
        return new AgendaAdopted(
                a.meeting(),
                a.edition(),
                c.hash(),
                facts.present(),
                a.quorumDecide(),
                act.actor(),
                a.entries(),
                facts.evidence());
    }

    @Override
    public Agenda evolve(Agenda a, AgendaEvent event) {
        return switch (event) {
            case AgendaOpened e ->
                new Agenda(
                        Status.COMPILING,
                        e.forum(),
                        e.meeting(),
                        e.body(),
                        e.title(),
                        e.symbolStem(),
                        e.quorumDecide(),
                        e.keyholders(),
                        0,
                        List.of(),
                        TwoKeys.on("", e.keyholders()),
                        null,
                        List.of());
            case AgendaFrozen e -> a.frozen(e.edition(), e.entries(), TwoKeys.on(e.hash(), a.keyholders()));
            case AgendaKeyTurned e -> a.keys(a.keys().turn(e.unit(), e.by()));
            case AgendaCleared e -> a.with(Status.CLEARED);
            case SymbolAssigned e -> a.symbol(e.symbol());
            case AgendaCirculated e -> a.circulated(e.recipients());
            case AgendaAdoptionProposed e -> a.with(Status.BEFORE_MEETING);
            case AgendaAdopted e -> a.with(Status.ADOPTED);
        };
    }
}
