package org.plenary.kernel.store;

import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A collection used by exact {@code _id} and guarded writes only: all that views, copies, timers, leases and parked
 * streams ask of a store. Two implementations, MongoDB and memory, held to one contract test.
 */
public interface Documents {
    /** Collections by name. */
    interface Space {
        /** The collection of this name, made when first written to. */
        Documents of(String collection);
    }

    /**
     * One of several writes: the document goes in the place of the one with its id, if that one's field has this value.
     *
     * @param value null to add the document, where its id is free
     */
    record Guarded(
            Document document, String field, @Nullable Object value) {}

    /** The document, or null. */
    @Nullable
    Document find(String id);

    /**
     * Those of these documents that are there, in no promised order; asked for some hundreds at a time, where the store
     * can.
     */
    default List<Document> findAll(List<String> ids) {
        List<Document> found = new ArrayList<>();
        for (String id : ids) {
            Document one = find(id);
            if (one != null) {
                found.add(one);
            }
        }
        return found;
    }

    /**
     * Carries out each of these writes for itself, in no promised order; sent at once where the store can.
     *
     * @return how many took effect
     */
    default int writeAll(List<Guarded> writes) {
        int done = 0;
        for (Guarded w : writes) {
            boolean took = w.value() == null ? insert(w.document()) : replace(w.document(), w.field(), w.value());
            done += took ? 1 : 0;
        }
        return done;
    }

    /** Adds the document; false where its id is taken. */
    boolean insert(Document document);

    /** Puts the document in the place of the one with its id, if that one's {@code field} has this value. */
    boolean replace(Document document, String field, Object value);

    /** Sets one field of the document and leaves the others as they are, if its {@code guard} has this value. */
    boolean set(String id, String field, Object to, String guard, Object value);

    /** Puts the document in the place of the one with its id, or adds it. */
    void put(Document document);

    /** Deletes the document, if it is there. */
    boolean delete(String id);

    /** Deletes the document, if its {@code field} has this value. */
    boolean delete(String id, String field, Object value);

    /** Up to {@code limit} documents whose {@code field} has this value; for small collections. */
    List<Document> where(String field, Object value, int limit);

    /** All documents, for small collections and rebuilds; the order is not promised. */
    Iterable<Document> all();

    /** How many there are. */
    long count();

    /** Removes the collection with all that is in it. */
    void drop();
}
