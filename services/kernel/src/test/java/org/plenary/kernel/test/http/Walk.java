package org.plenary.kernel.test.http;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.plenary.kernel.access.Policy;
import org.plenary.kernel.http.Contract.Operation;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.test.http.AccessMatrix.Case;
import org.plenary.kernel.test.http.AccessMatrix.Verdict;

/** Asks a running service for every combination of the matrix, and compares what it does with what the table says. */
final class Walk {
    private static final int AT_ONCE = 16;
    private static final int SHOWN_MAX = 2;

    /** How many combinations one stands for in a short run. */
    private static final int SHORT = 5;
    /** How many more of those who may do an operation try to do it, where none of the first could. */
    private static final int TRIED_MAX = 60;

    private final Setting setting;
    private final AccessMatrix matrix;
    private final Policy policy;
    private final Set<String> absentHere;
    private final Map<String, Set<String>> refusals = new ConcurrentHashMap<>();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<String> differences = new ConcurrentLinkedQueue<>();
    private final Map<String, String> absences = new ConcurrentHashMap<>();

    /**
     * Reads of these operations, or of these with a thing's label behind them, may say that there is nothing: here, there
     * is none of what they are of.
     */
    Walk(Setting setting, AccessMatrix matrix, Policy policy, Set<String> absentHere) {
        this.setting = setting;
        this.matrix = matrix;
        this.policy = policy;
        this.absentHere = absentHere;
    }

    /**
     * Sends them all with {@code plenary.full}; else of each operation every {@link #SHORT}th, from another one on for each
     * operation: the table is walked whole all the same, and so is the way from it to the answer.
     */
    Walk walk(Collection<List<Case>> all) throws InterruptedException {
        int step = Boolean.getBoolean("plenary.full") ? 1 : SHORT;
        int operation = 0;
        Semaphore turns = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (List<Case> some : all) {
                for (int i = operation++ % step % Math.max(1, some.size()); i < some.size(); i += step) {
                    Case c = some.get(i);
                    turns.acquire();
                    threads.submit(() -> {
                        try {
                            ask(c);
                        } catch (RuntimeException e) {
                            differences.add(c.operation().id() + " " + c.person() + ": " + e);
                        } finally {
                            turns.release();
                        }
                    });
                }
            }
        }
        return this;
    }

    /**
     * The operations that somebody may do and that nobody did, whatever the thing's state: each is tried until it is done
     * once, by one who may for each of the states, then by another. With what they were refused for.
     */
    Map<String, Set<String>> unreached() {
        Map<String, Set<String>> never = new TreeMap<>();
        matrix.cases().forEach((operation, cases) -> {
            Map<Object, Integer> turns = new HashMap<>();
            Map<Integer, List<Case>> byTurn = new TreeMap<>();
            cases.stream()
                    .filter(c -> matrix.verdict(policy, c) == Verdict.ALLOW)
                    .forEach(c -> byTurn.computeIfAbsent(
                                    turns.merge(c.situation(), 1, Integer::sum), t -> new ArrayList<>())
                            .add(c));
            List<Case> may = byTurn.values().stream()
                    .flatMap(List::stream)
                    .limit(TRIED_MAX)
                    .toList();
            for (int i = 0; i < may.size() && !reached.contains(operation); i++) {
                ask(may.get(i));
            }
            if (!may.isEmpty() && !reached.contains(operation)) {
                never.put(operation, refusals.getOrDefault(operation, Set.of()));
            }
        });
        return never;
    }

    /** Where the service did something else than the table says: of each operation the first few. */
    List<String> differences() {
        Map<String, Integer> shown = new TreeMap<>();
        return differences.stream()
                .filter(d -> shown.merge(d.substring(0, d.indexOf(' ')), 1, Integer::sum) <= SHOWN_MAX)
                .toList();
    }

    int sent() {
        return sent.get();
    }

    private void ask(Case c) {
        Verdict verdict = matrix.verdict(policy, c);
        Thing thing = c.situation().thing();
        boolean changes = verdict == Verdict.ALLOW && c.operation().method().equals("POST");
        String id = thing == null ? c.situation().id() : changes ? setting.fresh(thing) : setting.standing(thing);
        HttpResponse<String> answer = send(c, id);
        if (answer.statusCode() < 400) {
            reached.add(c.operation().id());
        } else if (verdict == Verdict.ALLOW) {
            refusals.computeIfAbsent(c.operation().id(), o -> ConcurrentHashMap.newKeySet())
                    .add(Json.tree(answer.body()).path("type").asString());
        }
        if (!agrees(verdict, c, answer)) {
            differences.add("%s by %s, %s, at %s: %s expected, got %d %s"
                    .formatted(
                            c.operation().id(),
                            c.person().role(),
                            c.person().whose().text(),
                            c.situation().label(),
                            verdict.text(),
                            answer.statusCode(),
                            answer.body()));
        } else if (verdict == Verdict.NOT_FOUND && !id.isEmpty()) {
            String seen = told(answer, id);
            String absent = absences.computeIfAbsent(
                    c.operation().id() + "|" + c.person().subject(), k -> {
                        String nothing = (thing == null ? "" : thing.aggregate().name() + "-")
                                + "00000000-0000-4000-8000-000000000000";
                        return told(send(c, nothing), nothing);
                    });
            if (!seen.equals(absent)) {
                differences.add(
                        c.operation().id() + " tells what is hidden from what is absent:\n" + seen + "\n" + absent);
            }
        }
    }

    /** All that the answer tells, but for its date and the id that was asked for. */
    private static String told(HttpResponse<String> answer, String id) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        // A server closes a connection after so many requests, whatever they were.
        headers.keySet().removeIf(h -> Set.of("date", "connection").contains(h));
        return answer.statusCode() + " " + headers + " " + answer.body().replace(id, "{id}");
    }

    private boolean agrees(Verdict verdict, Case c, HttpResponse<String> answer) {
        Operation operation = c.operation();
        int status = answer.statusCode();
        return switch (verdict) {
            case SIGN_IN -> status == 401;
            case FORBIDDEN -> status == 403;
            case NOT_FOUND -> status == 404;
            case ALLOW ->
                status < 400
                        || List.of(409, 412).contains(status)
                        || status == 503
                                && Json.tree(answer.body())
                                        .path("type")
                                        .asString()
                                        .equals("/problems/busy")
                        || status == 400 && decided(operation, answer)
                        || List.of(404, 503).contains(status) && absent(c);
        };
    }

    private boolean absent(Case c) {
        String operation = c.operation().id();
        return c.operation().method().equals("GET")
                && (absentHere.contains(operation)
                        || absentHere.contains(operation + " " + c.situation().label()));
    }

    private static boolean decided(Operation operation, HttpResponse<String> answer) {
        String type = Json.tree(answer.body()).path("type").asString();
        return operation.method().equals("GET") || !type.equals("/problems/invalid-input");
    }

    private HttpResponse<String> send(Case c, String id) {
        Operation o = c.operation();
        String target = o.path().replace("{id}", id).replaceAll("\\{[a-z]+\\}", "0") + query(c);
        HttpRequest.Builder request =
                setting.running().request(target, c.person().subject());
        c.situation().asked().headers().forEach(request::header);
        if (o.method().equals("POST")) {
            request.header("Content-Type", c.situation().asked().contentType())
                    .header("Idempotency-Key", String.format("walk-%08d", sent.incrementAndGet()))
                    .POST(HttpRequest.BodyPublishers.ofString(
                            c.situation().asked().body()));
            String onBehalfOf = c.onBehalfOf();
            if (onBehalfOf != null) {
                request.header("On-Behalf-Of", onBehalfOf);
            }
            Thing thing = c.situation().thing();
            if (o.ifMatch()) {
                request.header("If-Match", "\"" + (thing == null ? 0 : thing.version()) + "\"");
            }
        } else {
            sent.incrementAndGet();
        }
        return setting.running().send(request.build());
    }

    private String query(Case c) {
        StringBuilder query = new StringBuilder();
        for (String name : c.operation().query().keySet()) {
            String value = switch (name) {
                case "forum" -> matrix.forum(c.operation(), c.situation());
                case "stream" -> "item-00000000-0000-4000-8000-000000000000";
                case "version" -> "1";
                case "q" -> "conference";
                default -> null;
            };
            if (value != null) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(name)
                        .append('=')
                        .append(value);
            }
        }
        return query.toString();
    }
}
