package org.plenary.membership.domain;

import java.util.Map;

/**
 * One line of an import as it was read, by column.
 *
 * @param line as a spreadsheet counts it, the header being 1; in a JSON list the place in it, from 1
 */
public record RegisterLine(int line, Map<String, String> cells) {
    /** What stands in the column; empty where nothing does. */
    public String cell(String column) {
        return cells.getOrDefault(column, "");
    }
}
