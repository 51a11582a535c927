package org.plenary.kernel.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.jspecify.annotations.Nullable;

/** Documents in memory, as BSON so that what is read back is what a server would give. */
public final class InMemoryDocuments implements Documents {
    private static final DocumentCodec CODEC = new DocumentCodec();
    private final Map<String, RawBsonDocument> documents = new TreeMap<>();

    /** Collections in memory, each made once. */
    public static Space space() {
        Map<String, Documents> made = new HashMap<>();
        return name -> {
            synchronized (made) {
                return made.computeIfAbsent(name, n -> new InMemoryDocuments());
            }
        };
    }

    private static RawBsonDocument raw(Document document) {
        return new RawBsonDocument(document, CODEC);
    }

    private static Document read(RawBsonDocument raw) {
        return raw.decode(CODEC);
    }

    @Override
    public synchronized @Nullable Document find(String id) {
        RawBsonDocument found = documents.get(id);
        return found == null ? null : read(found);
    }

    @Override
    public synchronized boolean insert(Document document) {
        return documents.putIfAbsent(document.getString("_id"), raw(document)) == null;
    }

    @Override
    public synchronized boolean replace(Document document, String field, Object value) {
        if (!matches(document.getString("_id"), field, value)) {
            return false;
        }
        documents.put(document.getString("_id"), raw(document));
        return true;
    }

    @Override
    public synchronized boolean set(String id, String field, Object to, String guard, Object value) {
        Document standing = find(id);
        return standing != null && replace(standing.append(field, to), guard, value);
    }

    private boolean matches(String id, String field, Object value) {
        Document standing = find(id);
        return standing != null && Objects.equals(standing.get(field), value);
    }

    @Override
    public synchronized void put(Document document) {
        documents.put(document.getString("_id"), raw(document));
    }

    @Override
    public synchronized boolean delete(String id) {
        return documents.remove(id) != null;
    }

    @Override
    public synchronized boolean delete(String id, String field, Object value) {
        return matches(id, field, value) && delete(id);
    }

    @Override
    public synchronized List<Document> where(String field, Object value, int limit) {
        return documents.values().stream()
                .map(InMemoryDocuments::read)
                .filter(d -> Objects.equals(d.get(field), value))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Document> all() {
        return documents.values().stream().map(InMemoryDocuments::read).toList();
    }

    @Override
    public synchronized long count() {
        return documents.size();
    }

    @Override
    public synchronized void drop() {
        documents.clear();
    }
}
