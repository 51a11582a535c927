package org.plenary.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.plenary.portal.Thing.Fact;
import org.plenary.portal.Thing.Link;
import org.plenary.portal.Thing.Table;
import tools.jackson.databind.JsonNode;

/** A party as its page shows it: what it is now, and all its names and classes by date. */
final class PartyThing {
    /** The state of every party that has a page. */
    static final String STATUS = "REGISTERED";

    private PartyThing() {}

    static Thing party(JsonNode n, String etag, Instant now) {
        JsonNode classes = n.path("classes");
        String held = InForce.at(now, classes, "partyClass");
        String name =
                n.path("name").asString(n.path("names").path(0).path("name").asString(Thing.text(n, "party")));
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Slug in the register", Thing.text(n, "party")));
        facts.add(new Fact("Class now", held.isEmpty() ? "none yet" : Thing.words(held)));
        facts.add(new Fact("Time zone", Thing.text(n, "zone")));
        if (n.path("mark").isString()) {
            facts.add(new Fact("Mark", Thing.text(n, "mark")));
        }
        n.path("sources").forEach(s -> facts.add(new Fact("Source", s.asString(""))));
        List<List<String>> names = new ArrayList<>();
        n.path("names")
                .forEach(x -> names.add(List.of(language(Thing.text(x, "language")), Thing.text(x, "name"), from(x))));
        List<List<String>> terms = new ArrayList<>();
        classes.forEach(c -> terms.add(List.of(Thing.words(Thing.text(c, "partyClass")), from(c), until(c))));
        return new Thing(
                "parties",
                Thing.text(n, "id"),
                etag,
                name,
                STATUS,
                "",
                true,
                facts,
                List.of(
                        new Table("Names of all times", List.of("Language", "Name", "From"), names),
                        new Table("Classes of all times", List.of("Class", "From", "Until"), terms)),
                List.of(new Link("All parties", "/parties"), new Link("Bodies and signing keys", "/bodies")));
    }

    private static String language(String tag) {
        String words = Locale.forLanguageTag(tag).getDisplayName(Locale.ENGLISH);
        return words.isEmpty() || words.equals(tag) ? tag : words + " (" + tag + ")";
    }

    /** Founding data has no dates: what came in with it has always been so. */
    static String from(JsonNode dated) {
        return dated.path("from").isString() ? Times.shown(Thing.text(dated, "from"), "") : "since the founding";
    }

    static String until(JsonNode dated) {
        return dated.path("until").isString() ? Times.shown(Thing.text(dated, "until"), "") : "no end known";
    }
}
