package org.plenary.infra.verifier.office;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.plenary.infra.verifier.WrongUsage;
import org.plenary.tlog.Hashing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sign}: the detached signature that the page takes, made without a network. */
@Command(
        name = "sign",
        description = "Signs a text's exact bytes, as they were downloaded, and prints the detached signature (JWS).",
        mixinStandardHelpOptions = true)
public final class SignCommand implements Callable<Integer> {
    /** Bytes of a text at most. */
    static final int TEXT_BYTES_MAX = 16 * 1024 * 1024;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "the secret key that key make wrote")
    @Nullable
    Path key;

    @Parameters(paramLabel = "TEXT-FILE", description = "the text, byte for byte as the page gives it out")
    @Nullable
    Path text;

    private final PrintStream out;
    private final PrintStream err;

    public SignCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (key == null || text == null) {
            throw new WrongUsage("sign --key FILE TEXT-FILE");
        }
        byte[] bytes = bytes(text);
        String jws = OfficeKey.read(key).sign(bytes);
        err.println("Signed: " + text + ", SHA-256 " + HexFormat.of().formatHex(Hashing.sha256(bytes)));
        err.println(
                "Compare this hash with the one that the page shows beside the text. If they differ, do not give the"
                        + " signature away.");
        out.println(jws);
        return 0;
    }

    static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > TEXT_BYTES_MAX) {
                throw new WrongUsage(file + " has more than " + TEXT_BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new WrongUsage(file + " cannot be read: " + e.getMessage());
        }
    }
}
