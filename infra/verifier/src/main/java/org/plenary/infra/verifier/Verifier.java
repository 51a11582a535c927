package org.plenary.infra.verifier;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.plenary.infra.verifier.office.CheckSignatureCommand;
import org.plenary.infra.verifier.office.KeyCommand;
import org.plenary.infra.verifier.office.SignCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command for outsiders and offices. It ends with 0 where all holds, 1 where something does not, 2 on wrong usage.
 */
@Command(
        name = "plenary-verifier",
        description =
                "Verifies the record of a conference and what was published of it; makes an office's key and signs.",
        mixinStandardHelpOptions = true,
        versionProvider = Verifier.Version.class)
public final class Verifier {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Verifier() {}

    /** Says which jar this is. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Verifier.class.getPackage().getImplementationVersion();
            return new String[] {"plenary-verifier " + (version == null ? "(not from its jar)" : version)};
        }
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        Path home = Path.of(System.getProperty("user.home", "."), ".plenary-verifier");
        System.exit(run(out, err, InstantSource.system(), home, args));
    }

    /**
     * Runs the command and answers its exit code.
     *
     * @param home where it keeps what it follows, unless it is told where
     */
    public static int run(PrintStream out, PrintStream err, InstantSource clock, Path home, String... args) {
        CommandLine line = new CommandLine(new Verifier())
                .addSubcommand(new VerifyCommand(out, err, clock, home))
                .addSubcommand(new KeyCommand(out, err))
                .addSubcommand(new SignCommand(out, err))
                .addSubcommand(new CheckSignatureCommand(out))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, err));
        if (args.length == 0) {
            line.usage(err);
            return WRONG_USAGE;
        }
        return line.execute(args);
    }

    private static int failed(Exception thrown, PrintStream err) {
        if (thrown instanceof WrongUsage) {
            err.println("plenary-verifier: " + thrown.getMessage());
            return WRONG_USAGE;
        }
        if (thrown instanceof NotVerified e) {
            err.print(Result.fails("", e, java.util.List.of()).text());
            return FAILED;
        }
        String cause = thrown.getCause() == null ? "" : " (" + thrown.getCause().getMessage() + ")";
        err.println("plenary-verifier: it failed, and nothing is said about the record: " + thrown + cause);
        return FAILED;
    }
}
