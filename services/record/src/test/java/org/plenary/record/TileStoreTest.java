package org.plenary.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.tlog.EntryBundle;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.TilePath;
import org.plenary.tlog.Tree;

/** What is kept of tiles: every size that was ever published has its own, and nothing stays behind. */
class TileStoreTest {
    private static final TilePath OF_3 = TilePath.hashes(0, 0, 3);
    private static final TilePath OF_5 = TilePath.hashes(0, 0, 5);

    private EmbeddedStore embedded;
    private MongoClient client;
    private MongoCollection<Document> documents;
    private TileStore store;

    @BeforeEach
    void open(@TempDir Path dir) throws IOException {
        embedded = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        client = MongoClients.create(embedded.uri());
        store = new TileStore(client.getDatabase("record"), "");
        documents = client.getDatabase("record").getCollection("tiles");
    }

    @AfterEach
    void close() {
        client.close();
        embedded.close();
    }

    private static byte[] entry(long n) {
        return "e".repeat((int) (n % 7)).concat(" " + n).getBytes(UTF_8);
    }

    private static byte[] hashes(int count) {
        byte[] bytes = new byte[count * Hashing.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void every_size_on_the_way_keeps_its_tiles_byte_for_byte_in_one_document_a_tile() {
        Map<TilePath, byte[]> published = new HashMap<>();
        long size = 0;
        for (int batch = 1; size < 700; batch = 1 + (batch * 5) % 13) {
            List<byte[]> entries = new ArrayList<>();
            for (long n = size; n < size + batch; n++) {
                entries.add(entry(n));
            }
            Map<TilePath, byte[]> grown = new HashMap<>(Tree.grow(
                    size,
                    entries.stream().map(Hashing::leaf).toList(),
                    p -> Objects.requireNonNull(store.tile(p), p.toString())));
            size += batch;
            long first = (size - 1) / TilePath.FULL * TilePath.FULL;
            List<byte[]> last = new ArrayList<>();
            for (long n = first; n < size; n++) {
                last.add(entry(n));
            }
            grown.put(TilePath.entries(first / TilePath.FULL, last.size()), EntryBundle.encode(last));
            store.write(grown);
            published.putAll(grown);
        }
        published.forEach((path, bytes) ->
                assertThat(store.tile(path)).as(path.toString()).isEqualTo(bytes));
        assertThat(store.tiles(published.keySet())).containsOnlyKeys(published.keySet());
        assertThat(published).hasSizeGreaterThan(100);
        assertThat(documents.find())
                .extracting(d -> d.getString("_id"))
                .containsExactlyInAnyOrder(
                        "tile/0/000",
                        "tile/0/001",
                        "tile/0/002",
                        "tile/1/000",
                        "tile/entries/000",
                        "tile/entries/001",
                        "tile/entries/002");
    }

    @Test
    void a_tile_is_absent_until_it_is_as_wide() {
        store.write(Map.of(OF_3, hashes(3)));
        assertThat(store.tile(OF_5)).isNull();
        assertThat(store.tile(TilePath.hashes(0, 1, 1))).isNull();
    }

    @Test
    void who_comes_late_with_less_takes_nothing_away() {
        store.write(Map.of(OF_5, hashes(5)));
        store.write(Map.of(OF_3, hashes(3)));
        assertThat(store.tile(OF_5)).isEqualTo(hashes(5));
        assertThat(store.tile(OF_3)).isEqualTo(hashes(3));
    }

    @Test
    void what_says_otherwise_gives_way_whether_as_wide_or_wider() {
        byte[] other = new byte[5 * Hashing.BYTES];
        for (TilePath damaged : List.of(OF_3, OF_5)) {
            store.write(Map.of(damaged, Arrays.copyOf(other, damaged.width() * Hashing.BYTES)));
            store.write(Map.of(OF_3, hashes(3)));
            assertThat(store.tile(OF_3)).isEqualTo(hashes(3));
        }
    }

    @Test
    void a_bundle_that_is_cut_off_is_served_as_it_is_so_that_whoever_reads_it_sees_it() {
        TilePath two = TilePath.entries(0, 2);
        byte[] bundle = EntryBundle.encode(List.of(entry(5), entry(6)));
        byte[] cut = Arrays.copyOf(bundle, bundle.length - 3);
        store.write(Map.of(two, cut));
        assertThat(store.tile(two)).isEqualTo(cut);
        assertThat(store.tile(TilePath.entries(0, 1))).isEqualTo(EntryBundle.encode(List.of(entry(5))));
    }

    @Test
    void partial_tiles_that_have_documents_of_their_own_from_before_are_there_as_ever() {
        documents.insertOne(new Document("_id", "tile/0/000.p/3").append("bytes", new Binary(hashes(3))));
        documents.insertOne(new Document("_id", "tile/0/001").append("bytes", new Binary(hashes(256))));
        assertThat(store.tile(OF_3)).isEqualTo(hashes(3));
        assertThat(store.tile(TilePath.hashes(0, 1, 256))).isEqualTo(hashes(256));
        assertThat(store.tile(TilePath.hashes(0, 1, 9))).isEqualTo(hashes(9));
        store.write(Map.of(OF_5, hashes(5), TilePath.hashes(0, 1, 256), hashes(256)));
        assertThat(store.tile(OF_3)).isEqualTo(hashes(3));
        assertThat(store.tile(OF_5)).isEqualTo(hashes(5));
    }
}
