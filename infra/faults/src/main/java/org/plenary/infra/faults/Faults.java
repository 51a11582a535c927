package org.plenary.infra.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.local.PublicApi;
import org.plenary.kernel.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./plenary faults}: real processes on this machine, ended, stopped and cut off from each other while people work
 * on; then everything acknowledged is looked for. The seed chooses what breaks and when; what the machine does in
 * between it cannot choose.
 */
@Command(name = "faults", mixinStandardHelpOptions = true, description = "Breaks things under load, and looks.")
public final class Faults implements Callable<Integer> {
    /** What breaks. */
    enum Kind {
        SERVICE_KILLED(46, true),
        STORE_KILLED(12, true),
        BROKER_KILLED(12, true),
        EVERYTHING_KILLED(2, true),
        /** Between the request to insert a commit and the insert. */
        KILLED_BEFORE_INSERT(7),
        /** Between the insert of a commit and its answer. */
        KILLED_AFTER_INSERT(7),
        /** Between the broker's taking an event and its acknowledgement. */
        KILLED_AFTER_PRODUCE(6),
        SERVICE_STOPPED(2, false),
        STORE_CUT(2, false),
        BROKER_CUT(2, false),
        STORE_SLOW(1, false),
        STORE_HALF_OPEN(1, false),
        BROKER_HALF_OPEN(1, false),
        /** A record that is no event, and an event that its service never made. */
        POISON(2, false);

        private final int weight;
        private final boolean kill;
        private final boolean trap;

        Kind(int weight, boolean kill) {
            this.weight = weight;
            this.kill = kill;
            this.trap = false;
        }

        /** Where a process walks into a trap between it and the store or the broker. */
        Kind(int weight) {
            this.weight = weight;
            this.kill = true;
            this.trap = true;
        }
    }

    static final List<String> WRITERS = List.of("membership", "meeting", "agenda", "outcomes");
    private static final int INSTANCES_MAX = 3;
    private static final long STOPPED_MILLIS = 15_000;
    private static final long SLOW_MILLIS = 5_000;
    /** Longer than any time-out of driver, producer and consumer. */
    private static final long HALF_OPEN_MILLIS = 20_000;
    /** What people must wait for at most, of a hundred kills in ninety-five. */
    private static final long RECOVERY_P95_MILLIS = 15_000;

    private static final long SPRINGS_WITHIN_MILLIS = 20_000;

    @Option(names = "--kills", defaultValue = "20", description = "processes to end (default ${DEFAULT-VALUE})")
    int kills;

    @Option(names = "--seed", defaultValue = "1", description = "what breaks, and when (default ${DEFAULT-VALUE})")
    long seed;

    @Option(names = "--commands", description = "commands in all (default 50 for each kill)")
    int commands;

    @Option(
            names = "--instances",
            defaultValue = "1",
            description = "instances of each service, 1 to 3 (default ${DEFAULT-VALUE})")
    int instances;

    @Option(names = "--scenario", description = "one fault instead of kills: ${COMPLETION-CANDIDATES}")
    Scenarios.@Nullable Name scenario;

    @Option(names = "--json", description = "one JSON object a line")
    boolean json;

    private final List<Long> recoveries = new ArrayList<>();
    private final Map<String, Integer> broken = new TreeMap<>();
    /** Whether nobody walked into the trap, so that its process was ended at no particular moment. */
    private boolean missed;

    /** Runs the command and ends the process with its exit code: 0 where nothing was lost, 1 where something was. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Faults()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("plenary-faults");
        String run = Long.toString(seed, 36) + Long.toString(System.currentTimeMillis() % 100_000, 36);
        boolean well = false;
        int each = scenario == Scenarios.Name.ROLLING_RESTART ? Math.max(2, instances) : instances;
        if (each < 1 || each > INSTANCES_MAX || (each > 1 && scenario != null && !scenario.severalInstances())) {
            System.err.println("--instances is 1 to " + INSTANCES_MAX + ", and 1 for this scenario");
            return 2;
        }
        try (Cluster cluster = new Cluster(data, each)) {
            say("starting", Map.of("folder", data.toString()));
            cluster.startAll();
            PublicApi api = cluster.api();
            Load load = new Load(api, run, scenario != null ? Integer.MAX_VALUE : commands > 0 ? commands : kills * 50);
            load.prepare();
            RecordWatch record = new RecordWatch(api);
            Audit audit = new Audit(cluster, load, api, record);
            Poison poison = new Poison(cluster, api);
            long began = System.nanoTime();
            List<String> seen = List.of();
            if (scenario == null) {
                broken(cluster, load, poison, record);
            } else {
                seen = new Scenarios(cluster, load, api, poison).play(scenario);
                broken.put(scenario.name(), 1);
            }
            load.await();
            say("settling", Map.of("acknowledged", load.acknowledged().size()));
            Cluster.await("everything", cluster::allUp);
            poison.seenTo();
            Cluster.await(
                    "everything to be published",
                    () -> Cluster.SERVICES.stream().allMatch(cluster::published));
            Map<String, Long> found = audit.run(poison);
            List<String> violations = new ArrayList<>(seen);
            violations.addAll(audit.violations());
            violations.addAll(asked(load));
            well = report(load, found, violations, Duration.ofNanos(System.nanoTime() - began));
        } finally {
            if (well) {
                delete(data);
            }
        }
        return well ? 0 : 1;
    }

    /** Less than was asked proves less than is said. */
    private List<String> asked(Load load) {
        List<String> missing = new ArrayList<>();
        if (scenario == null) {
            int total = commands > 0 ? commands : kills * 50;
            if (recoveries.size() < kills) {
                missing.add("only " + recoveries.size() + " of " + kills + " kills");
            }
            if (load.count() < total) {
                missing.add("only " + load.count() + " of " + total + " commands were answered");
            }
            if (percentile(95) > RECOVERY_P95_MILLIS) {
                missing.add("recovery took " + percentile(95) + " ms at the 95th percentile");
            }
        }
        return missing;
    }

    private void broken(Cluster cluster, Load load, Poison poison, RecordWatch record) throws IOException {
        Random random = new Random(seed);
        int done = 0;
        int total = commands > 0 ? commands : kills * 50;
        load.allow(0);
        load.start();
        for (int turn = 1; done < kills && !load.ended(); turn++) {
            int slice = Math.max(2, total / kills);
            int next = load.count() + random.nextInt(slice / 2);
            load.allow(Math.max((done + 1) * slice, next + slice / 2));
            Cluster.await("the next commands", () -> load.count() >= next || load.ended());
            Kind kind = kind(random);
            if (kind.trap && cluster.instances() > 1) {
                continue; // which of them walks into a trap the proxy cannot know
            }
            String victim = victim(cluster, kind, random);
            record.look();
            missed = false;
            long millis = broken(cluster, load, poison, random, kind, victim);
            broken.merge(missed ? Kind.SERVICE_KILLED.name() : kind.name(), 1, Integer::sum);
            if (kind.kill) {
                done++;
                recoveries.add(millis);
            }
            say(
                    "fault",
                    Map.of(
                            "turn", turn,
                            "kind", missed ? Kind.SERVICE_KILLED.name() : kind.name(),
                            "victim", victim,
                            "recoveredMillis", millis,
                            "acknowledged", load.count()));
        }
        load.allow(Integer.MAX_VALUE);
    }

    private static Kind kind(Random random) {
        int at = random.nextInt(Stream.of(Kind.values()).mapToInt(k -> k.weight).sum());
        for (Kind k : Kind.values()) {
            at -= k.weight;
            if (at < 0) {
                return k;
            }
        }
        throw new IllegalStateException("weights");
    }

    private static String victim(Cluster cluster, Kind kind, Random random) {
        return switch (kind) {
            case SERVICE_KILLED, SERVICE_STOPPED ->
                cluster.killed().get(random.nextInt(cluster.killed().size()));
            case KILLED_BEFORE_INSERT, KILLED_AFTER_INSERT, KILLED_AFTER_PRODUCE ->
                WRITERS.get(random.nextInt(WRITERS.size()));
            case POISON -> "meeting";
            case STORE_KILLED, STORE_CUT, STORE_SLOW, STORE_HALF_OPEN -> "store";
            case BROKER_KILLED, BROKER_CUT, BROKER_HALF_OPEN -> "broker";
            case EVERYTHING_KILLED -> "everything";
        };
    }

    /** Breaks it, mends it as an operator would, and returns how long it took from the end of the process until all was well. */
    private long broken(Cluster cluster, Load load, Poison poison, Random random, Kind kind, String victim)
            throws IOException {
        long began = System.nanoTime();
        switch (kind) {
            case SERVICE_KILLED, STORE_KILLED, BROKER_KILLED -> again(cluster, victim);
            case EVERYTHING_KILLED -> {
                cluster.killAll();
                began = System.nanoTime();
                cluster.startAll();
            }
            case KILLED_BEFORE_INSERT, KILLED_AFTER_INSERT ->
                began = trapped(
                        cluster,
                        load,
                        cluster.store(),
                        Wire.MONGO,
                        Set.of("insert", "commits", "plenary_" + victim),
                        kind == Kind.KILLED_AFTER_INSERT,
                        victim);
            case KILLED_AFTER_PRODUCE ->
                began = trapped(
                        cluster,
                        load,
                        cluster.broker(),
                        Wire.KAFKA,
                        Set.of("ce_type", "org.plenary." + victim + "."), // topics travel by id, not by name
                        true,
                        victim);
            case SERVICE_STOPPED -> {
                cluster.signal(victim, "STOP");
                pause(STOPPED_MILLIS);
                cluster.signal(victim, "CONT");
                began = System.nanoTime();
            }
            case STORE_CUT -> cluster.store().cut();
            case BROKER_CUT -> cluster.broker().cut();
            case STORE_SLOW -> during(cluster.store(), Proxy.Mode.DELAY);
            case POISON -> {
                poison.spread(random, victim, load.meeting());
                poison.seenTo();
            }
            case STORE_HALF_OPEN -> during(cluster.store(), Proxy.Mode.HALF_OPEN);
            case BROKER_HALF_OPEN -> during(cluster.broker(), Proxy.Mode.HALF_OPEN);
        }
        Cluster.await(kind + " of " + victim + " to be over", () -> cluster.allUp() && load.probe());
        Cluster.await(
                "what was accepted to be published", () -> WRITERS.stream().allMatch(cluster::published));
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private static void again(Cluster cluster, String victim) throws IOException {
        cluster.kill(victim);
        cluster.start(victim);
    }

    /** What a half-open connection held back never arrives: it is cut before anything passes again. */
    private static void during(Proxy proxy, Proxy.Mode mode) {
        proxy.mode(mode);
        pause(mode == Proxy.Mode.HALF_OPEN ? HALF_OPEN_MILLIS : SLOW_MILLIS);
        proxy.cut();
        proxy.mode(Proxy.Mode.PASS);
    }

    /** Where nobody walks into it the process is ended anyway, and counted as ended at no particular moment. */
    private long trapped(
            Cluster cluster, Load load, Proxy proxy, Wire wire, Set<String> marks, boolean forward, String victim)
            throws IOException {
        AtomicReference<Long> ended = new AtomicReference<>();
        proxy.trap(new Proxy.Trap(wire, marks, forward, text -> {
            cluster.kill(victim);
            ended.set(System.nanoTime());
        }));
        long until = System.nanoTime() + SPRINGS_WITHIN_MILLIS * 1_000_000;
        while (ended.get() == null && System.nanoTime() < until && !load.ended()) {
            pause(10);
        }
        proxy.trap(null);
        missed = ended.get() == null;
        if (missed && cluster.running(victim)) {
            cluster.kill(victim);
        }
        Cluster.await("the end of " + victim, () -> !cluster.running(victim));
        cluster.start(victim);
        Long at = ended.get();
        return at == null ? System.nanoTime() : at;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    private boolean report(Load load, Map<String, Long> found, List<String> violations, Duration took) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("seed", seed);
        report.put("kills", recoveries.size());
        report.put("faults", broken);
        report.put("acknowledged", load.acknowledged().size());
        report.put("refused", load.refused());
        report.putAll(found);
        report.put("recoveryMillisP50", percentile(50));
        report.put("recoveryMillisP95", percentile(95));
        report.put("seconds", took.toSeconds());
        report.put("violations", violations);
        say("report", report);
        return violations.isEmpty() && load.refused().isEmpty();
    }

    private long percentile(int p) {
        List<Long> sorted = recoveries.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * p / 100));
    }

    private void say(String what, Map<String, ?> said) {
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("step", what);
            line.putAll(said);
            System.out.println(Json.write(line));
        } else if (what.equals("report")) {
            said.forEach((k, v) -> System.out.printf("%-18s %s%n", k, v));
        } else {
            System.out.println(what + " " + said);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        }
    }
}
