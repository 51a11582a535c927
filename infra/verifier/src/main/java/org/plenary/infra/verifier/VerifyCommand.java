package org.plenary.infra.verifier;

import java.io.Console;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.verifier.document.DocumentCheck;
import org.plenary.infra.verifier.document.Documents;
import org.plenary.infra.verifier.log.After;
import org.plenary.infra.verifier.log.DirectoryLog;
import org.plenary.infra.verifier.log.Follow;
import org.plenary.infra.verifier.log.FollowReport;
import org.plenary.infra.verifier.log.Followed;
import org.plenary.infra.verifier.log.HttpLog;
import org.plenary.infra.verifier.log.LogSource;
import org.plenary.infra.verifier.log.StreamVersions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code verify}: a log by its address or folder, or files with their proofs. */
@Command(
        name = "verify",
        description = "Verifies a whole record, or published files, receipts and exports with their proofs.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    /** A checkpoint that no witness signed for longer is remarked on, if nothing else is said. */
    static final int STALE_AFTER_HOURS = 24;

    /** A log that has ended is signed by no witness any more. */
    private static final Duration NEVER_STALE = Duration.ofDays(36_500);

    @Parameters(
            arity = "1..*",
            paramLabel = "URL or FILE",
            description = "the address or the folder of a record; or files, their .proof.json, receipts, exports (zip)")
    List<String> targets = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "the keys that count (C2SP tlog-policy)")
    @Nullable
    Path policy;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "where keys and checkpoints are kept from run to run; without it, below ~/.plenary-verifier,"
                    + " and nowhere for a record on this very machine")
    @Nullable
    Path state;

    @Option(names = "--keep", paramLabel = "DIR", description = "keeps a copy of the record there")
    @Nullable
    Path keep;

    @Option(
            names = "--after",
            paramLabel = "DIR or URL",
            description = "the log that this one says it continues: the state directory or the copy that you have of"
                    + " it, or its address; the two are compared")
    @Nullable
    String after;

    @Option(names = "--all", description = "looks at all entries again, also at those that earlier runs saw")
    boolean again;

    @Option(
            names = "--stale-after",
            paramLabel = "HOURS",
            description = "remarks on a checkpoint that no witness signed for so long (24)")
    int staleAfterHours = STALE_AFTER_HOURS;

    @Option(names = "--json", description = "one line of JSON for each, and nothing else")
    boolean json;

    private final PrintStream out;
    private final PrintStream err;
    private final InstantSource clock;
    private final Path home;

    VerifyCommand(PrintStream out, PrintStream err, InstantSource clock, Path home) {
        this.out = out;
        this.err = err;
        this.clock = clock;
        this.home = home;
    }

    @Override
    public Integer call() {
        if (staleAfterHours < 1) {
            throw new WrongUsage("--stale-after takes a number of hours from 1");
        }
        Optional<Keys> keys = Optional.ofNullable(policy).map(Keys::given);
        List<String> logs = targets.stream().filter(VerifyCommand::isLog).toList();
        if (!logs.isEmpty()) {
            if (targets.size() > 1) {
                throw new WrongUsage("one record at a time, and no files with it");
            }
            if (after != null && !isLog(after)) {
                throw new WrongUsage(after + " is neither a folder nor the address of a record");
            }
            return follow(logs.getFirst(), keys);
        }
        if (keep != null || again || after != null) {
            throw new WrongUsage("--keep, --all and --after are for records, and these are files");
        }
        return documents(keys);
    }

    private static boolean isLog(String target) {
        return isAddress(target) || Files.isDirectory(Path.of(target));
    }

    private static boolean isAddress(String target) {
        return target.matches("[A-Za-z][A-Za-z0-9+.-]+://.*") || target.startsWith("file:");
    }

    private int follow(String target, Optional<Keys> keys) {
        LogSource source = source(target);
        Optional<Path> kept = Optional.ofNullable(state).or(() -> usual(source));
        Follow.Options options =
                new Follow.Options(keys, kept, Optional.ofNullable(keep), Duration.ofHours(staleAfterHours), again);
        Progress.Kind kind = json ? Progress.Kind.NONE : onTerminal() ? Progress.Kind.BAR : Progress.Kind.LINES;
        try (Progress progress = new Progress(kind, err)) {
            Followed followed = new Follow(source, options, clock, progress).run();
            Consumer<StreamVersions> keeping = versions -> kept.ifPresent(dir -> Follow.keep(dir, versions));
            Optional<After> old = Optional.ofNullable(after).map(a -> after(a, followed, keys, progress, keeping));
            say(target, FollowReport.of(followed, old));
            return 0;
        } catch (NotVerified e) {
            List<String> evidence = Evidence.write(kept.orElse(home), target, e, clock.instant());
            say(target, Result.fails(target, e, evidence));
            return 1;
        } finally {
            close(source);
        }
    }

    /** What was kept of the old log, or else what it shows now; throws NotVerified where that contradicts the new one. */
    private After after(
            String old, Followed next, Optional<Keys> keys, Progress progress, Consumer<StreamVersions> keeping) {
        Optional<After> kept = isAddress(old) ? Optional.empty() : After.keptIn(Path.of(old), next, keeping);
        return kept.orElseGet(() -> {
            if (!isAddress(old) && Files.notExists(Path.of(old).resolve("checkpoint"))) {
                throw new WrongUsage(old + " is neither a state directory nor a copy of a record");
            }
            LogSource source = source(old);
            Follow.Options options = new Follow.Options(
                    keys.filter(k -> next.origin().stream()
                            .anyMatch(leaf -> k.has(leaf.previous().key()))),
                    usual(source),
                    Optional.empty(),
                    NEVER_STALE,
                    false);
            try {
                return After.of(followed(source, options, progress), next, keeping);
            } finally {
                close(source);
            }
        });
    }

    private Followed followed(LogSource old, Follow.Options options, Progress progress) {
        try {
            return new Follow(old, options, clock, progress).run();
        } catch (NotVerified e) {
            throw e.at("of the old log " + old.address());
        }
    }

    private static void close(LogSource source) {
        if (source instanceof HttpLog http) {
            http.close();
        }
    }

    private static LogSource source(String target) {
        if (!isAddress(target)) {
            return new DirectoryLog(Path.of(target));
        }
        return target.startsWith("file:") ? new DirectoryLog(folder(target)) : HttpLog.found(target);
    }

    private static Path folder(String target) {
        try {
            Path dir = Path.of(URI.create(target));
            if (Files.isDirectory(dir)) {
                return dir;
            }
        } catch (IllegalArgumentException e) {
            // falls through: no address of a folder
        }
        throw new WrongUsage(target + " is not the address of a folder");
    }

    /** A record on this very machine is a demonstration that may be a new one each time, and a folder is a copy. */
    private Optional<Path> usual(LogSource source) {
        if (!(source instanceof HttpLog http) || http.host().matches("localhost|127\\..*|\\[?::1]?")) {
            return Optional.empty();
        }
        String name = http.address().replaceAll("^https?://|/+$", "").replaceAll("[^A-Za-z0-9.-]", "_");
        return Optional.of(home.resolve(name.toLowerCase(Locale.ROOT)));
    }

    /** Before Java 22 there is a console only on a terminal; since then it can be asked. */
    private static boolean onTerminal() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private int documents(Optional<Keys> given) {
        Optional<Keys> keys = given.or(() -> Optional.ofNullable(state).flatMap(Follow::keptIn));
        List<Documents.Judged> judged = new Documents(new DocumentCheck(keys, clock))
                .judge(targets.stream().map(Path::of).toList());
        judged.forEach(j -> say(j.target(), j.result()));
        return judged.stream().allMatch(j -> j.result().verified()) ? 0 : 1;
    }

    private void say(String target, Result result) {
        out.print(json ? result.line(target) + "\n" : result.text());
        out.flush();
    }
}
