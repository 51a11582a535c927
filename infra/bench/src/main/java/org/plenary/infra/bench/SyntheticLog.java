package org.plenary.infra.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/**
 * The hash tiles of a log whose entries only say that they are synthetic and which they are: one file a level, in which
 * every tile has its place, and a partial tile is the beginning of it. Written by the code that writes the record's.
 */
final class SyntheticLog implements AutoCloseable {
    private static final int BATCH = 65_536;
    private static final int TILE_BYTES = TilePath.FULL * Hashing.BYTES;

    private final Path dir;
    private final List<FileChannel> levels = new ArrayList<>();
    private long size;

    private SyntheticLog(Path dir) {
        this.dir = dir;
    }

    /** A log of so many entries below an empty folder; 10,000,000 take 322 MB. */
    static SyntheticLog build(Path dir, long size) throws IOException {
        SyntheticLog log = new SyntheticLog(Files.createDirectories(dir));
        while (log.size < size) {
            List<byte[]> hashes = new ArrayList<>(BATCH);
            long end = Math.min(size, log.size + BATCH);
            for (long n = log.size; n < end; n++) {
                hashes.add(Hashing.leaf(Synthetic.entry(n)));
            }
            log.write(Tree.grow(log.size, hashes, log::tile));
            log.size = end;
        }
        return log;
    }

    long size() {
        return size;
    }

    /** Reads a tile of any size that the log had. */
    byte[] tile(TilePath path) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(path.width() * Hashing.BYTES);
            FileChannel level = levels.get(path.level());
            long at = path.index() * TILE_BYTES;
            while (bytes.hasRemaining()) {
                if (level.read(bytes, at + bytes.position()) < 0) {
                    throw new EOFException("no tile " + path);
                }
            }
            return bytes.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes hash tiles. */
    void write(Map<TilePath, byte[]> tiles) {
        tiles.forEach((path, bytes) -> {
            try {
                while (levels.size() <= path.level()) {
                    levels.add(FileChannel.open(
                            dir.resolve("level-" + levels.size()),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE));
                }
                ByteBuffer out = ByteBuffer.wrap(bytes);
                long at = path.index() * TILE_BYTES;
                while (out.hasRemaining()) {
                    at += levels.get(path.level()).write(out, at);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The hashes of a level, one after the other, in whole tiles and a rest. */
    long bytes() throws IOException {
        long bytes = 0;
        for (FileChannel level : levels) {
            bytes += level.size();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel level : levels) {
            level.close();
        }
    }
}
