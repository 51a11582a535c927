package org.plenary.portal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plenary.portal.Thing.Link;
import tools.jackson.databind.JsonNode;

/** What stands in the place of what was redacted, in words; and what of a thing can be. */
final class Tombstone {
    private Tombstone() {}

    /** A text of the thing; where it was redacted who, why and when; else what is said where it is not shown. */
    static String or(JsonNode thing, String field, String otherwise) {
        JsonNode tombstone = thing.path("redacted").path(field);
        return tombstone.isObject() ? words(tombstone) : thing.path(field).asString(otherwise);
    }

    /** Whether the thing's field was redacted. */
    static boolean stands(JsonNode thing, String field) {
        return thing.path("redacted").path(field).isObject();
    }

    /** Who, why and when, and where that is recorded. */
    static String words(JsonNode tombstone) {
        return "Redacted on " + Times.shown(tombstone.path("at").asString(""), "") + " by "
                + signatory(tombstone.path("proposed")) + " and " + signatory(tombstone.path("confirmed")) + ": "
                + Thing.words(tombstone.path("ground").asString("")) + ". "
                + tombstone.path("reason").asString("")
                + " What stood here is destroyed; that it stood is still proved. "
                + "Recorded as " + tombstone.path("recordedAs").asString("") + ".";
    }

    /** In which office, of which party, and by name where the reader is told it. */
    static String signatory(JsonNode by) {
        List<String> offices = new ArrayList<>();
        by.path("offices").forEach(o -> offices.add(Thing.words(o.asString(""))));
        String unit = by.path("unit").asString("");
        String person = by.path("person").asString("");
        return String.join(" and ", offices)
                + (unit.isEmpty() ? "" : " of " + unit)
                + (person.isEmpty() ? "" : " (" + person + ")");
    }

    /** The redactions of the thing's fields, one link each. */
    static List<Link> links(String service, JsonNode thing) {
        List<Link> links = new ArrayList<>();
        thing.path("redacted").properties().forEach(p -> {
            String redaction = p.getValue().path("redaction").asString("");
            links.add(new Link(
                    "Redaction of the " + Thing.words(p.getKey()), "/redactions/" + service + "/" + redaction));
        });
        return links;
    }

    /** What of the thing can be redacted: each body's id with the event's member that names it, and the id itself. */
    static Map<String, String> redactable(JsonNode thing) {
        Map<String, String> found = new LinkedHashMap<>();
        collect(thing, found);
        thing.path("earlier")
                .forEach(e -> found.put(
                        e.path("content").asString(""),
                        e.path("field").asString("") + ", as " + e.path("event").asString("") + " had it"));
        found.replaceAll((content, named) -> named + ": " + content);
        return found;
    }

    private static void collect(JsonNode node, Map<String, String> found) {
        String of = node.path("thing").asString("");
        node.path("bodies").properties().forEach(p -> {
            if (p.getValue().isString() && !node.path("redacted").has(p.getKey())) {
                found.put(p.getValue().asString(), p.getKey() + (of.isEmpty() ? "" : " (" + of + ")"));
            }
        });
        node.forEach(child -> collect(child, found));
    }
}
