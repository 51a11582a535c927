package org.plenary.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.infra.witness.KnownLogs;
import org.plenary.infra.witness.Witness;
import org.plenary.infra.witness.WitnessServer;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.relay.Lease;
import org.plenary.record.LogStore.Entry;
import org.plenary.record.LogStore.Head;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;
import org.plenary.tlog.WitnessKey;
import org.plenary.tlog.WitnessPolicy;

/** A log on the embedded store, with witnesses as they run, that can be backed up and restored. */
final class LogFixture implements AutoCloseable {
    /** So long that a test that waited for it would be noticed. */
    static final Duration LONG = Duration.ofMinutes(5);

    final Path dir;
    final KeyFile key;
    /** Of the log that would come next. */
    final KeyFile next;

    /** Of the one after that. */
    final KeyFile third;

    final EmbeddedStore embedded;
    final MongoClient client;
    final MongoDatabase database;
    final Map<String, Running> running = new LinkedHashMap<>();
    private int events;

    /** A witness that runs, and where. */
    record Running(WitnessServer server, String vkey) {
        String url() {
            return "http://127.0.0.1:" + server.port() + "/w";
        }
    }

    LogFixture(Path dir) throws Exception {
        this.dir = dir;
        embedded = EmbeddedStore.open(dir.resolve("store"), 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        database = client.getDatabase("plenary_record");
        key = KeyFile.openOrMake(dir.resolve("key"), "localhost/record");
        next = KeyFile.openOrMake(dir.resolve("key-2"), "localhost/record/log2");
        third = KeyFile.openOrMake(dir.resolve("key-3"), "localhost/record/log3");
    }

    void witnesses(String... names) {
        for (String name : names) {
            run(name, 0);
        }
    }

    private void run(String name, int port) {
        Witness witness = Witness.open(
                dir.resolve("key-" + name),
                dir.resolve("memory-" + name),
                "witness.example/" + name,
                KnownLogs.of(List.of(key.key(), next.key(), third.key())),
                InstantSource.system());
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        running.put(name, new Running(WitnessServer.start(at, Map.of("/w", witness)), witness.vkey()));
    }

    void stop(String name) {
        running.get(name).server().close();
    }

    void startAgain(String name) {
        run(name, running.get(name).server().port());
    }

    WitnessClient to(String name) {
        Running r = running.get(name);
        return new WitnessClient(name, WitnessKey.parse(r.vkey()), r.url(), LONG);
    }

    Witnesses all(int quorum) {
        return new Witnesses(running.keySet().stream().map(this::to).toList(), quorum, LONG);
    }

    LogStore store() {
        return new LogStore(database);
    }

    Publisher publisher(LogStore store, Witnesses witnesses, Optional<Mirror> mirror, LogGate gate) {
        Lease lease = store.lease("test", Lease.Ownership.SOLE, InstantSource.system());
        return new Publisher(logs(store, witnesses), lease, mirror, gate);
    }

    Lease lease() {
        return store().lease("test", Lease.Ownership.SOLE, InstantSource.system());
    }

    Logs logs(LogStore store, Witnesses witnesses) {
        return new Logs(store, new OriginStore(database), settings(), () -> witnesses);
    }

    RecordSettings settings() {
        return new RecordSettings(dir.resolve("key"), "localhost/record", "", List.of(), 0, "", "");
    }

    /** As after a restart: it compares, and publishes what there is. */
    Publisher published(Witnesses witnesses) throws InterruptedException {
        Publisher publisher = publisher(store(), witnesses, Optional.empty(), closed());
        publisher.compare();
        publisher.step();
        return publisher;
    }

    static LogGate closed() {
        return new LogGate(Duration.ofMillis(1));
    }

    /** The next events of one stream are sequenced. */
    void sequenced(int count) {
        sequenced(store(), count);
    }

    void sequenced(LogStore store, int count) {
        List<Envelope> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events++;
            next.add(SequencerTest.event("item-1", events, "{\"v\":" + events + "}"));
        }
        new Sequencer(store, SequencerTest.opened()).onAll(next);
    }

    SignedNote checkpoint() {
        return SignedNote.parse(
                store().head(Publisher.PUBLISHED, new Head(-1, "")).value());
    }

    WitnessPolicy policy(int quorum) {
        Map<String, WitnessPolicy.Witness> witnesses = new LinkedHashMap<>();
        running.forEach((n, r) -> witnesses.put(n, new WitnessPolicy.Witness(WitnessKey.parse(r.vkey()), r.url())));
        return WitnessPolicy.of(new WitnessPolicy.Log(key.key(), ""), witnesses, quorum);
    }

    /** Everything that is published is what the entries make, signed, and cosigned by the quorum. */
    Checkpoint verified(int quorum) {
        WitnessPolicy.Verdict verdict = policy(quorum).judge(checkpoint());
        assertThat(verdict.quorum()).isTrue();
        Checkpoint head = verdict.checkpoint();
        List<Entry> entries = store().from(0, Math.toIntExact(head.size()));
        assertThat(entries).hasSize(Math.toIntExact(head.size()));
        List<byte[]> leaves = entries.stream().map(Entry::leaf).toList();
        Map<TilePath, byte[]> tiles =
                Tree.grow(0, leaves.stream().map(Hashing::leaf).toList(), p -> new byte[0]);
        assertThat(new Tree(head.size(), tiles::get).root()).isEqualTo(head.root());
        tiles.forEach((path, bytes) ->
                assertThat(store().tile(path)).as(path.toString()).isEqualTo(bytes));
        return head;
    }

    /** A copy of all that the store has now. */
    Map<String, List<Document>> backup() {
        Map<String, List<Document>> copy = new LinkedHashMap<>();
        for (String name : List.of("entries", "tiles", "heads", "logs")) {
            copy.put(name, database.getCollection(name).find().into(new ArrayList<>()));
        }
        return copy;
    }

    void restore(Map<String, List<Document>> backup, String... names) {
        for (String name : names) {
            database.getCollection(name).deleteMany(new Document());
            if (!backup.get(name).isEmpty()) {
                database.getCollection(name).insertMany(backup.get(name));
            }
        }
    }

    /** A copy of the published log, as an outsider keeps it. */
    Path mirrored() throws IOException {
        Path mirror = Files.createTempDirectory(dir, "mirror");
        Files.writeString(mirror.resolve("checkpoint"), checkpoint().encoded());
        long size = Checkpoint.parse(checkpoint().text()).size();
        for (int level = 0; size >> (8 * level) > 0; level++) {
            long hashes = size >> (8 * level);
            for (long tile = 0; tile * TilePath.FULL < hashes; tile++) {
                int width = (int) Math.min(TilePath.FULL, hashes - tile * TilePath.FULL);
                keep(mirror, TilePath.hashes(level, tile, width));
                if (level == 0) {
                    keep(mirror, TilePath.entries(tile, width));
                }
            }
        }
        return mirror;
    }

    private void keep(Path mirror, TilePath path) throws IOException {
        Path file = mirror.resolve(path.toString());
        Files.createDirectories(file.getParent());
        Files.write(file, store().tile(path));
    }

    @Override
    public void close() {
        running.values().forEach(r -> r.server().close());
        client.close();
        embedded.close();
    }
}
