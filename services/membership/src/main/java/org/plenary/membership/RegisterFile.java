package org.plenary.membership;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plenary.kernel.json.Json;
import org.plenary.membership.domain.ImportCommand.Format;
import org.plenary.membership.domain.RefusedLine;
import org.plenary.membership.domain.RefusedLine.Reason;
import org.plenary.membership.domain.RegisterLine;
import org.plenary.membership.domain.RegisterLineRules;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** The register as CSV (RFC 4180) or a JSON list, read and written with the same columns. */
final class RegisterFile {
    /** Lines that are read of one file. */
    static final int LINES_MAX = 1_000;

    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvReadFeature.WRAP_AS_ARRAY).build();
    /** What a guarded cell begins with, so that a spreadsheet shows it and computes nothing. */
    private static final char GUARD = '\'';

    /** What could be read, and what could not. */
    record Read(List<RegisterLine> lines, List<RefusedLine> unreadable) {}

    private RegisterFile() {}

    /** A mark of the byte order before the content is no part of it. */
    static Read read(Format format, String content) {
        Read read = new Read(new ArrayList<>(), new ArrayList<>());
        String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
        try {
            switch (format) {
                case CSV -> csv(text, read);
                case JSON -> json(text, read);
            }
        } catch (JacksonException e) {
            read.lines().clear();
            read.unreadable().clear();
            read.unreadable()
                    .add(RefusedLine.of(1, "", Reason.UNREADABLE, "The content is not well-formed " + format + "."));
        }
        return read;
    }

    private static void csv(String text, Read read) {
        try (MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(text)) {
            if (!rows.hasNextValue()) {
                read.unreadable().add(RefusedLine.of(1, "", Reason.UNREADABLE, "There is no header."));
                return;
            }
            List<String> header =
                    java.util.Arrays.stream(rows.nextValue()).map(String::strip).toList();
            header(header, read);
            for (int line = 2; rows.hasNextValue(); line++) {
                String[] row = rows.nextValue();
                boolean blank = row.length == 1 && row[0].isBlank();
                if (!blank && room(line, read)) {
                    read.lines().add(new RegisterLine(line, cells(header, row)));
                }
            }
        }
    }

    private static void header(List<String> header, Read read) {
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i);
            if (!RegisterLineRules.COLUMNS.contains(column)) {
                read.unreadable()
                        .add(RefusedLine.of(
                                1,
                                column.length() > 40 ? column.substring(0, 40) : column,
                                Reason.UNKNOWN_COLUMN,
                                "The register has no such column."));
            } else if (header.indexOf(column) < i) {
                read.unreadable()
                        .add(RefusedLine.of(1, column, Reason.DUPLICATE_LINE, "The header has this column twice."));
            }
        }
    }

    private static Map<String, String> cells(List<String> header, String[] row) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.length; i++) {
            String column = i < header.size() ? header.get(i) : "column " + (i + 1);
            cells.merge(column, unguarded(RegisterLineRules.plain(row[i])), (first, second) -> first);
        }
        return cells;
    }

    private static void json(String content, Read read) {
        JsonNode list = Json.tree(content);
        if (!list.isArray()) {
            read.unreadable().add(RefusedLine.of(1, "", Reason.UNREADABLE, "The content is not a list."));
            return;
        }
        int line = 0;
        for (JsonNode entry : list) {
            line++;
            if (!room(line, read)) {
                return;
            }
            Map<String, String> cells = new LinkedHashMap<>();
            boolean texts = entry.isObject();
            for (Map.Entry<String, JsonNode> member : entry.properties()) {
                texts &= member.getValue().isString();
                cells.put(
                        member.getKey(),
                        RegisterLineRules.plain(member.getValue().asString("")));
            }
            if (texts) {
                read.lines().add(new RegisterLine(line, cells));
            } else {
                read.unreadable()
                        .add(RefusedLine.of(line, "", Reason.UNREADABLE, "An entry is an object with texts only."));
            }
        }
    }

    /** Whether the line is still read; the first one that is not is said. */
    private static boolean room(int line, Read read) {
        if (read.lines().size() < LINES_MAX) {
            return true;
        }
        RefusedLine end = RefusedLine.of(
                line, "", Reason.TOO_MANY, "From here on nothing is read: " + LINES_MAX + " lines at a time.");
        if (read.unreadable().stream().noneMatch(r -> r.rule().equals(end.rule()))) {
            read.unreadable().add(end);
        }
        return false;
    }

    static String csv(List<Map<String, String>> rows) {
        StringWriter out = new StringWriter();
        try (SequenceWriter writer = CSV.writerFor(String[].class).writeValues(out)) {
            writer.write(RegisterLineRules.COLUMNS.toArray(String[]::new));
            for (Map<String, String> row : rows) {
                writer.write(RegisterLineRules.COLUMNS.stream()
                        .map(c -> guarded(row.getOrDefault(c, "")))
                        .toArray(String[]::new));
            }
        }
        return out.toString();
    }

    private static String guarded(String cell) {
        return guardable(cell) ? GUARD + cell : cell;
    }

    private static String unguarded(String cell) {
        boolean guarded = !cell.isEmpty() && cell.charAt(0) == GUARD && guardable(cell.substring(1));
        return guarded ? cell.substring(1) : cell;
    }

    /** A formula; and what looks like one that is guarded already, so that its own apostrophe comes back. */
    private static boolean guardable(String cell) {
        int at = 0;
        while (at < cell.length() && cell.charAt(at) == GUARD) {
            at++;
        }
        return RegisterLineRules.formula(cell.substring(at));
    }
}
