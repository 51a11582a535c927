package org.plenary.kernel.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.access.Policy.Answer;
import org.plenary.kernel.access.Policy.Row;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.Aggregate;
import org.plenary.kernel.command.AsOf;
import org.plenary.kernel.command.Loaded;
import org.plenary.kernel.command.Scope;
import org.plenary.kernel.command.Streams;
import org.plenary.kernel.decide.Standing;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.store.EventStore;
import org.plenary.kernel.test.http.AccessMatrix.Case;
import org.plenary.kernel.test.http.Cast.Person;
import org.springframework.context.ApplicationContext;

/**
 * Who may do what, by every operation of the service's contract, every role, every relation to the thing and every state
 * of it: as the policy table says, as the manual in {@code contracts/access} says, and as the running service does.
 */
public abstract class AccessSuite extends ServiceSuite {
    private static final String HEAD = """
            # Who may do what: what the policy tables answer, operation by operation. Made by the access suites; write it
            # again with -Dplenary.access.write=true. SIGNED_IN has no role, NOBODY is not signed in, @elsewhere holds
            # the role in another body only; whose: the person's unit is the thing's own, another, or none, or the act is on
            # behalf of the thing's unit, or the thing is about the person (self); states: with /audience where things of
            # one status differ in who may know of them. A dash: a list, or what is yet to be.
            operation,role,whose,states,answer
            """;

    private static final Set<String> KERNEL_AS_WIDE = Set.of();
    private static final Map<String, String> KERNEL_UNREACHED = Map.of(
            "ReadParkedEvent",
                    "what stopped did so in the corpus, and no record of it waits here; ParkedStreamsTest has one",
            "PassOverEvent", "what makes it good stands in no stream here; ParkedStreamsTest has one",
            "ProposeRedaction",
                    "one is under way for what is examined here, unless chance comes to it first; RedactionTest has one",
            "WithdrawRedaction", "only who proposed it takes it back, and nobody here did; RedactionTest has one");

    private Policy policy;
    private AccessMatrix matrix;

    @BeforeAll
    void prepare() throws IOException {
        setting().running().bean(Census.class).take();
        policy = setting().running().bean(Policy.class);
        matrix = new AccessMatrix(setting(), policy, special(setting().running().context()));
        if (Boolean.getBoolean("plenary.access.write")) {
            for (String service : List.of(setting().running().name(), "kernel")) {
                Files.writeString(
                        Path.of("../../contracts/access/" + service + ".csv"),
                        HEAD + String.join("\n", lines(service)) + "\n");
            }
        }
    }

    /** What only the service knows of operations that are no commands and no reads of streams, by operation. */
    protected Map<String, AccessMatrix.Special> special(ApplicationContext context) {
        return Map.of();
    }

    /**
     * Rows that can be made wider and nobody would see it, as {@code row -> wider row}, each with the reason why it lets
     * nobody do more.
     */
    protected Set<String> asWideAsTheyGo() {
        return Set.of();
    }

    /** Operations that somebody may do and that no combination does here, each with the reason. */
    protected Map<String, String> unreached() {
        return Map.of();
    }

    /** Reads of what things in some state have none of, as the operation, a space and the state. */
    protected Set<String> absent() {
        return Set.of();
    }

    private List<String> lines(String service) {
        return matrix.cases().keySet().stream()
                .filter(o -> matrix.kernels(o) == service.equals("kernel"))
                .flatMap(o -> matrix.lines(policy, o).stream())
                .sorted()
                .toList();
    }

    private static List<String> manual(String service) throws IOException {
        Path written = Path.of("../../contracts/access/" + service + ".csv");
        if (Boolean.getBoolean("plenary.access.write")) {
            return Files.readAllLines(written).stream()
                    .filter(l -> !l.startsWith("#"))
                    .skip(1)
                    .toList();
        }
        try (InputStream in = AccessSuite.class.getResourceAsStream("/contracts/access/" + service + ".csv")) {
            assertThat(in).as("the manual of " + service).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.startsWith("#"))
                    .skip(1)
                    .toList();
        }
    }

    @Test
    void the_manual_says_what_the_table_answers_for_every_operation() throws IOException {
        String service = setting().running().name();
        for (String one : List.of(service, "kernel")) {
            assertThat(lines(one)).as("contracts/access/" + one + ".csv").isEqualTo(manual(one));
        }
        Set<String> operations = setting().contract().operations().stream()
                .map(Operation::id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> told = new TreeSet<>();
        for (String one : List.of(service, "kernel")) {
            manual(one).forEach(l -> told.add(l.substring(0, l.indexOf(','))));
        }
        assertThat(told).isEqualTo(operations);
        long combinations =
                matrix.cases().values().stream().mapToLong(List::size).sum();
        System.out.printf("access %s: %d operations (100 %%), %d combinations%n", service, told.size(), combinations);
    }

    @Test
    void every_state_is_reached_and_a_row_names_only_states() {
        setting().running().aggregates().forEach(a -> {
            Set<String> reached = setting().things(a.collection()).stream()
                    .map(t -> t.scope().status())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> all = new TreeSet<>(Thing.statuses(a));
            all.remove("NONE");
            assertThat(reached)
                    .as(a.name() + ": states in the histories of the corpus")
                    .containsAll(all);
        });
        for (Row row : policy.rows()) {
            Set<String> known = matrix.cases().getOrDefault(row.operation(), List.of()).stream()
                    .map(c -> c.situation().scope())
                    .filter(java.util.Objects::nonNull)
                    .map(s -> s.status())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(known).as(row.toString()).containsAll(row.statuses());
        }
    }

    @Test
    void a_row_that_is_removed_or_widened_is_seen_in_the_manual() throws IOException {
        Map<String, List<String>> manual = new TreeMap<>();
        for (String one : List.of(setting().running().name(), "kernel")) {
            for (String line : manual(one)) {
                manual.computeIfAbsent(line.substring(0, line.indexOf(',')), o -> new ArrayList<>())
                        .add(line);
            }
        }
        int removed = 0;
        int widened = 0;
        Set<String> wideAlready = new TreeSet<>();
        for (int i = 0; i < policy.rows().size(); i++) {
            Row row = policy.rows().get(i);
            List<String> told = manual.getOrDefault(row.operation(), List.of());
            assertThat(matrix.lines(with(i, List.of()), row.operation()))
                    .as("a row that changes nothing: " + row)
                    .isNotEqualTo(told);
            removed++;
            for (Row wide : wider(row)) {
                if (matrix.lines(with(i, List.of(wide)), row.operation()).equals(told)) {
                    wideAlready.add(text(row) + " -> " + text(wide));
                } else {
                    widened++;
                }
            }
        }
        assertThat(wideAlready)
                .as("rows that can be widened without anybody seeing it")
                .isEqualTo(union(asWideAsTheyGo(), KERNEL_AS_WIDE));
        System.out.printf(
                "access %s: %d rows removed and seen, %d widened and seen, %d no wider%n",
                setting().running().name(), removed, widened, wideAlready.size());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private static String text(Row row) {
        return String.join(
                ",",
                row.operation(),
                row.role(),
                row.whose(),
                row.statuses().isEmpty() ? "*" : String.join("|", new TreeSet<>(row.statuses())),
                row.answer().name());
    }

    private static List<Row> wider(Row row) {
        List<Row> wider = new ArrayList<>();
        if (!row.role().equals(Policy.ANYONE)) {
            wider.add(new Row(row.operation(), Policy.ANYONE, row.whose(), row.statuses(), row.answer()));
        }
        if (!row.whose().equals("any")) {
            wider.add(new Row(row.operation(), row.role(), "any", row.statuses(), row.answer()));
        }
        if (!row.statuses().isEmpty()) {
            wider.add(new Row(row.operation(), row.role(), row.whose(), Set.of(), row.answer()));
        }
        if (row.answer() != Answer.ALLOW) {
            wider.add(new Row(row.operation(), row.role(), row.whose(), row.statuses(), Answer.ALLOW));
        }
        return wider;
    }

    private Policy with(int i, List<Row> instead) {
        List<Row> rows = new ArrayList<>(policy.rows());
        rows.remove(i);
        rows.addAll(i, instead);
        return Policy.of(rows);
    }

    @Test
    void the_running_service_does_what_the_table_says_and_hides_what_is_not_there_to_see() throws Exception {
        Set<String> unreached = union(unreached().keySet(), KERNEL_UNREACHED.keySet());
        Walk walk = new Walk(setting(), matrix, policy, union(unreached, absent()))
                .walk(matrix.cases().values());
        Map<String, Set<String>> never = walk.unreached();
        assertThat(walk.differences()).isEmpty();
        assertThat(never.keySet())
                .as("operations that nobody could do: " + never)
                .isSubsetOf(unreached);
        EventStore store = setting().running().bean(EventStore.class);
        setting()
                .standing()
                .forEach((thing, stream) -> assertThat(store.head(stream))
                        .as("what nobody was allowed left no event: " + stream)
                        .isEqualTo(thing.version()));
        System.out.printf("access %s: %d requests sent%n", setting().running().name(), walk.sent());
    }

    @Test
    void a_role_in_another_forum_is_none_here() throws Exception {
        Person stranger = setting().cast().stranger();
        List<Case> abroad = matrix.abroad(policy);
        for (Case c : abroad) {
            assertThat(matrix.verdict(policy, c))
                    .as(c.operation().id() + " by " + c.person())
                    .isEqualTo(matrix.verdict(policy, new Case(c.operation(), c.situation(), stranger)));
        }
        Walk walk = new Walk(setting(), matrix, policy, union(unreached().keySet(), absent())).walk(List.of(abroad));
        assertThat(walk.differences()).isEmpty();
    }

    @Test
    void a_list_shows_what_its_reader_may_read_and_nothing_else() {
        Lists lists = new Lists(setting(), policy).compare();
        assertThat(lists.differences()).isEmpty();
        assertThat(lists.hiding())
                .as("lists that hide something of fewer people's than the forum's")
                .containsAll(lists.restricted());
        System.out.println("access " + setting().running().name() + ": lists that hide something " + lists.hiding());
    }

    @Test
    void a_thing_can_be_looked_at_from_every_instant_of_its_history() {
        Streams streams = setting().running().bean(Streams.class);
        setting()
                .running()
                .aggregates()
                .forEach(a -> setting().things(a.collection()).forEach(t -> lookedAt(streams, a, t)));
    }

    private <S> void lookedAt(Streams streams, Aggregate<?, S, ?, ?> aggregate, Thing thing) {
        String stream = setting().standing(thing);
        Set<Instant> instants = new TreeSet<>();
        thing.events().forEach(e -> {
            instants.add(e.recordedAt());
            instants.add(e.validFrom() == null ? e.recordedAt() : e.validFrom());
        });
        for (Instant at : instants) {
            Loaded<S> then = streams.asOf(aggregate, stream, new AsOf(null, at));
            if (then.version() > 0) {
                Scope scope = aggregate.scope(null, then.state());
                assertThat(aggregate.showAt(stream, then.state(), Standing.visitor(""), at))
                        .as(thing.label() + " at " + at + " of " + scope.forum())
                        .isNotNull();
            }
        }
        assertThat(streams.asOf(aggregate, stream, new AsOf(null, Instant.MAX)).state())
                .as(thing.label() + ": at the end of all times it is as it stands")
                .isEqualTo(streams.load(aggregate, stream).state());
    }
}
