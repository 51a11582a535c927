package org.plenary.membership.domain;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.plenary.membership.domain.RefusedLine.Reason;

/** What a line of an import must be in itself, before it is set against the register. */
public final class RegisterLineRules {
    /** The columns, as the export writes them; language may be left out and is then the official name's. */
    public static final List<String> COLUMNS = List.of("party", "partyClass", "name", "zone", "language");

    /** Characters of a name. */
    static final int NAME_MAX = 200;

    private static final Set<Character> FORMULA = Set.of('=', '+', '-', '@', '\t', '\r');
    private static final Pattern PARTY = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private RegisterLineRules() {}

    /** Whether a spreadsheet would take the text for a formula. */
    public static boolean formula(String text) {
        return !text.isEmpty() && FORMULA.contains(text.charAt(0));
    }

    /** The text as it is compared: without space around it, and composed, however it was typed (Unicode's NFC). */
    public static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }

    static String language(RegisterLine line) {
        String language = line.cell("language");
        return language.isEmpty() ? Party.OFFICIAL_LANGUAGE : language;
    }

    static List<RefusedLine> judge(RegisterLine line) {
        List<RefusedLine> refused = new ArrayList<>();
        line.cells().forEach((column, cell) -> {
            if (!COLUMNS.contains(column) && !cell.isEmpty()) {
                refused.add(RefusedLine.of(
                        line.line(), shortened(column), Reason.UNKNOWN_COLUMN, "The register has no such column."));
            }
        });
        for (String column : COLUMNS.subList(0, 4)) {
            if (line.cell(column).isBlank()) {
                refused.add(RefusedLine.of(line.line(), column, Reason.MISSING, "This is required."));
            }
        }
        if (refused.isEmpty()) {
            values(line, refused);
        }
        return refused;
    }

    private static void values(RegisterLine line, List<RefusedLine> refused) {
        if (!PARTY.matcher(line.cell("party")).matches()) {
            refused.add(RefusedLine.of(
                    line.line(),
                    "party",
                    Reason.MALFORMED,
                    "A party's slug is 1 to 40 lower-case letters, digits and hyphens."));
        }
        if (Arrays.stream(PartyClass.values()).noneMatch(c -> c.name().equals(line.cell("partyClass")))) {
            refused.add(RefusedLine.of(
                    line.line(),
                    "partyClass",
                    Reason.CLASS_UNKNOWN,
                    "The classes are " + Arrays.toString(PartyClass.values()) + "."));
        }
        if (!PartyDecider.knownZone(line.cell("zone"))) {
            refused.add(RefusedLine.of(
                    line.line(), "zone", Reason.ZONE_UNKNOWN, "The time zone database has no such zone."));
        }
        if (!LANGUAGE.matcher(language(line)).matches()) {
            refused.add(RefusedLine.of(
                    line.line(), "language", Reason.MALFORMED, "A language is a BCP 47 tag, such as en or pt-TL."));
        }
        if (line.cell("name").length() > NAME_MAX) {
            refused.add(RefusedLine.of(
                    line.line(), "name", Reason.TOO_LONG, "A name has at most " + NAME_MAX + " characters."));
        } else if (CONTROL.matcher(line.cell("name")).find()) {
            refused.add(RefusedLine.of(line.line(), "name", Reason.MALFORMED, "A name is one line of text."));
        }
    }

    private static String shortened(String column) {
        return column.length() > 40 ? column.substring(0, 40) : column;
    }
}
