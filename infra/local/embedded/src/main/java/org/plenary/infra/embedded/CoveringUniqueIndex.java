package org.plenary.infra.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A unique index that also serves filters with more conditions than its keys, and filters on its first fields only. It
 * only finds candidates: the collection's matcher still looks at each, so an answer can be slow but never wrong.
 */
final class CoveringUniqueIndex extends AbstractUniqueIndex<Object> {
    private final MVMap<KeyValue, Object> map;
    private final List<String> fields = keys();

    CoveringUniqueIndex(MVMap<KeyValue, Object> map, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.map = map;
    }

    @Override
    protected @Nullable Object removeDocument(KeyValue key) {
        return map.remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, @Nullable Object position) {
        return map.putIfAbsent(key, Missing.ofNullable(position)) == null;
    }

    /** As shipped, which makes the key anew at each step; here one look is enough where the values are plain. */
    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Object> collection) {
        KeyValue key = plainKey(document);
        if (key == null || map.containsKey(key)) {
            super.checkAdd(document, collection);
        }
    }

    @Override
    public synchronized void add(Document document, @Nullable Object position, MongoCollection<Object> collection) {
        KeyValue key = plainKey(document);
        if (key == null || !putKeyPosition(key, position)) {
            super.add(document, position, collection);
        }
    }

    /** The only key of a document whose fields are plain values at its top; null where that is not so. */
    private @Nullable KeyValue plainKey(Document document) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = document.get(fields.get(i));
            if (!plain(value)) {
                return null;
            }
            values[i] = normalized(value);
        }
        return new KeyValue(Arrays.asList(values));
    }

    @Override
    protected Iterable<Map.Entry<KeyValue, Object>> getIterable() {
        return map.entrySet();
    }

    @Override
    protected @Nullable Object getPosition(KeyValue key) {
        return map.get(key);
    }

    @Override
    public long getCount() {
        return map.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public synchronized boolean canHandle(Document filter) {
        return servedAsShipped(filter) || !pinnedPrefix(filter).isEmpty();
    }

    /** A sparse index does not hold the documents that {@code $in: [null]} asks for; as shipped, it answers anyway. */
    private boolean servedAsShipped(Document filter) {
        boolean asksForMissing = isSparse()
                && fields.size() == 1
                && filter.get(fields.getFirst()) instanceof Document d
                && d.get("$in") instanceof Collection<?> in
                && in.contains(null);
        return !asksForMissing && super.canHandle(filter);
    }

    @Override
    public synchronized Iterable<Object> getPositions(Document filter) {
        if (servedAsShipped(filter)) {
            return super.getPositions(filter);
        }
        List<Object> prefix = pinnedPrefix(filter);
        Set<Object> found = new LinkedHashSet<>();
        if (prefix.size() < fields.size()) {
            // Several keys may lead to one document where a field holds an array.
            Cursor<KeyValue, Object> cursor = map.cursor(new KeyValue(prefix));
            while (cursor.hasNext() && startsWith(cursor.next(), prefix)) {
                found.add(cursor.getValue());
            }
            return found;
        }
        if (prefix.getFirst() instanceof Collection<?> anyOf) {
            anyOf.forEach(value -> addPosition(found, new KeyValue(normalized(value))));
        } else {
            addPosition(found, new KeyValue(prefix));
        }
        return found;
    }

    private void addPosition(Set<Object> found, KeyValue key) {
        Object position = map.get(key);
        if (position != null) {
            found.add(position);
        }
    }

    private static boolean startsWith(KeyValue key, List<Object> prefix) {
        for (int i = 0; i < prefix.size(); i++) {
            if (IndexKeyType.compareValues(key.get(i), prefix.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The keys of a document. One with an empty array has none as shipped, and a walk along a prefix would miss it; here
     * it gets keys of its own, which collide with nothing.
     */
    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        Set<KeyValue> shipped = super.getKeyValues(document);
        if (!shipped.isEmpty() || fields.size() == 1) {
            return shipped;
        }
        List<List<Object>> rows = List.of(List.of());
        for (String field : fields) {
            List<List<Object>> wider = new ArrayList<>();
            for (List<Object> row : rows) {
                for (Object value : values(document, field)) {
                    List<Object> longer = new ArrayList<>(row);
                    longer.add(normalized(value));
                    wider.add(longer);
                }
            }
            rows = wider;
        }
        Set<KeyValue> own = new LinkedHashSet<>();
        rows.forEach(row -> own.add(new KeyValue(row)));
        return own;
    }

    private static Collection<?> values(Document document, String field) {
        Object value = Utils.getSubdocumentValueCollectionAware(document, field);
        if (value instanceof Collection<?> several) {
            return several.isEmpty() ? List.of(List.of("[]", Missing.ofNullable(document.get("_id")))) : several;
        }
        return Collections.singletonList(value instanceof Missing ? null : value);
    }

    /** Values of the leading fields that the filter pins; empty where the index is of no use. */
    private List<Object> pinnedPrefix(Document filter) {
        List<Object> prefix = new ArrayList<>(fields.size());
        for (String field : fields) {
            Object value = pinned(filter, field);
            if (value == null) {
                break;
            }
            prefix.add(value);
        }
        return prefix;
    }

    /** The plain value that every match has in the field, or for a one-field index the list of such values. */
    private @Nullable Object pinned(Document filter, String field) {
        Object value = filter.get(field);
        if (value instanceof Document d && d.containsKey("$eq")) {
            value = d.get("$eq");
        } else if (fields.size() == 1
                && value instanceof Document d
                && d.get("$in") instanceof Collection<?> in
                && in.stream().allMatch(CoveringUniqueIndex::plain)) {
            return in;
        }
        if (plain(value)) {
            return normalized(value);
        }
        if (filter.get("$and") instanceof Collection<?> all) {
            for (Object part : all) {
                if (part instanceof Document d && pinned(d, field) instanceof Object found) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Whether equality of such values means equal index keys; not null, arrays, documents, regular expressions. */
    private static boolean plain(@Nullable Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof ObjectId
                || value instanceof UUID;
    }

    /** Numbers that compare equal get one key, as the collection's matcher sees them. */
    private static @Nullable Object normalized(@Nullable Object value) {
        if (!(value instanceof Number n) || (n instanceof Long l && l != (long) n.doubleValue())) {
            return value;
        }
        return n.doubleValue() == 0 ? 0.0 : n.doubleValue();
    }
}
