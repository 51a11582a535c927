package org.plenary.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A forum's bodies, signing keys and what is proposed for them, in words; parties by name where the register has one. */
final class BodyThings {
    /** A body: who is in force, and what comes. */
    public record BodyShown(String body, String name, String keyholders, String members, List<String> coming) {}

    /** A signing key of an office, and when it is good. */
    public record KeyShown(
            String office, String kid, String publicKey, boolean demonstration, String from, String until) {}

    /**
     * A standing proposal that is no rule card.
     *
     * @param means the messages that say what follows from it, where that needs saying
     */
    public record Proposed(
            String id, String hash, String title, List<String> differences, List<String> means, List<String> keys) {}

    private final JsonNode forum;
    private final Map<String, String> names;
    private final Instant now;

    /** @param names the parties' names by their slugs */
    BodyThings(JsonNode forum, Map<String, String> names, Instant now) {
        this.forum = forum;
        this.names = names;
        this.now = now;
    }

    List<BodyShown> bodies() {
        List<BodyShown> shown = new ArrayList<>();
        for (JsonNode b : forum.path("bodies")) {
            List<String> coming = new ArrayList<>();
            for (JsonNode c : b.path("changes")) {
                if (c.path("from").isString() && now.isBefore(Instant.parse(Thing.text(c, "from")))) {
                    coming.add(PartyThing.from(c) + ": " + String.join("; ", change(c, null)));
                }
            }
            shown.add(new BodyShown(
                    Thing.text(b, "body"),
                    b.path("name").asString("not yet established"),
                    keyholders(b.path("keyholders")),
                    parties(b.path("members")),
                    coming));
        }
        return shown;
    }

    List<KeyShown> keys() {
        List<KeyShown> shown = new ArrayList<>();
        forum.path("signingKeys")
                .forEach(k -> shown.add(new KeyShown(
                        party(Thing.text(k, "party")),
                        Thing.text(k, "kid"),
                        Thing.text(k, "publicKey"),
                        k.path("demonstration").asBoolean(),
                        PartyThing.from(k),
                        PartyThing.until(k))));
        return shown;
    }

    List<Proposed> proposals() {
        List<Proposed> shown = new ArrayList<>();
        for (JsonNode p : forum.path("proposals")) {
            JsonNode body = p.path("change").path("body");
            JsonNode key = p.path("change").path("key");
            JsonNode log = p.path("change").path("log");
            if (body.isObject()) {
                shown.add(proposed(p, title(body), ofBody(body), List.of()));
            } else if (key.isObject()) {
                shown.add(proposed(p, "Signing key of " + party(Thing.text(key, "party")), ofKey(key), List.of()));
            } else if (log.isObject()) {
                shown.add(proposed(p, "Another log for the record", ofLog(log), LogPages.MEANS));
            }
        }
        return shown;
    }

    private static Proposed proposed(JsonNode p, String title, List<String> differences, List<String> means) {
        return new Proposed(Thing.text(p, "proposal"), Thing.text(p, "hash"), title, differences, means, turned(p));
    }

    /** Whose keys a proposal waits for, and whose are turned. */
    static List<String> turned(JsonNode proposal) {
        List<String> turned = new ArrayList<>();
        proposal.path("turned").forEach(t -> turned.add(t.asString("")));
        List<String> keys = new ArrayList<>();
        proposal.path("holders")
                .forEach(h ->
                        keys.add(h.asString("") + ": " + (turned.contains(h.asString("")) ? "turned" : "awaited")));
        return keys;
    }

    private JsonNode standing(String body) {
        for (JsonNode b : forum.path("bodies")) {
            if (Thing.text(b, "body").equals(body)) {
                return b;
            }
        }
        return tools.jackson.databind.node.MissingNode.getInstance();
    }

    private String title(JsonNode change) {
        String body = Thing.text(change, "body");
        return standing(body).isObject() ? "Change of the body " + body : "New body " + body;
    }

    private List<String> ofBody(JsonNode change) {
        List<String> lines = new ArrayList<>(change(change, standing(Thing.text(change, "body"))));
        lines.add("In force from " + PartyThing.from(change) + ", once every key is turned.");
        return lines;
    }

    private List<String> change(JsonNode c, @org.jspecify.annotations.Nullable JsonNode was) {
        List<String> lines = new ArrayList<>();
        if (c.path("name").isString()) {
            lines.add("Name: " + Thing.text(c, "name") + was(was == null ? "" : Thing.text(was, "name")));
        }
        if (c.path("keyholders").isArray()) {
            lines.add("Keys: " + keyholders(c.path("keyholders"))
                    + was(was == null ? "" : keyholders(was.path("keyholders"))));
        }
        if (!c.path("seat").isEmpty()) {
            lines.add("Become members: " + parties(c.path("seat")));
        }
        if (!c.path("unseat").isEmpty()) {
            lines.add("Are no longer members: " + parties(c.path("unseat")));
        }
        return lines;
    }

    private static String was(String before) {
        return before.isEmpty() ? "" : ", now " + before;
    }

    private List<String> ofKey(JsonNode key) {
        List<String> lines = new ArrayList<>();
        lines.add("New key " + Thing.text(key, "kid") + ", public key " + Thing.text(key, "publicKey"));
        if (key.path("demonstration").asBoolean()) {
            lines.add("It is a demonstration key, which this machine holds.");
        }
        lines.add(
                key.path("replaces").isString()
                        ? "The key " + Thing.text(key, "replaces") + " ends when it comes into force."
                        : "No key ends.");
        return lines;
    }

    private static List<String> ofLog(JsonNode log) {
        return List.of(
                "Reason: " + Thing.text(log, "reason"),
                "Present log: " + Thing.text(log, "log"),
                "New log: " + Thing.text(log, "origin"),
                "Key of the new log: " + Thing.text(log, "vkey"));
    }

    private String keyholders(JsonNode slugs) {
        return slugs.isArray() && slugs.isEmpty() ? "none of its own, the conference's decide" : parties(slugs);
    }

    private String parties(JsonNode slugs) {
        List<String> shown = new ArrayList<>();
        slugs.forEach(s -> shown.add(party(s.asString(""))));
        return String.join(", ", shown);
    }

    private String party(String slug) {
        String name = names.getOrDefault(slug, "");
        return name.isEmpty() ? slug : name + " (" + slug + ")";
    }
}
