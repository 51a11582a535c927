package org.plenary.agenda.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.decide.TwoKeys;

/** The agenda document of a meeting as its events left it. */
public record Agenda(
        Status status,
        String forum,
        String meeting,
        String body,
        String title,
        String symbolStem,
        int quorumDecide,
        List<String> keyholders,
        int edition,
        List<AgendaEntry> entries,
        TwoKeys keys,
        @Nullable String symbol,
        List<String> recipients) {
    /** The lifecycle's states on the straight path. */
    public enum Status {
        NONE,
        COMPILING,
        FROZEN,
        CLEARED,
        CIRCULATED,
        BEFORE_MEETING,
        ADOPTED
    }

    static final Agenda INITIAL = new Agenda(
            Status.NONE, "", "", "", "", "", 0, List.of(), 0, List.of(), TwoKeys.on("", List.of()), null, List.of());

    /** SHA-256 of an edition: every entry in its order. */
    static String hash(String meeting, int edition, List<AgendaEntry> entries) {
        return Ids.sha256(text(meeting, edition, entries));
    }

    /** The text of the edition that stands, exactly as it is hashed, cleared and adopted; of edition 0 there is none. */
    public String text() {
        return text(meeting, edition, entries);
    }

    private static String text(String meeting, int edition, List<AgendaEntry> entries) {
        StringBuilder text =
                new StringBuilder("agenda-v1\n").append(meeting).append('\n').append(edition);
        entries.forEach(e -> text.append('\n')
                .append(e.number())
                .append('|')
                .append(e.item())
                .append('|')
                .append(e.party())
                .append('|')
                .append(e.title())
                .append('|')
                .append(e.tags()));
        return text.toString();
    }

    Agenda with(Status next) {
        return new Agenda(
                next,
                forum,
                meeting,
                body,
                title,
                symbolStem,
                quorumDecide,
                keyholders,
                edition,
                entries,
                keys,
                symbol,
                recipients);
    }

    Agenda frozen(int n, List<AgendaEntry> listed, TwoKeys needed) {
        return new Agenda(
                Status.FROZEN,
                forum,
                meeting,
                body,
                title,
                symbolStem,
                quorumDecide,
                keyholders,
                n,
                listed,
                needed,
                symbol,
                recipients);
    }

    Agenda keys(TwoKeys turned) {
        return new Agenda(
                status,
                forum,
                meeting,
                body,
                title,
                symbolStem,
                quorumDecide,
                keyholders,
                edition,
                entries,
                turned,
                symbol,
                recipients);
    }

    Agenda symbol(String assigned) {
        return new Agenda(
                status,
                forum,
                meeting,
                body,
                title,
                symbolStem,
                quorumDecide,
                keyholders,
                edition,
                entries,
                keys,
                assigned,
                recipients);
    }

    Agenda circulated(List<String> to) {
        return new Agenda(
                Status.CIRCULATED,
                forum,
                meeting,
                body,
                title,
                symbolStem,
                quorumDecide,
                keyholders,
                edition,
                entries,
                keys,
                symbol,
                to);
    }
}
