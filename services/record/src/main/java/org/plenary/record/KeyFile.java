package org.plenary.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
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
            List<String> lines = Files.readAllLines(file);
            byte[] raw = Base64.getDecoder().decode(lines.get(1));
            return new KeyFile(
                    new LogKey(lines.get(0), raw),
                    LogKey.privateKey(Base64.getDecoder().decode(lines.get(2))));
        } catch (IOException e) {
            throw new UncheckedIOException("the log's key " + file + " cannot be read", e);
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
            try {
                Files.createLink(file, next);
            } catch (FileAlreadyExistsException e) {
                // another instance was first: its key holds
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
