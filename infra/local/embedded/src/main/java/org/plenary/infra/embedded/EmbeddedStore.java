package org.plenary.infra.embedded;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * A Mongo-compatible store in this process, on loopback, in one file. What it acknowledged is there after the process
 * was killed ({@link Durability#PROCESS}) or the power failed ({@link Durability#FSYNC}).
 */
public final class EmbeddedStore implements AutoCloseable {
    /** What an acknowledged write survives. */
    public enum Durability {
        /** The end of this process, however it comes. */
        PROCESS,
        /** The loss of power too: every group of writes is forced to the disk. */
        FSYNC
    }

    private static final int COMPACT_MILLIS_MAX = 2_000;

    private final MVStore file;
    private final MongoServer server;
    private final int port;
    private final Path path;

    private EmbeddedStore(MVStore file, MongoServer server, int port, Path path) {
        this.file = file;
        this.server = server;
        this.port = port;
        this.path = path;
    }

    /**
     * Opens the folder's store; makes it where it is new.
     *
     * @param port to listen on; 0 for a free one
     * @throws IllegalStateException where the file is another process's or cannot be read
     */
    public static EmbeddedStore open(Path dir, int port, Durability durability) throws IOException {
        Files.createDirectories(dir);
        Path path = dir.resolve("store.mv");
        MVStore file;
        try {
            file = GuardedBackend.openFile(path.toString());
        } catch (MVStoreException e) {
            throw new IllegalStateException(
                    "the store file " + path + " is in use or cannot be read: " + e.getMessage(), e);
        }
        file.compactFile(COMPACT_MILLIS_MAX);
        MongoServer server = new MongoServer(new GuardedBackend(file, durability));
        InetSocketAddress at = new InetSocketAddress("127.0.0.1", port);
        if (port == 0) {
            at = server.bind();
        } else {
            server.bind(at);
        }
        return new EmbeddedStore(file, server, at.getPort(), path);
    }

    /** The connection string for the driver. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Size of the file in bytes. */
    public long fileBytes() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        if (!file.isClosed()) {
            file.commit();
            file.close(COMPACT_MILLIS_MAX);
        }
    }
}
