package org.plenary.infra.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.plenary.infra.local.Founding;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.PublicApi.Answer;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessPolicy;

/**
 * How long it is from the 2xx of a command over public HTTP to a checkpoint over its event that anyone can fetch, signed
 * by the log and, where the record names witnesses, cosigned by their quorum.
 */
final class Published {
    static final String NAME = "published";
    private static final double SECONDS_MAX = 2;
    private static final int PER_SECOND = 10;
    private static final int PARTS = 3;
    private static final int WARMING_SECONDS = 5;
    private static final int SENDERS = 8;
    private static final long LOOK_NANOS = 20_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> STATES = List.of("au", "id", "nz", "th");

    private record Accepted(String stream, long version, long sentAt, long acceptedAt) {}

    private final PublicApi api;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final NavigableMap<Long, Long> seen = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final WitnessPolicy policy;
    private volatile boolean watching = true;

    Published(PublicApi api) {
        this.api = api;
        Answer stated = api.get(null, "/record/policy");
        policy = stated.ok()
                ? WitnessPolicy.parse(stated.body())
                : WitnessPolicy.of(
                        new WitnessPolicy.Log(
                                LogKey.parse(
                                        api.get(null, "/record/vkey").body().strip()),
                                ""),
                        Map.of(),
                        0);
    }

    /** Sends commands at a steady rate for so many seconds, and looks when each is published. */
    List<Figure> measure(int seconds) throws InterruptedException {
        String forum = found();
        Thread watch = Thread.ofPlatform().name("checkpoints").start(this::watch);
        try {
            send(forum, WARMING_SECONDS * PER_SECOND, "warm");
            accepted.clear();
            send(forum, seconds * PER_SECOND, "counted");
            List<Accepted> all = List.copyOf(accepted);
            if (refused.get() > 0 || all.size() != seconds * PER_SECOND) {
                throw new IllegalStateException(refused + " commands were refused, " + all.size() + " accepted");
            }
            Map<Accepted, Long> indices = new LinkedHashMap<>();
            for (Accepted a : all) {
                indices.put(a, index(a));
            }
            await("a checkpoint over all", () -> indices.values().stream().allMatch(i -> seen.higherKey(i) != null));
            return figures(all, indices);
        } finally {
            watching = false;
            watch.join();
        }
    }

    private List<Figure> figures(List<Accepted> all, Map<Accepted, Long> indices) {
        List<Double> p99 = new ArrayList<>();
        List<Double> p50 = new ArrayList<>();
        List<Double> answered = new ArrayList<>();
        int part = Math.max(1, all.size() / PARTS);
        List<Accepted> inOrder = all.stream()
                .sorted(java.util.Comparator.comparingLong(Accepted::sentAt))
                .toList();
        for (int at = 0; at + part <= inOrder.size(); at += part) {
            Runs until = new Runs();
            Runs answer = new Runs();
            for (Accepted a : inOrder.subList(at, at + part)) {
                long index = java.util.Objects.requireNonNull(indices.get(a));
                until.add((seen.higherEntry(index).getValue() - a.acceptedAt()) / 1e9);
                answer.add((a.acceptedAt() - a.sentAt()) / 1e9);
            }
            p50.add(until.quantile(0.5));
            p99.add(until.quantile(0.99));
            answered.add(answer.quantile(0.99));
        }
        String under = policy.witnesses().isEmpty()
                ? "signed (no witnesses are there)"
                : "signed, cosigned by " + policy.quorum() + " of "
                        + policy.witnesses().size();
        return List.of(
                new Figure(NAME, "p50 from accepted to " + under, "s", p50, null),
                new Figure(NAME, "p99 from accepted to " + under, "s", p99, Bar.atMost(SECONDS_MAX)),
                new Figure(NAME, "p99 from sent to accepted", "s", answered, null));
    }

    /** A checkpoint counts when its signatures do. */
    private void watch() {
        long last = -1;
        while (watching) {
            Answer answer = api.get(null, "/record/checkpoint");
            long at = System.nanoTime();
            if (answer.ok()) {
                SignedNote note = SignedNote.parse(answer.body());
                long size = Checkpoint.parse(note.text()).size();
                if (size > last && policy.judge(note).quorum()) {
                    seen.putIfAbsent(size, at);
                    last = size;
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private void send(String forum, int count, String name) throws InterruptedException {
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                long due = began + i * (1_000_000_000L / PER_SECOND);
                LockSupport.parkNanos(due - System.nanoTime());
                int n = i;
                senders.execute(() -> send(forum, "document-" + run + "-" + name + "-" + n));
            }
        }
    }

    private void send(String forum, String key) {
        long sent = System.nanoTime();
        Map<String, Object> body = Map.of("forum", forum, "title", "Fictional " + key, "sources", List.of());
        Answer answer = api.post("secretariat", "/api/outcomes/imported-documents", body, key, null);
        long at = System.nanoTime();
        if (answer.ok()) {
            accepted.add(
                    new Accepted(answer.json().path("stream").asString(), Long.parseLong(answer.etag()), sent, at));
        } else {
            refused.incrementAndGet();
        }
    }

    private long index(Accepted a) {
        String path = "/api/record/entries?stream=" + a.stream() + "&version=" + a.version();
        long[] index = {-1};
        await("an entry for " + a.stream(), () -> {
            Answer answer = api.get("secretariat", path);
            index[0] = answer.ok() ? answer.json().path("leafIndex").asLong() : -1;
            return answer.ok();
        });
        return index[0];
    }

    /** A fictional forum of its own; returns when its people may act in it. */
    private String found() {
        List<Map<String, Object>> parties = new ArrayList<>();
        STATES.forEach(s ->
                parties.add(Map.of("party", s, "partyClass", "MEMBER_STATE", "name", "Party " + s, "zone", "UTC")));
        Map<String, Object> card = Founding.card("PT2S", "PT17S", "PT13S", 3, 4, "PT60S", "PT10M", "PT4S", "PT14S");
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Forum of a measurement (fictional)");
        founding.put("symbolPrefix", "B" + run.toUpperCase(java.util.Locale.ROOT));
        founding.put("fictional", true);
        founding.put("framework", "bench");
        founding.put("frameworkTitle", "Objectives of a measurement (fictional)");
        founding.put("objectives", List.of(Map.of("number", 1, "text", "To be measured")));
        founding.put(
                "bodies",
                List.of(
                        Founding.body("conference", "Conference", List.of("au", "id"), STATES),
                        Founding.body("steering-group", "Steering Group", List.of("au", "id"), STATES)));
        founding.put("parties", parties);
        founding.put("people", Founding.people(STATES));
        founding.put("ruleCards", Founding.ruleCards("Rule cards of a measurement.", card));
        founding.put("signingKeys", List.of());
        Answer founded = api.post("operator", "/api/membership/forums", founding, "found-" + run, null);
        if (!founded.ok()) {
            throw new IllegalStateException("no forum: " + founded.status() + " " + founded.body());
        }
        String forum = founded.json().path("stream").asString();
        AtomicInteger tries = new AtomicInteger();
        await("the forum to be known", () -> warmed(forum, tries.incrementAndGet()));
        return forum;
    }

    /** Whether the forum's secretariat may act by now; what it sends is not counted. */
    private boolean warmed(String forum, int n) {
        String key = "warming-" + run + "-" + n;
        Map<String, Object> body = Map.of("forum", forum, "title", "Fictional " + key, "sources", List.of());
        return api.post("secretariat", "/api/outcomes/imported-documents", body, key, null)
                .ok();
    }

    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
