package org.plenary.kernel.view;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.feed.Envelope;

/** Who filed a thing for its party, where another did. Both names are in the event's meta, so no event says it again. */
public final class FiledBy {
    private static final String FIELD = "filedBy";

    private final MongoDatabase database;

    /** By the views in the service's own database. */
    public FiledBy(MongoDatabase database) {
        this.database = database;
    }

    /** Who filed it last: gone again where the party itself files anew. */
    public static void fold(Document thing, Envelope event) {
        thing.remove(FIELD);
        if (event.meta().onBehalfOf() != null) {
            thing.append(FIELD, event.meta().actor());
        }
    }

    /** Who filed the thing of this stream, by the service's own view of it; null where its party did. */
    public @Nullable String of(String view, String stream) {
        Document found = database.getCollection("view." + view)
                .find(Filters.eq(stream))
                .projection(Projections.include(FIELD))
                .first();
        return found == null ? null : found.getString(FIELD);
    }
}
