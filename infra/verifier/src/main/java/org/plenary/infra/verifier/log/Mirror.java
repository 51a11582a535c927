package org.plenary.infra.verifier.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.tlog.SignedNote;

/**
 * A copy of what was verified, as files under the paths of the log: it verifies offline, serves by any web server, and
 * the log can be restored from it. The checkpoint is written last, so that what it covers is there.
 */
public final class Mirror {
    private static final int CHECKPOINT_BYTES_MAX = SignedNote.CHARS_MAX * 3;

    private final Optional<Path> dir;

    /** Into a folder, or nowhere. */
    public Mirror(Optional<Path> dir) {
        this.dir = dir;
    }

    /** The checkpoint that stands there; empty where nothing is kept yet. Throws NotVerified where it does not count. */
    Optional<Head> head(Keys keys) {
        return dir.flatMap(d -> new DirectoryLog(d).read("checkpoint", CHECKPOINT_BYTES_MAX))
                .map(bytes -> {
                    try {
                        return Head.judge(bytes, keys);
                    } catch (NotVerified e) {
                        throw new NotVerified(
                                        Fault.STATE_DAMAGED,
                                        "in the copy " + dir.orElseThrow() + " a checkpoint that counts by the keys",
                                        "one that does not: " + e.fault().title() + " (" + e.found() + ")")
                                .with("checkpoint-of-the-copy", bytes);
                    }
                });
    }

    boolean keeps() {
        return dir.isPresent();
    }

    /** Keeps a file whole or not at all. For any thread: each path is written by one. */
    void keep(String path, byte[] bytes) {
        dir.ifPresent(d -> {
            try {
                Path file = d.resolve(path);
                Files.createDirectories(file.getParent());
                write(file, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write the copy of " + path, e);
            }
        });
    }

    /** Writes a file so that it holds the old bytes or the new ones, whenever power fails. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
