package org.plenary.infra.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.plenary.infra.local.DemonstrationKeys;
import org.plenary.infra.local.Plenary;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./plenary journey}: plays the story on the running instance, or on one of its own that it stops after. */
@Command(name = "journey", mixinStandardHelpOptions = true, description = "Plays a whole conference over public HTTP.")
public final class Journey implements Callable<Integer> {
    @Option(names = "--data", defaultValue = ".plenary", description = "data directory (default ${DEFAULT-VALUE})")
    Path data = Path.of(".plenary");

    @Option(names = "--port", defaultValue = "8080", description = "public port (default ${DEFAULT-VALUE})")
    int port;

    @Option(names = "--json", description = "one JSON object a line")
    boolean json;

    /** Runs the journey and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Journey()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        if (Plenary.ready(data)) {
            return play(data);
        }
        Path own = Files.createTempDirectory("plenary-journey");
        try {
            String[] up = {"up", "--detach", "--data", own.toString(), "--port", Integer.toString(port)};
            int started = new CommandLine(new Plenary())
                    .setOut(new java.io.PrintWriter(System.err))
                    .execute(up);
            return started == 0 ? play(own) : started;
        } finally {
            Plenary.stop(own);
            delete(own);
        }
    }

    private int play(Path instance) {
        try {
            new Story(new Stage(Plenary.api(instance), json), new DemonstrationKeys(instance.resolve("demo-keys")))
                    .play();
            return 0;
        } catch (Stage.Surprise e) {
            System.err.println("The story went another way: " + e.getMessage());
            return 1;
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
