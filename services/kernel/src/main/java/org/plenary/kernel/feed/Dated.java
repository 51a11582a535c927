package org.plenary.kernel.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What in a copy holds from an instant on: {@code from}, and the changes that follow under {@code changes}. */
public final class Dated {
    private static final String FROM = "from";
    private static final String CHANGES = "changes";

    private Dated() {}

    /** Whether it holds at the instant; without a {@code from} it always did. */
    public static boolean begun(Document dated, Instant at) {
        String from = dated.getString(FROM);
        return from == null || !at.isBefore(Instant.parse(from));
    }

    /** Notes that the field has another value from the instant on. Changes come in the order of their instants. */
    public static void change(Document dated, String field, String value, String from) {
        List<Document> changes = new ArrayList<>(dated.getList(CHANGES, Document.class, List.of()));
        changes.add(new Document(field, value).append(FROM, from));
        dated.append(CHANGES, changes);
    }

    /** The field's value in force at the instant; null where nothing has begun by then. */
    public static @Nullable String at(@Nullable Document dated, String field, Instant at) {
        if (dated == null || !begun(dated, at)) {
            return null;
        }
        String inForce = dated.getString(field);
        for (Document change : dated.getList(CHANGES, Document.class, List.of())) {
            if (change.containsKey(field) && begun(change, at)) {
                inForce = change.getString(field);
            }
        }
        return inForce;
    }
}
