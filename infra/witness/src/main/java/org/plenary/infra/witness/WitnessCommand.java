package org.plenary.infra.witness;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one witness until it is stopped. Exit codes: 0 stopped, 1 it must not run as things are, 2 wrong usage. */
@Command(
        name = "plenary-witness",
        mixinStandardHelpOptions = true,
        description = "Cosigns what a log publishes, where it continues all that this witness saw before.")
public final class WitnessCommand implements Callable<Integer> {
    @Option(names = "--name", required = true, description = "the witness's name, such as witness.example.org/au")
    String name = "";

    @Option(names = "--key", required = true, description = "its key; made at first use")
    Path key = Path.of("");

    @Option(
            names = "--state",
            required = true,
            description = "folder of what it saw; made at first use, never copied back")
    Path state = Path.of("");

    @Option(names = "--logs", required = true, description = "the logs it knows: a policy, or its log lines")
    Path logs = Path.of("");

    @Option(names = "--listen", defaultValue = "127.0.0.1:8090", description = "HOST:PORT (default ${DEFAULT-VALUE})")
    String listen = "";

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new WitnessCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
            System.err.println("--listen is HOST:PORT");
            return 2;
        }
        try {
            InetSocketAddress at =
                    new InetSocketAddress(listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
            run(at);
            return 0;
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private void run(InetSocketAddress at) throws InterruptedException {
        Witness witness = Witness.open(key, state, name, KnownLogs.read(logs), InstantSource.system());
        if (!witness.name().equals(name)) {
            witness.close();
            throw new IllegalStateException("the key " + key + " is " + witness.name() + "'s: a key keeps its name");
        }
        WitnessServer server = WitnessServer.start(at, Map.of("", witness));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            stopped.countDown();
        }));
        System.out.println(witness.vkey());
        System.out.println("listening at port " + server.port() + "; the line above is for the policies of others");
        System.out.flush();
        stopped.await();
    }
}
