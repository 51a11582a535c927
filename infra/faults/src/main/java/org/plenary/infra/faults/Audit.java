package org.plenary.infra.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * After a run, with everything up: each promise looked at where it was made, nothing believed. All is read first as the
 * faults left it; only then is every command sent again, for a repetition would put back what was lost.
 */
final class Audit {
    private static final int NAMED_MAX = 20;
    private static final Pattern INSTANT = Pattern.compile("\"\\d{4}-\\d{2}-\\d{2}T[^\"]*Z\"");

    private final Cluster cluster;
    private final Load load;
    private final PublicApi api;
    private final RecordWatch record;
    private final Map<String, Long> found = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    Audit(Cluster cluster, Load load, PublicApi api, RecordWatch record) {
        this.cluster = cluster;
        this.load = load;
        this.api = api;
        this.record = record;
    }

    private void violated(String what, String which) {
        found.merge(what, 1L, Long::sum);
        if (violations.size() < NAMED_MAX) {
            violations.add(what + ": " + which);
        }
    }

    List<String> violations() {
        return violations;
    }

    /** How many of each kind: all zero, or a promise is broken. */
    Map<String, Long> run(Poison poison) throws IOException {
        for (String kind :
                List.of("lost", "doubled", "gaps", "viewsDifferent", "censusDifferent", "parked", "record")) {
            found.put(kind, 0L);
        }
        poison.unexpected().forEach(u -> violated("parked", u));
        Published published = Published.all(cluster);
        Map<String, Envelope> events = inOrder(published.events());
        if (published.unreadable() != poison.junk() || published.forged() != poison.forged()) {
            violated("doubled", published.unreadable() + " records are no event, and " + poison.junk() + " were sent");
        }
        answered(events);
        onceInEffect(events.values());
        heads(events.values());
        census();
        views();
        record.verified(events, published.unreadable()).forEach(v -> violated("record", v));
        sentAgain(published, events.keySet());
        return found;
    }

    /** First deliveries are in order without a gap, and repetitions are the same. */
    private Map<String, Envelope> inOrder(List<Envelope> published) {
        Map<String, Long> heads = new HashMap<>();
        Map<String, Envelope> first = new LinkedHashMap<>();
        for (Envelope e : published) {
            Envelope before = first.putIfAbsent(e.id(), e);
            if (before == null) {
                long expected = heads.merge(e.stream(), 1L, Long::sum);
                if (e.version() != expected) {
                    violated("gaps", e.id() + " came where version " + expected + " was next");
                }
            } else if (!before.hash().equals(e.hash())) {
                violated("doubled", e.id() + " was published with other content");
            }
        }
        return first;
    }

    /** Which command of a person an event is of: its correlation is the command's id, and nothing caused it. */
    private static boolean isOfAPerson(Envelope e) {
        return e.meta().causation() == null && !e.meta().actor().startsWith("system:");
    }

    /** Every acknowledged command made exactly the events that its answer names, and nobody else's command made any. */
    private void answered(Map<String, Envelope> events) {
        Map<String, Set<String>> made = new HashMap<>();
        events.values().stream()
                .filter(e -> isOfAPerson(e) && !e.aggregate().equals("parking"))
                .forEach(e -> made.computeIfAbsent(e.meta().correlation(), c -> new TreeSet<>())
                        .add(e.id()));
        Set<String> known = new HashSet<>(load.prepared());
        for (Load.Acknowledged a : load.acknowledged()) {
            String command = Ids.v5(a.user() + "|" + a.key()).toString();
            known.add(command);
            Set<String> named = new TreeSet<>();
            Json.tree(a.answer()).path("events").forEach(e -> named.add(e.asString()));
            Set<String> there = made.getOrDefault(command, Set.of());
            named.stream()
                    .filter(e -> !there.contains(e))
                    .forEach(e -> violated("lost", e + " of " + a.key() + " is not in Kafka"));
            there.stream()
                    .filter(e -> !named.contains(e))
                    .forEach(e -> violated("doubled", e + " is a second effect of " + a.key()));
        }
        made.forEach((command, ids) -> {
            if (!known.contains(command)) {
                violated("doubled", ids + " are of no command that was sent");
            }
        });
    }

    /**
     * What services did of themselves: a timer, or a reaction to an event, says a thing of a stream once. Instants are
     * left out, for a second effect would have others.
     */
    private void onceInEffect(Iterable<Envelope> events) {
        Map<String, Long> commits = new HashMap<>();
        for (Envelope e : events) {
            if (isOfAPerson(e) || e.aggregate().equals("parking")) {
                continue;
            }
            String cause = e.meta().causation() == null
                    ? e.meta().correlation()
                    : e.meta().causation();
            String said = INSTANT.matcher(e.data()).replaceAll("an instant");
            Long before = commits.putIfAbsent(cause + " on " + e.stream() + ": " + e.type() + said, e.commitVersion());
            if (before != null && before != e.commitVersion()) {
                violated("doubled", cause + " had two effects, " + e.stream() + "@" + before + " and " + e.id());
            }
        }
    }

    /** The store ends each stream where Kafka does. */
    private void heads(Iterable<Envelope> events) throws IOException {
        Map<String, Envelope> last = new LinkedHashMap<>();
        events.forEach(e -> last.merge(e.stream(), e, (a, b) -> a.version() > b.version() ? a : b));
        for (Envelope e : last.values()) {
            long head = Json.tree(cluster.internal("GET", e.service(), "/internal/heads?stream=" + e.stream()))
                    .path(e.stream())
                    .asLong();
            if (head != e.version()) {
                violated(head < e.version() ? "lost" : "gaps", "the store has " + head + " of " + e.id());
            }
        }
    }

    /** Every answer is given again, and nothing new happens by it. */
    private void sentAgain(Published before, Set<String> known) {
        for (Load.Acknowledged a : load.acknowledged()) {
            PublicApi.Answer again = api.post(a.user(), a.path(), a.body(), a.key(), null);
            if (!again.body().equals(a.answer())) {
                violated("lost", a.key() + " was answered " + a.answer() + ", now " + again.body());
            }
        }
        Cluster.await(
                "what was accepted to be published",
                () -> Faults.WRITERS.stream().allMatch(cluster::published));
        Published.after(cluster, before.ends()).events().stream()
                .map(Envelope::id)
                .filter(id -> !known.contains(id))
                .distinct()
                .forEach(id -> violated("lost", id + " came only when everything was sent again"));
    }

    /** Each service's heads against its views, its copies and the log; what is under way is waited for. */
    private void census() throws IOException {
        for (String service : Cluster.SERVICES) {
            JsonNode report = Json.tree(cluster.internal("POST", service, "/internal/census"));
            report.path("named").forEach(d -> violated("censusDifferent", service + " " + d));
            report.path("unreached").forEach(d -> violated("censusDifferent", service + " did not reach " + d));
            JsonNode health = Json.tree(cluster.internal("GET", service, "/actuator/health"))
                    .path("components")
                    .path("kernel")
                    .path("details");
            long parked = health.path("parkedStreams").asLong();
            if (parked != 0) {
                violated("parked", service + " has parked " + parked);
            }
        }
    }

    /** Every view and copy, built again from its events, byte for byte. */
    private void views() throws IOException {
        for (String service : Cluster.SERVICES) {
            for (JsonNode name : Json.tree(cluster.internal("GET", service, "/internal/rebuild"))) {
                JsonNode report = Json.tree(cluster.internal("POST", service, "/internal/rebuild/" + name.asString()));
                for (String kind : List.of("different", "unread")) {
                    report.path(kind)
                            .forEach(d -> violated("viewsDifferent", service + " " + name.asString() + " " + d));
                }
            }
        }
    }
}
