package org.plenary.portal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plenary.portal.Acts.Act;
import org.plenary.portal.Acts.Type;
import org.plenary.portal.Reader.Current;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What is chosen in a form by its name instead of typed by its id: of an act's field each value with its label. */
@Component
class Options {
    private static final String EVERYWHERE = "the whole forum";

    private final Upstream upstream;

    Options(Upstream upstream) {
        this.upstream = upstream;
    }

    /** The key of a field's choices. */
    static String key(String op, String field) {
        return op + "." + field;
    }

    /** The choices of these acts' fields on this thing. A field without an entry is typed. */
    Map<String, Map<String, String>> of(List<Act> acts, Current reader, JsonNode thing) {
        Map<String, Map<String, String>> options = new LinkedHashMap<>();
        for (Act act : acts) {
            act.fields().forEach(f -> {
                if (f.name().equals("party")
                        && f.type() == Type.TEXT
                        && !act.op().equals("EnterParty")) {
                    known(options, key(act.op(), "party"), parties(reader));
                } else if (f.name().equals("body")) {
                    known(options, key(act.op(), "body"), bodies(reader, f.type() == Type.OPTIONAL_TEXT));
                } else if (f.name().equals("grant")) {
                    options.put(key(act.op(), "grant"), grants(act.op().equals("EndRole"), thing));
                }
            });
        }
        return options;
    }

    private static void known(Map<String, Map<String, String>> options, String key, Map<String, String> found) {
        if (!found.isEmpty()) {
            options.put(key, found);
        }
    }

    private Map<String, String> parties(Current reader) {
        Map<String, String> parties = new LinkedHashMap<>();
        upstream.all("/api/membership/parties?limit=200&forum=" + reader.forum(), reader.token())
                .forEach(p ->
                        parties.put(p.path("party").asString(""), p.path("name").asString("")));
        return parties;
    }

    private Map<String, String> bodies(Current reader, boolean orNone) {
        JsonNode found = upstream.get("/api/membership/forums/" + reader.forum(), reader.token())
                .unlessAway()
                .json()
                .path("bodies");
        Map<String, String> bodies = new LinkedHashMap<>();
        if (orNone && !found.isEmpty()) {
            bodies.put("", EVERYWHERE);
        }
        for (JsonNode b : found) {
            String id = b.path("body").asString("");
            bodies.put(id, b.path("name").asString(id));
        }
        return bodies;
    }

    /** What is proposed; where roles are ended also those that are held or will be. */
    private static Map<String, String> grants(boolean held, JsonNode person) {
        Map<String, String> grants = new LinkedHashMap<>();
        if (held) {
            for (JsonNode r : person.path("roles")) {
                boolean over = r.path("until").isString()
                        && !Instant.now().isBefore(Instant.parse(r.path("until").asString()));
                if (!over) {
                    grants.put(r.path("grant").asString(""), words(r));
                }
            }
        }
        person.path("proposed").forEach(p -> {
            JsonNode tenure = p.path("tenure");
            String by = p.path("by").asString("");
            grants.put(tenure.path("grant").asString(""), words(tenure) + " (proposed by " + by + ")");
        });
        return grants;
    }

    private static String words(JsonNode tenure) {
        String post = tenure.path("post").asString("");
        return Thing.words(tenure.path("role").asString("")) + " in "
                + tenure.path("body").asString(EVERYWHERE)
                + (post.isEmpty() ? "" : ", " + post) + ", from "
                + Times.shown(tenure.path("from").asString(""), "");
    }
}
