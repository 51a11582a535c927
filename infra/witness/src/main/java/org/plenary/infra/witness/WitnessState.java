package org.plenary.infra.witness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;

/**
 * A witness's memory: a folder with one file a log, which is the newest checkpoint that it cosigned. A file that is not
 * this witness's, or not whole, stops it: from zero it would cosign a second history. The lock on the folder keeps a
 * second process out, and ends with the process.
 */
final class WitnessState implements AutoCloseable {
    /** Bytes of a state file at most. */
    static final int FILE_BYTES_MAX = 256 * 1024;

    private static final String SUFFIX = ".checkpoint";
    private static final String OWNER = "witness";

    /**
     * What was cosigned last of one log.
     *
     * @param note the checkpoint with the log's signatures and this witness's own
     * @param at the time that the cosignature says
     */
    record Held(Checkpoint head, SignedNote note, Instant at) {}

    private final Path folder;
    private final FileChannel lock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private @Nullable WitnessSecret secret;

    private WitnessState(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the folder, and makes it and the key where there was neither.
     *
     * @param name of a key that is made now; one that is there keeps its name
     * @throws IllegalStateException where the state is damaged, another's, gone, or in use
     */
    static WitnessState open(Path folder, Path keyFile, String name) throws IOException {
        Files.createDirectories(folder);
        WitnessState state = new WitnessState(folder, locked(folder));
        try {
            state.read(keyFile, name);
            return state;
        } catch (IOException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // by this process itself
        }
        channel.close();
        throw new IllegalStateException("another witness runs on " + folder);
    }

    /** The state names its key before the key is kept, so that a key without its state is one whose state is gone. */
    private void read(Path keyFile, String name) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).toList();
        }
        Path owner = folder.resolve(OWNER);
        if (Files.notExists(keyFile)) {
            if (!files.isEmpty()) {
                throw new IllegalStateException(folder + " is the memory of a witness whose key is not at " + keyFile);
            }
            WitnessSecret made = WitnessSecret.make(name);
            replace(OWNER, made.key().vkey() + "\n");
            made.write(keyFile);
        }
        WitnessSecret own = WitnessSecret.read(keyFile);
        secret = own;
        if (Files.notExists(owner) || !Files.readString(owner).equals(own.key().vkey() + "\n")) {
            throw new IllegalStateException("the key " + keyFile + " is in use, and its memory is not at " + folder
                    + ": bring it back, or make a new key and tell those who name this one in their policies");
        }
        for (Path file : files) {
            Held read = held(file, own.key());
            held.put(hash(read.head().origin()), read);
        }
    }

    private static Held held(Path file, WitnessKey key) throws IOException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IllegalArgumentException("too long");
            }
            SignedNote note = SignedNote.parse(Files.readString(file));
            Checkpoint head = Checkpoint.parse(note.text());
            Instant at = key.cosigned(note).orElseThrow(() -> new IllegalArgumentException("not cosigned by this key"));
            if (!file.getFileName().toString().equals(hash(head.origin()) + SUFFIX)) {
                throw new IllegalArgumentException("of another log than its name says");
            }
            return new Held(head, note, at);
        } catch (IllegalArgumentException | java.nio.charset.MalformedInputException e) {
            throw new IllegalStateException(
                    "the memory " + file + " is damaged or another witness's (" + e.getMessage()
                            + "); without it this witness would cosign a second history, so it does not start",
                    e);
        }
    }

    /** The name of a log in this folder and in addresses: SHA-256 of its origin, in hexadecimal. */
    static String hash(String origin) {
        return HexFormat.of().formatHex(Hashing.sha256(origin.getBytes(StandardCharsets.UTF_8)));
    }

    WitnessSecret secret() {
        return java.util.Objects.requireNonNull(secret);
    }

    Optional<Held> held(String hash) {
        return Optional.ofNullable(held.get(hash));
    }

    /** Keeps it; once this returns it survives the end of the process and of the machine's power. */
    void keep(Held next) throws IOException {
        String hash = hash(next.head().origin());
        replace(hash + SUFFIX, next.note().encoded());
        held.put(hash, next);
    }

    /** Keeps two checkpoints of one size and two roots, both signed by the log; the first such pair of a log stays. */
    void keepFork(Held one, SignedNote other) throws IOException {
        String name = hash(one.head().origin()) + ".fork";
        if (Files.notExists(folder.resolve(name))) {
            replace(name, one.note().encoded() + "\n" + other.encoded());
        }
    }

    private void replace(String name, String text) throws IOException {
        Path next = folder.resolve(name + ".next");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, text.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(next, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(folder);
    }

    static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        channel.force(true);
    }

    /** A name is durable once its folder is. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
