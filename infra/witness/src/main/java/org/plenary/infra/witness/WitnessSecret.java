package org.plenary.infra.witness;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.plenary.tlog.LogKey;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;

/**
 * A witness's key and name, kept for ever in one file that only its owner reads: its verifier key, and its private key
 * (PKCS #8 in base64), a line each.
 */
record WitnessSecret(WitnessKey key, PrivateKey secret) {
    /** A new key of this name; kept nowhere yet. */
    static WitnessSecret make(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new WitnessSecret(WitnessKey.of(name, pair.getPublic()), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the file; throws IllegalStateException where it is damaged, or others than its owner may read it. */
    static WitnessSecret read(Path file) throws IOException {
        Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
        open.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!open.isEmpty()) {
            throw new IllegalStateException("others can read the key " + file + ": chmod 600, and think of a new key");
        }
        try {
            List<String> lines = Files.readAllLines(file);
            WitnessSecret read = new WitnessSecret(
                    WitnessKey.parse(lines.getFirst()),
                    LogKey.privateKey(Base64.getDecoder().decode(lines.get(1))));
            read.check();
            return read;
        } catch (RuntimeException e) {
            throw new IllegalStateException("the key " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** The two halves belong together. */
    private void check() {
        SignedNote.Line line = key.cosign("x\n", secret, Instant.EPOCH);
        if (key.cosigned(new SignedNote("x\n", List.of(line))).isEmpty()) {
            throw new IllegalArgumentException("its two halves are not of one key");
        }
    }

    /** Writes the file, durably; throws where there is one already. */
    void write(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a key is a file in a folder");
        Files.createDirectories(folder);
        Path next = Files.createTempFile(
                folder,
                "key",
                ".next",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            String text = key.vkey() + "\n" + Base64.getEncoder().encodeToString(secret.getEncoded()) + "\n";
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                WitnessState.write(channel, text.getBytes(StandardCharsets.UTF_8));
            }
            Files.createLink(file, next);
        } finally {
            Files.deleteIfExists(next);
        }
        WitnessState.sync(folder);
    }
}
