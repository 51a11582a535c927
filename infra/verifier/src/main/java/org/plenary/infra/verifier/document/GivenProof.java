package org.plenary.infra.verifier.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.WrongUsage;
import org.plenary.tlog.ProofBundle;

/**
 * A file that is a proof by its name or by its first words, damaged or not.
 *
 * @param isTlog whether it is a C2SP tlog-proof, which brings neither entry nor keys
 */
record GivenProof(Path path, String text, boolean isTlog) {
    /** How the names of C2SP proofs end. */
    static final String TLOG = ".tlog-proof";

    private static final String BUNDLE = ".proof.json";
    private static final String TLOG_HEADER = "c2sp.org/tlog-proof@";
    private static final String SCHEMA = "plenary-proof-";
    /** A character of UTF-8 has 4 bytes at most. */
    private static final int BYTES_MAX = 4 * ProofBundle.CHARS_MAX;

    /** Reads it; empty where it is no proof. */
    static Optional<GivenProof> read(Path path) {
        String name = path.getFileName().toString();
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(BYTES_MAX);
        } catch (IOException e) {
            throw new WrongUsage(path + " cannot be read: " + e.getMessage());
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (name.endsWith(TLOG) || text.startsWith(TLOG_HEADER)) {
            return Optional.of(new GivenProof(path, text, true));
        }
        boolean bundle = name.endsWith(BUNDLE)
                || Json.read(text)
                        .filter(j -> j.path("schema").asString("").startsWith(SCHEMA))
                        .isPresent();
        return bundle ? Optional.of(new GivenProof(path, text, false)) : Optional.empty();
    }

    /** Whether it says that it is of a file with this hash. */
    boolean speaksOf(String sha256) {
        return !isTlog
                && Json.read(text)
                        .map(j -> j.path("file"))
                        .map(f -> f.path("sha256"))
                        .map(hash -> hash.asString(""))
                        .filter(sha256::equals)
                        .isPresent();
    }
}
