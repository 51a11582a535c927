package org.plenary.infra.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.plenary.infra.local.Plenary;
import org.plenary.kernel.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./plenary bench NAME|all}: measures, and prints each figure beside its bar. A bar that is missed is said and is
 * no failure of the command: what a shared machine shows is for people to judge.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures, beside what is asked.")
public final class Bench implements Callable<Integer> {
    /** What can be measured. */
    enum Name {
        TILING,
        GROWTH,
        PROOF,
        SIZE,
        SEQUENCING,
        PUBLISHED
    }

    @Parameters(paramLabel = "NAME", description = "all, or one of tiling, growth, proof, size, sequencing, published")
    String name = "all";

    @Option(names = "--json", description = "one JSON object a line")
    boolean json;

    @Option(names = "--data", defaultValue = ".plenary", description = "data directory (default ${DEFAULT-VALUE})")
    Path data = Path.of(".plenary");

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "of an instance of its own (default ${DEFAULT-VALUE})")
    int port;

    private final Machine machine = new Machine();

    /** Runs the command and ends the process with its exit code: 0 measured, 1 not, 2 wrong usage. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Name> asked = Arrays.stream(Name.values())
                .filter(n -> name.equals("all") || name.equals(n.name().toLowerCase(Locale.ROOT)))
                .toList();
        if (asked.isEmpty()) {
            System.err.println("there is no benchmark " + name);
            return 2;
        }
        say(Map.of("machine", Machine.described()));
        Path dir = Files.createTempDirectory("plenary-bench");
        try {
            for (Name n : asked) {
                double load = Machine.load();
                machine.begin();
                for (Figure f : measure(n, Scale.WHOLE, Files.createDirectory(dir.resolve(n.name())))) {
                    if (json) {
                        System.out.println(Json.write(f.asObject()));
                    } else {
                        System.out.println(f.asLine());
                    }
                }
                Map<String, Object> meanwhile = new LinkedHashMap<>();
                meanwhile.put("measured", n.name().toLowerCase(Locale.ROOT));
                meanwhile.put("loadBefore", load);
                meanwhile.put("loadAfter", Machine.load());
                meanwhile.put("heapPeakMegabytes", machine.heapPeakMegabytes());
                say(meanwhile);
                delete(dir.resolve(n.name()));
            }
        } finally {
            delete(dir);
        }
        return 0;
    }

    private List<Figure> measure(Name name, Scale scale, Path dir) throws Exception {
        return switch (name) {
            case TILING -> Tiling.measure(scale);
            case GROWTH -> Growth.measure(scale, dir);
            case PROOF -> Proof.measure(scale, dir);
            case SIZE -> Size.measure(scale, dir);
            case SEQUENCING -> Sequencing.measure(scale, dir);
            case PUBLISHED -> published(scale, dir);
        };
    }

    /** On the instance that runs, or on one of its own that is stopped after. */
    private List<Figure> published(Scale scale, Path dir) throws Exception {
        if (Plenary.ready(data)) {
            return new Published(Plenary.api(data)).measure(scale.seconds());
        }
        String[] up = {"up", "--detach", "--empty", "--data", dir.toString(), "--port", Integer.toString(port)};
        try {
            int started = new CommandLine(new Plenary())
                    .setOut(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                    .execute(up);
            if (started != 0) {
                throw new IllegalStateException("no instance could be started");
            }
            return new Published(Plenary.api(dir)).measure(scale.seconds());
        } finally {
            Plenary.stop(dir);
        }
    }

    private void say(Map<String, Object> said) {
        System.out.println(json ? Json.write(said) : said.toString());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        }
    }
}
