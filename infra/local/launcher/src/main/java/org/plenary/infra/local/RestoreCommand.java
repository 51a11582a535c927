package org.plenary.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.embedded.EmbeddedStore.Durability;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.command.Gate;
import org.plenary.kernel.feed.Parked;
import org.plenary.kernel.relay.Relay;
import org.plenary.kernel.restore.Contradiction;
import org.plenary.kernel.restore.Restore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./plenary restore}: a backup to an empty folder, or services whose databases are lost or old from Kafka, and
 * then the census that shows whether everybody has the same.
 */
@Command(
        name = "restore",
        description = "Puts a backup back (--from), or rebuilds what services lost from what Kafka has of them.")
final class RestoreCommand implements Callable<Integer> {
    private static final Duration QUIET_WITHIN = Duration.ofMinutes(2);
    /** Services whose state is their events; the record's log comes back from its tiles. */
    private static final List<String> SERVICES =
            Instance.SERVICES.stream().filter(s -> !s.equals("record")).toList();

    @CommandLine.Mixin
    Plenary.Where where = new Plenary.Where();

    @Parameters(
            arity = "0..*",
            paramLabel = "SERVICE",
            description = "to rebuild from Kafka: membership, meeting, agenda, outcomes, circulation")
    List<String> services = new ArrayList<>();

    @Nullable
    @Option(
            names = "--from",
            description = "a backup, to put back to an empty --data; what starts on it lets no silence or deadline end"
                    + " and sends no letter until ./plenary up --go-on")
    Path from;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "PARTITION/OFFSET",
            description = "records of the service's topic that somebody else wrote there")
    List<String> without = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        boolean wrong = (from == null) == services.isEmpty()
                || (!without.isEmpty() && services.size() != 1)
                || !without.stream().allMatch(w -> w.matches("[0-9]{1,9}/[0-9]{1,18}"));
        List<String> unknown =
                services.stream().filter(s -> !SERVICES.contains(s)).toList();
        if (wrong || !unknown.isEmpty()) {
            System.err.println("Say --from BACKUP, or which of " + SERVICES + " to rebuild from Kafka, and --without"
                    + " PARTITION/OFFSET for one of them. The record's log comes back from its tiles, not from Kafka.");
            return 2;
        }
        try {
            return from == null ? fromKafka() : fromBackup(from);
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private int fromBackup(Path backup) throws IOException {
        VerifiedCopy.Copied copied = VerifiedCopy.back(backup, where.data);
        System.out.printf(
                "%d files, %d bytes are in %s, each as it was; ./plenary up --data %s starts on it, and holds silences,"
                        + " deadlines and letters until ./plenary up --data %s --go-on%n",
                copied.files(), copied.bytes(), where.data, where.data, where.data);
        return 0;
    }

    private int fromKafka() throws Exception {
        if (Files.notExists(where.data.resolve("broker"))) {
            throw new IllegalStateException("nothing was started on " + where.data);
        }
        Files.deleteIfExists(where.data.resolve("ready"));
        Instance.Settings settings =
                new Instance.Settings(where.data, where.port, Durability.PROCESS, services, without);
        try (Instance instance = Instance.start(settings, line -> System.out.println("  " + line))) {
            services.forEach(s -> tell(s, instance.part(s, Restore.class).report()));
            await(
                    "the services to take commands again",
                    () -> Instance.SERVICES.stream()
                            .allMatch(s -> instance.part(s, Gate.class).reason().isEmpty()));
            await(
                    "what is under way to arrive",
                    () -> Instance.SERVICES.stream().allMatch(s -> quiet(instance, s)));
            return census(instance);
        } catch (Exception e) {
            Throwable cause = e;
            while (cause.getCause() != null && !(cause instanceof Contradiction)) {
                cause = cause.getCause();
            }
            if (!(cause instanceof Contradiction)) {
                throw e;
            }
            System.err.println("Stopped, because a person must decide first: " + cause.getMessage()
                    + " (--without PARTITION/OFFSET).");
            return 1;
        }
    }

    private static boolean quiet(Instance instance, String service) {
        Relay.Status relay = instance.part(service, Relay.class).status();
        boolean noted = instance.part(service, Parked.class).unnoted(1).isEmpty();
        return relay.leading() && relay.waiting() == 0 && noted;
    }

    private static void tell(String service, Restore.@Nullable Report r) {
        if (r == null) {
            throw new IllegalStateException(service + " was not restored");
        }
        System.out.printf(
                "%s: %d acts with %d events were put back from Kafka, %d were there; %d streams of others are copied"
                        + " again%n",
                service, r.commits(), r.events(), r.stood(), r.copies());
        if (r.marked() > r.cut()) {
            System.out.printf(
                    "  of %d acts the command is not known, for an earlier release sent them: one that is sent again"
                            + " is decided anew%n",
                    r.marked() - r.cut());
        }
        if (r.cut() > 0) {
            System.out.println("  LOST: the last events of these acts never reached Kafka: " + r.cutOff());
        }
        if (r.others() > 0) {
            System.out.printf(
                    "  %d records in its topic are none of its own and were left out, the first: %s%n",
                    r.others(), r.named());
        }
        System.out.println(
                "  confidential texts and files are not in Kafka: what no backup brings back shows as" + " lost");
    }

    private static int census(Instance instance) {
        long streams = 0;
        long differences = 0;
        for (String service : Instance.SERVICES) {
            Census.Report report = instance.part(service, Census.class).take();
            streams += report.streams();
            differences += report.differences() + report.unreached().size();
            report.named().forEach(d -> System.out.println("  census of " + service + ": " + d));
            report.unreached().forEach(u -> System.out.println("  census of " + service + ": no answer of " + u));
        }
        System.out.printf("census: %d heads looked at, %d differ%n", streams, differences);
        return differences == 0 ? 0 : 1;
    }

    private static void await(String what, BooleanSupplier holds) {
        Instant stop = Instant.now().plus(QUIET_WITHIN);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(stop)) {
                throw new IllegalStateException("waited " + QUIET_WITHIN.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(50_000_000);
        }
    }
}
