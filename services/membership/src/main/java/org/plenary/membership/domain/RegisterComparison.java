package org.plenary.membership.domain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ImportEntry.ImportName;
import org.plenary.membership.domain.RefusedLine.Reason;
import org.plenary.membership.domain.RegisterChange.Kind;

/**
 * An import set against the register as it is in force at an instant: what it would change, and every line that is not
 * taken. A line that is refused refuses no other line, save those that cannot stand without it.
 */
public final class RegisterComparison {
    /** Parties that one import may change. */
    public static final int ENTRIES_MAX = 300;
    /** Names that one import may give a party: its changes go into one commit of the party's stream. */
    public static final int NAMES_MAX = 50;
    /** Refused lines that are listed; all are counted. */
    public static final int REFUSED_MAX = 300;

    private final Map<String, Party> known;
    private final Instant at;
    private final List<RegisterChange> changes = new ArrayList<>();
    private final List<RefusedLine> refused;
    private final List<ImportEntry> entries = new ArrayList<>();
    private int unchanged;

    private RegisterComparison(ImportFacts facts, Instant at) {
        this.known = facts.known();
        this.at = at;
        this.refused = new ArrayList<>(facts.unreadable());
    }

    /**
     * What came out.
     *
     * @param entries the parties that change, with what changes
     * @param unchanged names that stand so already
     * @param refusedLines how many lines were refused; {@code refused} lists the first ones
     */
    public record Result(
            List<RegisterChange> changes,
            int unchanged,
            int refusedLines,
            List<RefusedLine> refused,
            List<ImportEntry> entries) {
        /**
         * SHA-256 of the changes, and of what is written for them, in canonical form: another one where the register moved
         * on in what they are about, or where the file says anything else.
         */
        public String hash(String forum) {
            try {
                String text = Json.write(Map.of("forum", forum, "changes", changes, "entries", entries));
                return Ids.sha256(new JsonCanonicalizer(text).getEncodedString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Compares; pure. */
    public static Result of(ImportFacts facts, Instant at) {
        RegisterComparison comparison = new RegisterComparison(facts, at);
        comparison.wellFormed(facts.lines()).forEach(comparison::party);
        List<RefusedLine> refused = comparison.refused;
        long lines = refused.stream().map(RefusedLine::line).distinct().count();
        return new Result(
                List.copyOf(comparison.changes),
                comparison.unchanged,
                (int) lines,
                List.copyOf(refused.subList(0, Math.min(REFUSED_MAX, refused.size()))),
                List.copyOf(comparison.entries));
    }

    private void refuse(RegisterLine line, String field, Reason reason, String message) {
        refused.add(RefusedLine.of(line.line(), field, reason, message));
    }

    /** By party, in the order of the lines. */
    private Map<String, List<RegisterLine>> wellFormed(List<RegisterLine> lines) {
        Map<String, List<RegisterLine>> byParty = new LinkedHashMap<>();
        Set<List<String>> seen = new HashSet<>();
        for (RegisterLine line : lines) {
            List<RefusedLine> wrong = RegisterLineRules.judge(line);
            if (!wrong.isEmpty()) {
                refused.addAll(wrong);
            } else if (!seen.add(List.of(line.cell("party"), RegisterLineRules.language(line)))) {
                refuse(line, "party", Reason.DUPLICATE_LINE, "The party has a line in this language already.");
            } else if (byParty.getOrDefault(line.cell("party"), List.of()).size() == NAMES_MAX) {
                refuse(line, "party", Reason.TOO_MANY, "One import gives a party at most " + NAMES_MAX + " names.");
            } else {
                byParty.computeIfAbsent(line.cell("party"), p -> new ArrayList<>())
                        .add(line);
            }
        }
        return byParty;
    }

    private void party(String slug, List<RegisterLine> all) {
        RegisterLine first = all.getFirst();
        List<RegisterLine> lines = new ArrayList<>();
        for (RegisterLine line : all) {
            boolean agrees = true;
            for (String column : List.of("partyClass", "zone")) {
                if (!line.cell(column).equals(first.cell(column))) {
                    refuse(line, column, Reason.LINES_DISAGREE, "An earlier line of the party says otherwise.");
                    agrees = false;
                }
            }
            if (agrees) {
                lines.add(line);
            }
        }
        if (entries.size() == ENTRIES_MAX) {
            lines.forEach(l ->
                    refuse(l, "party", Reason.TOO_MANY, "One import changes at most " + ENTRIES_MAX + " parties."));
            return;
        }
        Party party = known.get(slug);
        if (party == null || !party.registered()) {
            enters(slug, lines);
        } else {
            changes(party, lines);
        }
    }

    private void enters(String slug, List<RegisterLine> lines) {
        List<RegisterLine> taken = new ArrayList<>();
        for (RegisterLine line : lines) {
            if (RegisterLineRules.formula(line.cell("name"))) {
                formula(line);
            } else {
                taken.add(line);
            }
        }
        Optional<RegisterLine> official = taken.stream()
                .filter(l -> RegisterLineRules.language(l).equals(Party.OFFICIAL_LANGUAGE))
                .findFirst();
        if (official.isEmpty()) {
            taken.forEach(l -> refuse(
                    l, "language", Reason.OFFICIAL_NAME_MISSING, "A party enters with its name in the language en."));
            return;
        }
        RegisterLine line = official.get();
        changes.add(
                new RegisterChange(Kind.ENTERED, slug, null, null, line.cell("partyClass") + ", " + line.cell("name")));
        for (RegisterLine other : taken) {
            if (other != line) {
                changes.add(new RegisterChange(
                        Kind.RENAMED, slug, RegisterLineRules.language(other), null, other.cell("name")));
            }
        }
        entries.add(entry(slug, line, taken));
    }

    private void formula(RegisterLine line) {
        refuse(line, "name", Reason.FORMULA, "A name does not begin as a formula does.");
    }

    private void changes(Party party, List<RegisterLine> lines) {
        RegisterLine first = lines.getFirst();
        if (!first.cell("zone").equals(party.zone())) {
            lines.forEach(l -> refuse(l, "zone", Reason.ZONE_DIFFERS, "The party's zone is " + party.zone() + "."));
            return;
        }
        List<RegisterLine> taken = lines.stream().filter(l -> named(party, l)).toList();
        PartyClass is = PartyClass.valueOf(first.cell("partyClass"));
        Optional<PartyClass> was = party.classAt(at);
        boolean other = !was.equals(Optional.of(is));
        if (other && !Party.after(at, party.lastClass().from())) {
            taken.forEach(l -> refuse(
                    l, "partyClass", Reason.CLASS_CHANGE_NOT_LATER, "A change of class is dated later than now."));
            return;
        }
        if (other && !taken.isEmpty()) {
            changes.add(new RegisterChange(
                    Kind.CLASS_CHANGED, party.party(), null, was.map(Enum::name).orElse(null), is.name()));
        }
        List<RegisterLine> renamed =
                taken.stream().filter(l -> !isCalled(party, l)).toList();
        unchanged += taken.size() - renamed.size();
        for (RegisterLine l : renamed) {
            String language = RegisterLineRules.language(l);
            String before = party.nameAt(language, at).orElse(null);
            changes.add(new RegisterChange(Kind.RENAMED, party.party(), language, before, l.cell("name")));
        }
        if (other && !taken.isEmpty() || !renamed.isEmpty()) {
            entries.add(entry(party.party(), first, renamed));
        }
    }

    private boolean isCalled(Party party, RegisterLine line) {
        return party.nameAt(RegisterLineRules.language(line), at)
                .filter(n -> RegisterLineRules.plain(n).equals(RegisterLineRules.plain(line.cell("name"))))
                .isPresent();
    }

    /** Whether the line's name stands or can be given; else the line is refused, with all that it says. */
    private boolean named(Party party, RegisterLine line) {
        if (isCalled(party, line)) {
            return true;
        }
        if (RegisterLineRules.formula(line.cell("name"))) {
            formula(line);
            return false;
        }
        boolean datedLater = party.lastName(RegisterLineRules.language(line))
                .filter(n -> !Party.after(at, n.from()))
                .isPresent();
        if (datedLater) {
            refuse(line, "name", Reason.NAME_CHANGE_NOT_LATER, "A name in this language is dated later than now.");
        }
        return !datedLater;
    }

    private static ImportEntry entry(String slug, RegisterLine of, List<RegisterLine> named) {
        return new ImportEntry(
                slug,
                PartyClass.valueOf(of.cell("partyClass")),
                of.cell("zone"),
                named.stream()
                        .map(l -> new ImportName(RegisterLineRules.language(l), l.cell("name")))
                        .toList());
    }
}
