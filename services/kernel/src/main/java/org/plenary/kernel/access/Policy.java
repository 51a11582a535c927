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
 * The first line that matches decides; an operation without a matching line is forbidden. A role that is held in a body
 * counts for the things of that body only.
 *
 * <p>{@code whose} says of what the line speaks: {@code any} thing, one of the actor's {@code own} unit, of an
 * {@code other} one, or the actor's {@code self}. These speak of acts in the actor's own name only. {@code behalf}
 * speaks of acts on behalf of a unit only, and only where that unit is the thing's; of a thing that is no unit's, where
 * it is any unit that the forum knows ({@code Authority.knows}), since there the unit acted for is whom the decider
 * judges. So an act on behalf without such a line is forbidden, whatever the actor may do in its own name.
 */
public final class Policy {
    /**
     * The role that reads everything of its forum, or of its body; granted with the secretariat's, the co-chairs' and the
     * auditors' roles, where those are held.
     */
    public static final String TRUSTED = "TRUSTED";
    /** In the role column: everybody, signed in or not. */
    public static final String ANYONE = "ANYONE";

    /** What the table answers. */
    public enum Answer {
        ALLOW,
        FORBIDDEN,
        NOT_FOUND
    }

    /** One line. {@code whose} is any, own, other, self or behalf; {@code statuses} is empty for all. */
    public record Row(String operation, String role, String whose, Set<String> statuses, Answer answer) {}

    /**
     * What is acted on.
     *
     * @param body the body whose roles count, or null
     * @param unit the unit it belongs to, or null where it is no unit's
     * @param person the subject of the person that it is about, or null
     * @param status the lifecycle's state, or null
     */
    public record Thing(
            @Nullable String body,
            @Nullable String unit,
            @Nullable String person,
            @Nullable String status) {
        /** Nothing in particular: a list, or what is no aggregate. */
        public static final Thing NONE = new Thing(null, null, null, null);
    }

    private static final Set<String> WHOSE = Set.of("any", "own", "other", "self", "behalf");

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
        if (!WHOSE.contains(cell)) {
            throw new IllegalArgumentException("whose is any, own, other, self or behalf, not " + cell);
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

    /** What this person may do to a thing of the unit, in the body, in the status, in the own name. */
    public Answer judge(
            String operation, Standing who, @Nullable String body, @Nullable String unit, @Nullable String status) {
        return judge(operation, who, null, new Thing(body, unit, null, status));
    }

    /** What this person may do to the thing, in the own name or, where it is not null, on behalf of a unit. */
    public Answer judge(String operation, Standing who, @Nullable String onBehalfOf, Thing thing) {
        for (Row row : rows) {
            if (row.operation().equals(operation) && matches(row, who, onBehalfOf, thing)) {
                return row.answer();
            }
        }
        return Answer.FORBIDDEN;
    }

    /**
     * What this person may do to a thing that stands, in the own name or on behalf of a unit. Whom a refusal would tell
     * that there is such a thing, although it is not theirs to know, gets the answer that absence gets.
     */
    public Answer act(String operation, Standing who, @Nullable String onBehalfOf, Scope scope) {
        Answer answer = judge(operation, who, onBehalfOf, scope.thing());
        return answer == Answer.FORBIDDEN && !Audience.includes(scope.audience(), scope.body(), who)
                ? Answer.NOT_FOUND
                : answer;
    }

    /** What this person may read of a thing that stands: the row and the audience must both let it through. */
    public Answer read(String operation, Standing who, Scope scope) {
        return Audience.includes(scope.audience(), scope.body(), who)
                ? judge(operation, who, null, scope.thing())
                : Answer.NOT_FOUND;
    }

    private static boolean matches(Row row, Standing who, @Nullable String onBehalfOf, Thing thing) {
        boolean role = row.role().equals(ANYONE) || who.has(row.role(), thing.body());
        return role
                && (onBehalfOf == null ? inOwnName(row, who, thing) : onBehalf(row, onBehalfOf, thing))
                && (row.statuses().isEmpty()
                        || (thing.status() != null && row.statuses().contains(thing.status())));
    }

    private static boolean inOwnName(Row row, Standing who, Thing thing) {
        boolean own = thing.unit() != null && thing.unit().equals(who.unit());
        return switch (row.whose()) {
            case "any" -> true;
            case "own" -> own;
            case "other" -> !own;
            case "self" -> !who.subject().isEmpty() && who.subject().equals(thing.person());
            default -> false;
        };
    }

    private static boolean onBehalf(Row row, String unit, Thing thing) {
        return row.whose().equals("behalf")
                && (thing.unit() == null || thing.unit().equals(unit));
    }
}
