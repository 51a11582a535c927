package org.plenary.infra.verifier.office;

import java.io.PrintStream;
import java.nio.file.Path;
import org.plenary.infra.verifier.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code key make}: makes the key of a co-chair's office. */
@Command(name = "key", description = "Makes the key of a co-chair's office.", mixinStandardHelpOptions = true)
public final class KeyCommand implements Runnable {
    private final PrintStream out;
    private final PrintStream err;

    public KeyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void run() {
        throw new org.plenary.infra.verifier.WrongUsage("key make --name NAME --out FILE");
    }

    /** Makes a key: the secret goes into a file, the public half to the output, as the register takes it. */
    @Command(name = "make", description = "Makes a key and prints its public half.", mixinStandardHelpOptions = true)
    int make(
            @Option(
                            names = "--name",
                            required = true,
                            description = "the key's id in the register, such as au-office-1")
                    String name,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FILE",
                            description = "a new file for the secret key")
                    Path file) {
        OfficeKey key = OfficeKey.make(name, file);
        out.println(Json.write(Json.object()
                .put("kid", key.kid())
                .put("publicKey", key.publicKey())
                .put("demonstration", false)));
        err.println(
                "The secret key is in " + file + ", which only you can read. It is not encrypted: keep it on a medium"
                        + " that the office locks away, and a copy in another place.");
        err.println("What is printed above goes into the proposal of a signing key (with \"party\" and, if it follows"
                + " another key, \"replaces\"); all keyholders consent to it. Read the publicKey to the other office by a"
                + " second way, so that both know it is the same.");
        return 0;
    }
}
