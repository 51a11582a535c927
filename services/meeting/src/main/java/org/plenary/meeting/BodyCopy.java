package org.plenary.meeting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The copy of a forum's body: as it was established, and the dated changes of who holds its keys and sits in it. */
final class BodyCopy {
    private BodyCopy() {}

    /** Keeps a change of a body, which may be its establishment. */
    static void changed(Document bodies, Document change) {
        Document body = bodies.get(change.getString("body"), new Document());
        List<Document> changes = new ArrayList<>(body.getList("changes", Document.class, List.of()));
        changes.add(change);
        bodies.append(change.getString("body"), body.append("changes", changes));
    }

    /** Its keyholders and members at the instant; null where there is no such body then. */
    static @Nullable Document at(@Nullable Document body, Instant at) {
        if (body == null) {
            return null;
        }
        List<String> keyholders = body.getList("keyholders", String.class);
        List<String> members = new ArrayList<>(body.getList("members", String.class, List.of()));
        for (Document change : body.getList("changes", Document.class, List.of())) {
            if (!at.isBefore(Instant.parse(change.getString("from")))) {
                if (change.containsKey("keyholders")) {
                    keyholders = change.getList("keyholders", String.class);
                }
                members.removeAll(change.getList("unseat", String.class));
                members.addAll(change.getList("seat", String.class));
            }
        }
        return keyholders == null ? null : new Document("keyholders", keyholders).append("members", members);
    }
}
