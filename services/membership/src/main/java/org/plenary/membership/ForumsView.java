package org.plenary.membership;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The forums of this instance. */
final class ForumsView {
    /** Forums that the list shows; the newest ones. */
    static final int FORUMS_MAX = 200;

    private final MongoDatabase database;

    ForumsView(MongoDatabase database) {
        this.database = database;
    }

    /** Real forums first, then fictional ones, the newest of each first. */
    List<Map<String, Object>> realOnesFirst() {
        List<Map<String, Object>> found = new ArrayList<>();
        database.getCollection("view.forums")
                .find()
                .sort(Sorts.orderBy(Sorts.ascending("fictional"), Sorts.descending("foundedAt")))
                .limit(FORUMS_MAX)
                .forEach(d -> {
                    Map<String, Object> forum = new LinkedHashMap<>();
                    forum.put("id", d.getString("_id"));
                    forum.put("name", d.getString("name"));
                    forum.put("symbolPrefix", d.getString("symbolPrefix"));
                    forum.put("fictional", d.getBoolean("fictional"));
                    found.add(forum);
                });
        return found;
    }
}
