package org.plenary.kernel.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.decide.Standing;

/**
 * A service's policy table: {@code operation,role,whose,status,answer} a line, read from {@code policy/<service>.csv}.
 * The first line that matches decides; an operation without a matching line is forbidden.
 */
public final class Policy {
    /** The role that reads everything of its forum; granted with the secretariat's and the co-chairs' roles. */
    public static final String TRUSTED = "TRUSTED";
    /** In the role column: everybody, signed in or not. */
    public static final String ANYONE = "ANYONE";

    /** What the table answers. */
    public enum Answer {
        ALLOW,
        FORBIDDEN,
        NOT_FOUND
    }

    /** One line. {@code whose} is any, own or other; {@code statuses} is empty for all. */
    public record Row(String operation, String role, String whose, Set<String> statuses, Answer answer) {}

    private final List<Row> rows;

    /** Of these rows, in order. */
    public static Policy of(List<Row> rows) {
        return new Policy(rows);
    }

    private Policy(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Reads the service's table from the classpath. */
    public static Policy load(String service) {
        String path = "/policy/" + service + ".csv";
        try (InputStream in = Policy.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no policy table " + path);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a table: a header line, then rows; lines that start with # and empty lines are skipped. */
    public static Policy parse(String csv) {
        List<Row> rows = new ArrayList<>();
        List<String> lines =
                csv.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != 5) {
                throw new IllegalArgumentException("a policy row has five cells: " + line);
            }
            Set<String> statuses = cells[3].strip().equals("*")
                    ? Set.of()
                    : Set.of(cells[3].strip().split("\\|"));
            rows.add(new Row(cells[0].strip(), cells[1].strip(), whose(cells[2].strip()), statuses, answer(cells[4])));
        }
        return new Policy(rows);
    }

    private static String whose(String cell) {
        if (!Set.of("any", "own", "other").contains(cell)) {
            throw new IllegalArgumentException("whose is any, own or other, not " + cell);
        }
        return cell;
    }

    private static Answer answer(String cell) {
        return switch (cell.strip()) {
            case "allow" -> Answer.ALLOW;
            case "403" -> Answer.FORBIDDEN;
            case "404" -> Answer.NOT_FOUND;
            default -> throw new IllegalArgumentException("an answer is allow, 403 or 404, not " + cell);
        };
    }

    /** This table, then another's rows for other operations. */
    public Policy and(Policy other) {
        List<Row> both = new ArrayList<>(rows);
        both.addAll(other.rows);
        return new Policy(both);
    }

    /** The operations the table knows. */
    public Set<String> operations() {
        Set<String> found = new LinkedHashSet<>();
        rows.forEach(r -> found.add(r.operation()));
        return found;
    }

    /** All rows, in order. */
    public List<Row> rows() {
        return rows;
    }

    /** What this person may do to a thing of the unit, in the body, in the status. */
    public Answer judge(
            String operation, Standing who, @Nullable String body, @Nullable String unit, @Nullable String status) {
        for (Row row : rows) {
            if (row.operation().equals(operation) && matches(row, who, body, unit, status)) {
                return row.answer();
            }
        }
        return Answer.FORBIDDEN;
    }

    /**
     * What this person may do to a thing that stands. Whom a refusal would tell that there is such a thing, although
     * it is not theirs to know, gets the answer that absence gets.
     */
    public Answer act(String operation, Standing who, Scope thing) {
        Answer answer = judge(operation, who, thing.body(), thing.unit(), thing.status());
        return answer == Answer.FORBIDDEN && !Audience.includes(thing.audience(), who) ? Answer.NOT_FOUND : answer;
    }

    /** What this person may read of a thing that stands: the row and the audience must both let it through. */
    public Answer read(String operation, Standing who, Scope thing) {
        return Audience.includes(thing.audience(), who)
                ? judge(operation, who, thing.body(), thing.unit(), thing.status())
                : Answer.NOT_FOUND;
    }

    private static boolean matches(
            Row row, Standing who, @Nullable String body, @Nullable String unit, @Nullable String status) {
        boolean role = row.role().equals(ANYONE) || who.has(row.role(), body);
        boolean own = unit != null && unit.equals(who.unit());
        boolean whose = row.whose().equals("any") || row.whose().equals("own") == own;
        return role
                && whose
                && (row.statuses().isEmpty()
                        || (status != null && row.statuses().contains(status)));
    }
}
