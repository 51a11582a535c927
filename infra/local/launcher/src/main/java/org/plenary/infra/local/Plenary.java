package org.plenary.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.plenary.infra.embedded.EmbeddedStore.Durability;
import org.plenary.infra.local.signin.SecondFactors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands of {@code ./plenary} that run the embedded default. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "plenary",
        mixinStandardHelpOptions = true,
        description = "Runs Plenary on this machine.",
        subcommands = {
            Plenary.Up.class,
            Plenary.Down.class,
            Status.class,
            Plenary.Token.class,
            Plenary.Code.class,
            BackupCommand.class,
            RestoreCommand.class
        })
public final class Plenary implements Callable<Integer> {
    /** How long a detached start may take, on a slow and busy machine too. */
    static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private static final Duration DOWN_WITHIN = Duration.ofMinutes(2);

    /** Where an instance is. */
    public static final class Where {
        @Option(names = "--data", defaultValue = ".plenary", description = "data directory (default ${DEFAULT-VALUE})")
        Path data = Path.of(".plenary");

        @Option(names = "--port", defaultValue = "8080", description = "public port (default ${DEFAULT-VALUE})")
        int port;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Plenary()).execute(args));
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, System.err);
        return 2;
    }

    /** Access to an instance that runs on the data directory. */
    public static PublicApi api(Path data) {
        DataDirectory directory = new DataDirectory(data);
        Properties p = directory.instance().orElseThrow(() -> new IllegalStateException("nothing runs on " + data));
        return new PublicApi(
                "http://localhost:" + p.getProperty("port"),
                "http://127.0.0.1:" + p.getProperty("port.signin"),
                directory.secret("token-secret"));
    }

    /** Whether an instance runs on the data directory and is ready. */
    public static boolean ready(Path data) {
        DataDirectory directory = new DataDirectory(data);
        return directory.running() && Files.exists(directory.path("ready"));
    }

    @Command(name = "up", description = "Starts everything.")
    static final class Up implements Callable<Integer> {
        @CommandLine.Mixin
        Where where = new Where();

        @Option(names = "--detach", description = "return when all is ready")
        boolean detach;

        @Option(names = "--empty", description = "load no forum")
        boolean empty;

        @Option(names = "--fsync", description = "survive a loss of power too")
        boolean fsync;

        @Option(
                names = "--go-on",
                description = "after a restore from a backup: let silences and deadlines end and letters go out again")
        boolean goOn;

        @Override
        public Integer call() throws Exception {
            DataDirectory directory = new DataDirectory(where.data);
            if (goOn && HeldMark.stands(directory)) {
                if (directory.running()) {
                    System.err.println("It runs and holds silences, deadlines and letters: ./plenary down first");
                    return 1;
                }
                HeldMark.remove(directory);
            }
            if (ready(where.data)) {
                runs();
                return 0;
            }
            return detach ? inBackground() : inForeground();
        }

        private void runs() {
            System.out.println("Plenary runs at " + api(where.data).base());
            told();
        }

        private void told() {
            if (HeldMark.stands(new DataDirectory(where.data))) {
                System.out.println(HeldMark.told(where.data));
            }
        }

        private int inForeground() throws Exception {
            Instant began = Instant.now();
            DataDirectory directory = new DataDirectory(where.data);
            Files.deleteIfExists(directory.path("ready"));
            Instance.Settings settings =
                    new Instance.Settings(where.data, where.port, fsync ? Durability.FSYNC : Durability.PROCESS);
            Instance instance;
            try {
                instance = Instance.start(settings, line -> System.out.println("  " + line));
            } catch (IllegalStateException e) {
                System.err.println(e.getMessage());
                return 1;
            }
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                instance.close();
                stopped.countDown();
            }));
            String shut = instance.awaitOpen();
            if (!empty) {
                new BaliProcess(api(where.data), new DemonstrationKeys(directory.path("demo-keys")), directory).load();
                System.out.println("  the Bali Process is loaded");
            }
            Properties ready = new Properties();
            ready.setProperty("shut", shut);
            directory.write("ready", ready);
            System.out.printf(
                    "Plenary runs at %s (ready in %d s)%nSign in as au.cochair, id.cochair, secretariat, th.focal ...;"
                            + " the password stands in %s;%n./plenary code USER says the code that co-chairs, heads and"
                            + " the secretariat are asked for%n",
                    instance.address(),
                    Duration.between(began, Instant.now()).toSeconds(),
                    where.data.resolve("demo-password"));
            told();
            System.out.print(shut.isEmpty() ? "" : shut + "\n");
            stopped.await();
            return 0;
        }

        private int inBackground() throws Exception {
            Files.createDirectories(where.data);
            Files.deleteIfExists(where.data.resolve("ready"));
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(Jvm.arguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Plenary.class.getName(), "up"));
            command.addAll(List.of("--data", where.data.toString(), "--port", Integer.toString(where.port)));
            if (empty) {
                command.add("--empty");
            }
            if (fsync) {
                command.add("--fsync");
            }
            Path log = where.data.resolve("plenary.log");
            Process child = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            Instant stop = Instant.now().plus(READY_WITHIN);
            while (!ready(where.data)) {
                if (!child.isAlive() || Instant.now().isAfter(stop)) {
                    child.destroy();
                    System.err.println("It did not start. The last lines of " + log + ":");
                    List<String> lines = Files.readAllLines(log);
                    lines.subList(Math.max(0, lines.size() - 15), lines.size()).forEach(System.err::println);
                    return 1;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            runs();
            String shut = DataDirectory.read(where.data.resolve("ready")).getProperty("shut", "");
            System.out.print(shut.isEmpty() ? "" : shut + "\n");
            return 0;
        }
    }

    @Command(name = "down", description = "Stops it in order.")
    static final class Down implements Callable<Integer> {
        @CommandLine.Mixin
        Where where = new Where();

        @Override
        public Integer call() throws Exception {
            return stop(where.data) ? 0 : 1;
        }
    }

    /** Stops the instance on the data directory; true when nothing runs there any more. */
    public static boolean stop(Path data) throws InterruptedException, IOException {
        DataDirectory directory = new DataDirectory(data);
        Files.deleteIfExists(directory.path("ready"));
        if (!directory.running()) {
            return true;
        }
        Instant stop = Instant.now().plus(DOWN_WITHIN);
        directory
                .instance()
                .map(p -> Long.parseLong(p.getProperty("pid")))
                .flatMap(ProcessHandle::of)
                .ifPresent(ProcessHandle::destroy);
        while (directory.running() && Instant.now().isBefore(stop)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return !directory.running();
    }

    @Command(name = "token", description = "An access token of a demonstration user.")
    static final class Token implements Callable<Integer> {
        @CommandLine.Mixin
        Where where = new Where();

        @Parameters(paramLabel = "USER")
        String user = "";

        @Override
        public Integer call() {
            try {
                System.out.println(api(where.data).token(user));
                return 0;
            } catch (IllegalStateException | IllegalArgumentException e) {
                System.err.println(e.getMessage());
                return 1;
            }
        }
    }

    /**
     * The code that the user's telephone would show now.
     *
     * @throws IllegalStateException where no instance was started on the data directory
     * @throws IllegalArgumentException for who is no demonstration user
     */
    public static String code(Path data, String user) {
        DataDirectory directory = new DataDirectory(data);
        if (Files.notExists(directory.path("demo-totp"))) {
            throw new IllegalStateException("nothing was started on " + data);
        }
        return new SecondFactors(directory.secret("demo-totp"), InstantSource.system()).code(user);
    }

    @Command(name = "code", description = "A demonstration user's second factor, as of now.")
    static final class Code implements Callable<Integer> {
        @CommandLine.Mixin
        Where where = new Where();

        @Parameters(paramLabel = "USER")
        String user = "";

        @Override
        public Integer call() {
            try {
                System.out.println(code(where.data, user));
                return 0;
            } catch (IllegalStateException | IllegalArgumentException e) {
                System.err.println(e.getMessage());
                return 1;
            }
        }
    }
}
