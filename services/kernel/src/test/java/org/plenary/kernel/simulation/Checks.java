package org.plenary.kernel.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.bson.Document;
import org.plenary.kernel.command.Answer;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.relay.CloudEvents;
import org.plenary.kernel.simulation.Simulation.Told;
import org.plenary.kernel.simulation.Violation.Kind;
import org.plenary.kernel.store.Commit;
import org.plenary.kernel.store.InMemoryDocuments;
import org.plenary.kernel.store.StoredEvent;
import org.plenary.kernel.view.View;

/** What must hold when everything has settled. */
final class Checks {
    private final SimStore store;
    private final SimBroker broker;
    private final Map<UUID, Told> told;
    private final Map<String, List<Commit>> streams = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();

    Checks(SimStore store, SimBroker broker, Map<UUID, Told> told) {
        this.store = store;
        this.broker = broker;
        this.told = told;
        store.durable()
                .forEach(c -> streams.computeIfAbsent(c.stream(), s -> new ArrayList<>())
                        .add(c));
    }

    /** Whether nothing is under way any more: nothing pending, nothing unheard, no jar open, no timer standing. */
    static boolean settled(SimStore store, SimBroker broker) {
        boolean heard = true;
        for (int p = 0; p < SimBroker.PARTITIONS; p++) {
            heard &= broker.committed(p) == broker.partition(p).size();
        }
        return heard
                && store.quiet()
                && broker.quiet()
                && store.durable().pending(1, java.util.Set.of()).isEmpty()
                && open(store).isEmpty()
                && store.documents().of("timers").count() == 0;
    }

    /** Jars that their timers have not closed yet. */
    private static Set<String> open(SimStore store) {
        Set<String> open = new TreeSet<>();
        Set<String> closed = new HashSet<>();
        store.durable()
                .forEach(c -> c.events().forEach(e -> {
                    if (isOf(e, "JarOpened")) {
                        open.add(c.stream());
                    } else if (isOf(e, "JarClosed")) {
                        closed.add(c.stream());
                    }
                }));
        open.removeAll(closed);
        return open;
    }

    private static boolean isOf(StoredEvent event, String name) {
        return event.type().endsWith("." + name + ".v1");
    }

    /** What is still under way, in words. */
    static String unsettled(SimStore store, SimBroker broker) {
        StringBuilder left = new StringBuilder();
        for (int p = 0; p < SimBroker.PARTITIONS; p++) {
            left.append(" heard ")
                    .append(broker.committed(p))
                    .append(" of ")
                    .append(broker.partition(p).size());
        }
        store.durable()
                .pending(9, java.util.Set.of())
                .forEach(c -> left.append(" pending ").append(c.id()));
        store.documents().of("timers").all().forEach(t -> left.append(" timer ").append(t));
        open(store).forEach(jar -> left.append(" open ").append(jar));
        return left.toString();
    }

    List<Violation> violations() {
        every_acknowledged_command_stands_once();
        streams.values().forEach(this::no_gap);
        every_event_was_published_in_order();
        they_are_what_a_replay_makes("view.jars", Kind.VIEW);
        they_are_what_a_replay_makes("copy.toy.jar", Kind.COPY);
        every_reaction_ran_once();
        every_jar_was_closed_once_by_its_timer();
        store.wentBack().forEach(w -> violations.add(new Violation(Kind.WENT_BACK, w)));
        store.documents().of("parked").all().forEach(d -> violations.add(new Violation(Kind.PARKED, d.toString())));
        return violations;
    }

    private void check(boolean holds, Kind kind, String otherwise) {
        if (!holds) {
            violations.add(new Violation(kind, otherwise));
        }
    }

    private void every_acknowledged_command_stands_once() {
        Map<String, Integer> byKey = new HashMap<>();
        streams.values().stream()
                .flatMap(Collection::stream)
                .forEach(c -> byKey.merge(original(c.commandKey()), 1, Integer::sum));
        byKey.forEach((key, times) -> check(times == 1, Kind.DOUBLED, key + " had " + times + " effects"));
        for (Told t : told.values()) {
            var commit = store.durable().findByCommandKey(t.stream() + "|" + t.commandId());
            check(
                    commit.isPresent() && answer(commit.get()).equals(t.answer()),
                    Kind.LOST,
                    "acknowledged, but not there or other: " + t);
        }
    }

    private static Answer answer(Commit c) {
        return new Answer(
                c.stream(), c.last(), c.events().stream().map(StoredEvent::id).toList());
    }

    private static String original(String commandKey) {
        String[] parts = commandKey.split("\\|");
        return parts[0] + "|" + parts[1];
    }

    private void no_gap(List<Commit> commits) {
        long version = 1;
        String previous = null;
        for (Commit c : commits) {
            check(c.version() == version, Kind.GAP, c.id() + " does not follow version " + (version - 1));
            check(java.util.Objects.equals(c.previous(), previous), Kind.GAP, c.id() + " names " + c.previous());
            version = c.last() + 1;
            previous = c.id();
        }
    }

    private void every_event_was_published_in_order() {
        Map<String, Long> heads = new HashMap<>();
        for (int p = 0; p < SimBroker.PARTITIONS; p++) {
            for (SimBroker.Kept kept : broker.partition(p)) {
                Envelope e =
                        CloudEvents.envelope(kept.sent().headers(), kept.sent().value());
                long head = heads.getOrDefault(e.stream(), 0L);
                check(e.version() <= head + 1, Kind.OUT_OF_ORDER, e.id() + " was published before its predecessor");
                heads.put(e.stream(), Math.max(head, e.version()));
            }
        }
        streams.values().stream()
                .flatMap(Collection::stream)
                .flatMap(c -> c.events().stream())
                .forEach(e -> check(broker.has(e.id()), Kind.UNPUBLISHED, e.id() + " was never published"));
    }

    private void they_are_what_a_replay_makes(String collection, Kind kind) {
        View replay = new View(InMemoryDocuments.space().of("replay"), Node.JARS);
        streams.values()
                .forEach(commits ->
                        commits.forEach(c -> c.events().forEach(e -> replay.apply(Envelope.of(Node.SERVICE, c, e)))));
        for (String stream : streams.keySet()) {
            Document expected = replay.documents().find(stream);
            Document found = store.documents().of(collection).find(stream);
            check(java.util.Objects.equals(expected, found), kind, collection + " has " + found + ", not " + expected);
        }
    }

    private void every_reaction_ran_once() {
        Map<String, Integer> rung = new HashMap<>();
        List<String> expected = new ArrayList<>();
        for (List<Commit> commits : streams.values()) {
            for (Commit c : commits) {
                for (StoredEvent e : c.events()) {
                    if (isOf(e, "BellRung")) {
                        rung.merge(String.valueOf(c.meta().causation()), 1, Integer::sum);
                    }
                    boolean loud = isOf(e, "CoinAdded")
                            && Json.tree(e.data()).path("worth").asInt() >= 100;
                    if (loud) {
                        expected.add(e.id());
                    }
                }
            }
        }
        expected.forEach(
                id -> check(rung.getOrDefault(id, 0) == 1, Kind.REACTION, id + " rang " + rung.getOrDefault(id, 0)));
        check(rung.size() == expected.size(), Kind.REACTION, "it rang for nothing");
    }

    private void every_jar_was_closed_once_by_its_timer() {
        streams.forEach((jar, commits) -> {
            long closed = commits.stream()
                    .flatMap(c -> c.events().stream())
                    .filter(e -> isOf(e, "JarClosed"))
                    .count();
            check(closed == 1, Kind.TIMER, jar + " was closed " + closed + " times");
        });
    }
}
