package org.plenary.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./plenary backup --to DIR}: a copy of all that an instance has, secrets included. Only of one that is stopped:
 * store, broker and log are one state, and a running instance has no instant at which all three are at rest.
 */
@Command(name = "backup", description = "Copies everything of a stopped instance, and checks the copy.")
final class BackupCommand implements Callable<Integer> {
    @CommandLine.Mixin
    Plenary.Where where = new Plenary.Where();

    @Option(names = "--to", required = true, description = "where the copy goes: a folder that is not there, or empty")
    Path to = Path.of("");

    @Override
    public Integer call() throws IOException {
        if (Files.notExists(where.data.resolve("store"))) {
            System.err.println("nothing was started on " + where.data);
            return 1;
        }
        if (inside(where.data, to)) {
            System.err.println(to + " is within " + where.data + ": a copy belongs elsewhere, best on another disk");
            return 1;
        }
        try (DataDirectory data = new DataDirectory(where.data)) {
            if (!data.acquire()) {
                System.err.println("an instance runs on " + where.data + ": stop it first (./plenary down)");
                return 1;
            }
            VerifiedCopy.Copied copied = VerifiedCopy.out(where.data, to);
            System.out.printf(
                    "%d files, %d bytes are in %s and were read back; it holds secrets and keys of this instance%n",
                    copied.files(), copied.bytes(), to);
            return 0;
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static boolean inside(Path data, Path to) {
        return to.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize());
    }
}
