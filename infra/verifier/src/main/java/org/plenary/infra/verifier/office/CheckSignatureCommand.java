package org.plenary.infra.verifier.office;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check-signature}: whether an office's signature is its registered key's over a text. */
@Command(
        name = "check-signature",
        description = "Checks an office's detached signature over a text by the public key that the register holds.",
        mixinStandardHelpOptions = true)
public final class CheckSignatureCommand implements Callable<Integer> {
    @Option(names = "--public-key", required = true, paramLabel = "BASE64", description = "the key in the register")
    String publicKey = "";

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "the key's id in the register")
    String name = "";

    @Option(
            names = "--signature",
            required = true,
            paramLabel = "JWS",
            description = "the signature: header..signature")
    String signature = "";

    @Parameters(paramLabel = "TEXT-FILE", description = "the text, byte for byte")
    Path text = Path.of("");

    private final PrintStream out;

    public CheckSignatureCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        try {
            DetachedSignature.verify(signature, SignCommand.bytes(text), publicKey, name);
            out.println("VERIFIED: the key " + name + " signed exactly these bytes");
            return 0;
        } catch (NotVerified e) {
            out.print(Result.fails(text.toString(), e, List.of()).text());
            return 1;
        }
    }
}
