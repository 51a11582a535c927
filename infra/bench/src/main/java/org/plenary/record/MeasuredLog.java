package org.plenary.record;

import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.LogStore.Draft;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.TilePath;

/**
 * The record's own sequencer, publisher and proofs on a database, without feed and HTTP, for measurements only. It lies
 * in the record's package so that nothing of the service is made public for their sake.
 */
public final class MeasuredLog {
    private static final Head NONE = new Head(-1, "");

    private final LogStore store;
    private final TreeWriter tree;
    private final Sequencer sequencer;
    private final Publisher publisher;
    private final LogController controller;

    /**
     * A log in the database, without witnesses; it is the only one who sequences and publishes there.
     *
     * @param folder where the log's key is made
     */
    public MeasuredLog(MongoDatabase database, Path folder) {
        RecordSettings settings =
                new RecordSettings(folder.resolve("record-key"), "localhost/bench", "", List.of(), 0, "", "");
        LogGate gate = new LogGate(Duration.ZERO);
        gate.open();
        store = new LogStore(database);
        tree = new TreeWriter(store);
        sequencer = new Sequencer(store, gate);
        Logs logs = new Logs(store, new OriginStore(database), settings, settings::open);
        Lease lease = store.lease("bench", Lease.Ownership.SOLE, InstantSource.system());
        publisher = new Publisher(logs, lease, Optional.empty(), gate);
        controller = new LogController(store, new RedactedStore(database), logs, publisher);
    }

    /** Sequences these together. */
    public void sequence(List<Envelope> events) {
        sequencer.onAll(events);
    }

    /** What the publisher does once a second: tiles, root, head, signature, checkpoint. */
    public void publish() throws InterruptedException {
        publisher.publish(tree.grow(), store.head(Publisher.PUBLISHED, NONE));
    }

    /** Entries under the published checkpoint. */
    public long published() {
        return publisher.publishedSize();
    }

    /** Entries in the log, published or not. */
    public long entries() {
        return store.end(0);
    }

    /** A tile as it is served. */
    public byte[] tile(TilePath path) {
        return Objects.requireNonNull(store.tile(path), path.toString());
    }

    /** Writes tiles as the publisher does. */
    public void write(Map<TilePath, byte[]> tiles) {
        store.write(tiles);
    }

    /** Puts a leaf at an index, as if all before it stood. */
    public void place(long index, String event, byte[] leaf) {
        store.insert(index, List.of(new Draft(event, leaf, Optional.empty())));
    }

    /** Publishes a tree whose tiles stand. */
    public void adopt(long size) throws InterruptedException {
        byte[] root = tree.tree(size).root();
        Head head = new Head(size, Base64.getEncoder().encodeToString(root));
        publisher.publish(tree.moved(tree.head(), head), NONE);
    }

    /** The proof of an event as it is served. */
    public String proof(String stream, long version) {
        return Objects.requireNonNull(controller.proof(stream, version).getBody());
    }
}
