package org.plenary.infra.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one instance: its data, its secrets and, while it runs, where it is. The lock on it is what makes the
 * process its only owner, so that leases of an earlier process need no waiting.
 */
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private @Nullable FileChannel channel;
    private @Nullable FileLock lock;

    DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path path(String name) {
        return root.resolve(name);
    }

    /** Makes the folder and takes it; false where another process has it. */
    boolean acquire() {
        try {
            Files.createDirectories(root);
            channel = FileChannel.open(path("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + root + " cannot be used", e);
        }
    }

    /**
     * A secret of this instance, made at first use, readable by the owner only. Parts that ask for it at the same time
     * get the same: the first to give its file the name wins.
     */
    String secret(String name) {
        Path file = path(name);
        try {
            if (Files.notExists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Path next = Files.createTempFile(
                        root,
                        name,
                        ".next",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(next, HexFormat.of().formatHex(random));
                link(file, next);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the secret " + file + " cannot be read", e);
        }
    }

    private static void link(Path file, Path made) throws IOException {
        try {
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException e) {
            // another part was first: its secret holds
        } finally {
            Files.deleteIfExists(made);
        }
    }

    /** Where the running instance is: what {@code instance} told; empty where none was started here. */
    Optional<Properties> instance() {
        Path file = path("instance.properties");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        return Optional.of(read(file));
    }

    /** Whether a process holds the folder now. */
    boolean running() {
        if (Files.notExists(path("lock"))) {
            return false;
        }
        try (FileChannel probe = FileChannel.open(path("lock"), StandardOpenOption.WRITE)) {
            FileLock free = probe.tryLock();
            if (free != null) {
                free.release();
                return false;
            }
            return true;
        } catch (IOException | OverlappingFileLockException e) {
            return true;
        }
    }

    static Properties read(Path file) {
        Properties p = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            p.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return p;
    }

    /** Replaces a small file in one step, so that no reader sees half of it. */
    void write(String name, Properties p) {
        try {
            Path next = path(name + ".next");
            try (var out = Files.newBufferedWriter(next)) {
                p.store(out, null);
            }
            Files.move(
                    next,
                    path(name),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void forgetInstance() {
        try {
            Files.deleteIfExists(path("instance.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.release();
            }
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
