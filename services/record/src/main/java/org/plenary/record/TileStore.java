package org.plenary.record;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.TilePath;

/**
 * Tiles and bundles, one document each, under the path of the full one. A partial tile is the beginning of every wider
 * one, byte for byte, so the widest that was written has all that were ever published, and a log that grows slowly,
 * with a checkpoint each second, leaves nothing behind.
 */
final class TileStore {
    private static final int DUPLICATE_KEY = 11000;
    private static final String WIDTH = "width";
    private static final String BYTES = "bytes";

    private final MongoCollection<Document> tiles;
    private final String prefix;

    /** @param prefix of the log, below which its tiles are */
    TileStore(MongoDatabase database, String prefix) {
        this.prefix = prefix;
        tiles = database.getCollection("tiles");
    }

    /**
     * Writes tiles. Nothing gets narrower: a publisher that stalled may come late with less than stands by now.
     * What stands and says otherwise gives way; the root, which is computed again from what is stored, is the judge.
     */
    void write(Map<TilePath, byte[]> written) {
        List<TilePath> paths = List.copyOf(written.keySet());
        List<ReplaceOneModel<Document>> models = new ArrayList<>();
        for (TilePath path : paths) {
            models.add(new ReplaceOneModel<>(
                    and(eq("_id", id(path)), lte(WIDTH, path.width())),
                    document(path, written.get(path)),
                    new ReplaceOptions().upsert(true)));
        }
        if (models.isEmpty()) {
            return;
        }
        try {
            tiles.bulkWrite(models, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null
                    || e.getWriteErrors().stream().anyMatch(x -> x.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
            for (BulkWriteError wider : e.getWriteErrors()) {
                TilePath path = paths.get(wider.getIndex());
                if (!Arrays.equals(tile(path), written.get(path))) {
                    tiles.replaceOne(eq("_id", id(path)), document(path, written.get(path)));
                }
            }
        }
    }

    private Document document(TilePath path, byte @Nullable [] bytes) {
        return new Document("_id", id(path)).append(WIDTH, path.width()).append(BYTES, new Binary(bytes));
    }

    private String id(TilePath path) {
        return prefix + new TilePath(path.level(), path.index(), TilePath.FULL).toString();
    }

    byte @Nullable [] tile(TilePath path) {
        return tiles(List.of(path)).get(path);
    }

    /** Those of these tiles that are there, asked for at once. */
    Map<TilePath, byte[]> tiles(Collection<TilePath> paths) {
        Map<String, Document> found = new HashMap<>();
        // partial tiles had documents of their own once
        List<String> ids = paths.stream()
                .flatMap(p -> Stream.of(id(p), prefix + p))
                .distinct()
                .toList();
        tiles.find(in("_id", ids)).forEach(d -> found.put(d.getString("_id"), d));
        Map<TilePath, byte[]> read = new HashMap<>();
        for (TilePath path : paths) {
            Document d = found.get(id(path));
            if (d == null || d.getInteger(WIDTH, TilePath.FULL) < path.width()) {
                d = found.get(prefix + path);
            }
            if (d != null) {
                read.put(path, beginning(path, d.get(BYTES, Binary.class).getData()));
            }
        }
        return read;
    }

    private static byte[] beginning(TilePath path, byte[] wider) {
        int end = path.isEntries() ? 0 : path.width() * Hashing.BYTES;
        for (int i = 0; path.isEntries() && i < path.width() && end + 1 < wider.length; i++) {
            end += Short.BYTES + Short.toUnsignedInt(ByteBuffer.wrap(wider).getShort(end));
        }
        return Arrays.copyOf(wider, Math.min(wider.length, end));
    }
}
