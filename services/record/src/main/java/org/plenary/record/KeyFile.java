package org.plenary.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.plenary.tlog.LogKey;

/**
 * The log's key and name, made together at first use and kept in one file that only the owner can read: origin, public
 * key and private key, a line each. The origin is the log's for ever, also where its address changes.
 */
record KeyFile(LogKey key, PrivateKey secret) {
    static KeyFile openOrMake(Path file, String origin) {
        try {
            if (Files.notExists(file)) {
                make(file, origin);
            }
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the log's key " + file + " cannot be read", e);
        }
    }

    /** Throws IllegalStateException where the file is damaged, or others than its owner may read it. */
    private static KeyFile read(Path file) throws IOException {
        Set<PosixFilePermission> others = Files.getPosixFilePermissions(file);
        others.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!others.isEmpty()) {
            throw new IllegalStateException(
                    "others can read the log's key " + file + ": chmod 600, and think of a new key");
        }
        try {
            List<String> lines = Files.readAllLines(file);
            LogKey key = new LogKey(lines.get(0), Base64.getDecoder().decode(lines.get(1)));
            PrivateKey secret = LogKey.privateKey(Base64.getDecoder().decode(lines.get(2)));
            if (!key.verifies("x\n", LogKey.sign(secret, "x\n"))) {
                throw new IllegalArgumentException("its two halves are not of one key");
            }
            return new KeyFile(key, secret);
        } catch (RuntimeException e) {
            throw new IllegalStateException("the log's key " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** What was written is durable before anything is signed with it. */
    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private static void make(Path file, String origin) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Base64.Encoder base64 = Base64.getEncoder();
            Path next = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    "key",
                    ".next",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(
                    next,
                    List.of(
                            origin,
                            base64.encodeToString(
                                    LogKey.of(origin, pair.getPublic()).raw()),
                            base64.encodeToString(pair.getPrivate().getEncoded())));
            sync(next, StandardOpenOption.WRITE);
            try {
                Files.createLink(file, next);
            } catch (FileAlreadyExistsException e) {
                // another instance was first: its key holds
            } finally {
                Files.deleteIfExists(next);
            }
            sync(Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
