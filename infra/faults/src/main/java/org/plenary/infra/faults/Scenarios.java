package org.plenary.infra.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.plenary.infra.local.PublicApi;
import org.plenary.infra.local.PublicApi.Answer;

/** Single faults with what must be seen while they last. Each ends with everything up again. */
final class Scenarios {
    /** What happens. */
    enum Name {
        /** No broker for a minute: what is accepted arrives afterwards; only binding acts wait, after 30 s; timers fire. */
        BROKER_AWAY,
        /** The store is put back to an older copy: no service takes a command on it. */
        OLDER_COPY,
        /** The store's file ends in half a write. */
        TORN_FILE,
        /** The store cannot write any more. */
        DISK_FULL,
        /** Two instances of each service; each is ended in order and started again, while people work on. */
        ROLLING_RESTART,
        /** Records that no service sent, again and again, and an operator who sees to them. */
        POISON,
        /** One service after the other loses its database, and an operator has it rebuilt from Kafka. */
        RESTORE;

        boolean severalInstances() {
            return this == ROLLING_RESTART;
        }
    }

    private static final int POISONED = 10;
    private static final long AWAY_MILLIS = 60_000;
    private static final long FRESH_MILLIS = 27_000;
    private static final long STALE_MILLIS = 36_000;
    private static final long SOME_MILLIS = 5_000;
    private static final long REFUSES_MILLIS = 15_000;
    /** The one act of the load that binds the forum: the acceptance of a delegate. */
    private static final String BINDING = "/accept";

    private static final int TORN_BYTES = 4_096;
    /** What the system says of a write beyond the limit. */
    private static final String TOO_LARGE = "File too large";

    private static final long ROOM_BYTES = 256 * 1024L;

    private final Cluster cluster;
    private final Load load;
    private final PublicApi api;
    private final Poison poison;
    private final List<String> violations = new ArrayList<>();

    Scenarios(Cluster cluster, Load load, PublicApi api, Poison poison) {
        this.cluster = cluster;
        this.load = load;
        this.api = api;
        this.poison = poison;
    }

    /** What was not as it must be. */
    List<String> play(Name name) throws IOException {
        load.start();
        pause(SOME_MILLIS);
        switch (name) {
            case BROKER_AWAY -> brokerAway();
            case OLDER_COPY -> olderCopy();
            case TORN_FILE -> tornFile();
            case DISK_FULL -> diskFull();
            case ROLLING_RESTART -> rollingRestart();
            case POISON -> poisoned();
            case RESTORE -> violations.addAll(new LostDatabases(cluster, load).play());
        }
        Cluster.await("everything", cluster::allUp);
        pause(SOME_MILLIS);
        load.stop();
        return violations;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    private void brokerAway() throws IOException {
        cluster.kill("broker");
        long began = System.nanoTime();
        load.refusedForNow().clear();
        Map<String, Integer> before = counts();
        String lapses = load.proposeWhatLapses();
        boolean waited = false;
        for (long at = 0; at < AWAY_MILLIS; at = (System.nanoTime() - began) / 1_000_000) {
            Answer binding = api.post(
                    "au.cochair",
                    "/api/meeting/meetings/meeting-00000000-0000-4000-8000-000000000000/open",
                    Map.of(),
                    "binding-" + at,
                    null);
            boolean stale = binding.status() == 503 && binding.problem().equals("authority-stale");
            if (at < FRESH_MILLIS ? stale : at > STALE_MILLIS && !stale) {
                violations.add("after " + at + " ms a binding act got " + binding.status() + " " + binding.problem());
            }
            waited |= stale;
            pause(1_000);
        }
        if (!waited) {
            violations.add("no binding act waited");
        }
        String status = api.get("au.cochair", "/api/meeting/meetings/" + lapses)
                .json()
                .path("status")
                .asString();
        if (!status.equals("LAPSED")) {
            violations.add("a proposal whose time passed is " + status);
        }
        load.refusedForNow().stream()
                .filter(r -> !(r.path().endsWith(BINDING) && r.problem().equals("authority-stale")))
                .forEach(r -> violations.add("refused while the broker was away: " + r));
        counts().forEach((service, count) -> {
            if (count <= before.getOrDefault(service, 0)) {
                violations.add(service + " took no command while the broker was away");
            }
        });
        cluster.start("broker");
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        Faults.WRITERS.forEach(s -> counts.put(s, load.count(s)));
        return counts;
    }

    private Path file() {
        return cluster.data().resolve("store").resolve("store.mv");
    }

    private void restartStore() throws IOException {
        cluster.start("store");
        Cluster.await("the store", () -> cluster.up("store"));
    }

    /** Twice: under services that run on, and under services that start on it. */
    private void olderCopy() throws IOException {
        Path older = cluster.data().resolve("older");
        Path newest = cluster.data().resolve("newest");
        cluster.kill("store");
        Files.copy(file(), older, StandardCopyOption.REPLACE_EXISTING);
        restartStore();
        Cluster.await("everything", cluster::allUp);
        pause(SOME_MILLIS);
        load.allow(0);
        Cluster.await(
                "what was accepted to be published",
                () -> Faults.WRITERS.stream().allMatch(cluster::published));
        cluster.kill("store");
        Files.copy(file(), newest, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(older, file(), StandardCopyOption.REPLACE_EXISTING);
        restartStore();
        nothingIsDecided();
        cluster.kill("store");
        Files.copy(newest, file(), StandardCopyOption.REPLACE_EXISTING);
        restartStore();
        load.allow(Integer.MAX_VALUE);
        Cluster.await("everything", cluster::allUp);
        pause(SOME_MILLIS);
        load.allow(0);
        Cluster.await(
                "what was accepted to be published",
                () -> Faults.WRITERS.stream().allMatch(cluster::published));
        again(older, newest);
        nothingIsDecided();
        again(newest, older);
        load.allow(Integer.MAX_VALUE);
    }

    /** Everything that stores is ended; what stands is kept, the other copy put in its place, and all started. */
    private void again(Path copy, Path kept) throws IOException {
        Cluster.SERVICES.forEach(cluster::kill);
        cluster.kill("store");
        Path standing = Files.copy(file(), cluster.data().resolve("standing"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(copy, file(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(standing, kept, StandardCopyOption.REPLACE_EXISTING);
        restartStore();
        for (String service : Cluster.SERVICES) {
            cluster.start(service);
        }
        Cluster.await("the services to listen", () -> Faults.WRITERS.stream().allMatch(cluster::listens));
    }

    private void nothingIsDecided() {
        int before = load.count();
        load.allow(Integer.MAX_VALUE);
        pause(REFUSES_MILLIS);
        load.allow(0);
        for (String service : Faults.WRITERS) {
            if (!cluster.waitsFor(service).contains("behind what it published")) {
                violations.add(service + " does not say that the copy is older: " + cluster.waitsFor(service));
            }
        }
        if (load.count() > before) {
            violations.add(load.count() - before + " commands were accepted on the older copy");
        }
    }

    /** Garbage behind the last write, then the first half of a write like the last one. */
    private void tornFile() throws IOException {
        cluster.kill("store");
        byte[] half = new byte[TORN_BYTES];
        new Random(1).nextBytes(half);
        Files.write(file(), half, StandardOpenOption.APPEND);
        restartStore();
        Cluster.await("everything", cluster::allUp);
        pause(SOME_MILLIS);
        cluster.kill("store");
        try (RandomAccessFile store = new RandomAccessFile(file().toFile(), "rw")) {
            store.seek(Math.max(0, store.length() - 2 * TORN_BYTES));
            store.readFully(half);
            store.seek(store.length());
            store.write(half);
        }
        restartStore();
    }

    private void poisoned() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < POISONED; i++) {
            int before = load.count();
            poison.spread(random, "meeting", load.meeting());
            poison.seenTo();
            if (load.count() == before) {
                violations.add("nobody could work while poison waited for the operator");
            }
        }
        cluster.kill("meeting"); // its topic has what it did not make: it must start all the same
        cluster.start("meeting");
    }

    private void rollingRestart() throws IOException {
        load.refusedForNow().clear();
        for (String service : Cluster.SERVICES) {
            for (String process : cluster.processes(service)) {
                int before = load.count();
                cluster.end(process);
                cluster.start(process);
                Cluster.await(process, () -> cluster.up(process));
                if (load.count() == before) {
                    violations.add("nobody could work while " + process + " was restarted");
                }
            }
        }
        load.refusedForNow().forEach(r -> violations.add("refused during a rolling restart: " + r));
    }

    private void diskFull() throws IOException {
        cluster.kill("store");
        cluster.startLimited("store", Files.size(file()) + ROOM_BYTES);
        Cluster.await(
                "the store to take a write, or to end", () -> cluster.listens("store") || !cluster.running("store"));
        Cluster.await("a write to fail", () -> cluster.log("store").contains(TOO_LARGE));
        pause(REFUSES_MILLIS);
        int before = load.count();
        pause(SOME_MILLIS);
        if (load.count() > before) {
            violations.add("commands were accepted that could not be written: " + (load.count() - before));
        }
        if (cluster.running("store")) {
            cluster.kill("store");
        }
        restartStore();
    }
}
