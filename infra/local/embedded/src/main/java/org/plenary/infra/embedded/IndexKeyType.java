package org.plenary.infra.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;
import org.jspecify.annotations.Nullable;

/**
 * Index keys compared value by value: the usual kinds natively, the rest by their serialized form as before. Keys that
 * share leading values lie together, which is what lets an index serve a filter on its first fields.
 */
final class IndexKeyType extends BasicDataType<KeyValue> {
    private static final List<Class<?>> NATIVE =
            List.of(String.class, Double.class, Long.class, UUID.class, Boolean.class, ObjectId.class);
    private static final ObjectDataType ANY = new ObjectDataType();
    private static final int BYTES_PER_KEY = 64;
    private static final int BYTES_PER_VALUE = 80;

    @SuppressWarnings({"unchecked", "rawtypes"})
    static int compareValues(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return 0;
        }
        if (a == null || b == null) {
            return a == null ? -1 : 1;
        }
        if (a instanceof String text && b instanceof String other) {
            return text.compareTo(other); // most keys
        }
        int kindOfA = NATIVE.indexOf(a.getClass());
        int kindOfB = NATIVE.indexOf(b.getClass());
        if (kindOfA != kindOfB) {
            return Integer.compare(kindOfA, kindOfB);
        }
        return kindOfA < 0 ? ANY.compare(a, b) : ((Comparable) a).compareTo(b);
    }

    @Override
    public int compare(KeyValue a, KeyValue b) {
        if (a == b) {
            return 0;
        }
        int shared = Math.min(a.size(), b.size());
        for (int i = 0; i < shared; i++) {
            int order = compareValues(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    @Override
    public int getMemory(KeyValue key) {
        return BYTES_PER_KEY + BYTES_PER_VALUE * key.size();
    }

    @Override
    public void write(WriteBuffer out, KeyValue key) {
        out.put((byte) key.size());
        for (Object value : key) {
            ANY.write(out, value);
        }
    }

    @Override
    public KeyValue read(ByteBuffer in) {
        Object[] values = new Object[in.get()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ANY.read(in);
        }
        return new KeyValue(values);
    }

    @Override
    public KeyValue[] createStorage(int size) {
        return new KeyValue[size];
    }
}
