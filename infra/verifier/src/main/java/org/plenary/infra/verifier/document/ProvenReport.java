package org.plenary.infra.verifier.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.log.Entry;
import org.plenary.infra.verifier.log.FollowReport;
import org.plenary.tlog.OriginLeaf;
import org.plenary.tlog.ProofBundle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A proven entry in words: what was recorded, where, when, by whom. */
final class ProvenReport {
    private ProvenReport() {}

    /** A file that the record speaks of. */
    static Result file(String name, String sha256, Proven proven, ProofBundle bundle, Keys keys, List<String> remarks) {
        Map<String, String> words = words(proven, keys);
        String pointer = bundle.file().map(ProofBundle.FileClaim::pointer).orElse("");
        words.put(
                "File",
                "Its SHA-256 is " + sha256 + ", the same as stands in the record at " + pointer
                        + ": not a letter of it has been changed.");
        ObjectNode json = json(proven, keys).put("sha256", sha256);
        return Result.holds(keys, name + " is in the record, and it is unchanged", words, remarks, json);
    }

    /** An entry alone: a receipt. */
    static Result receipt(Proven proven, Optional<ProofBundle> bundle, Keys keys, List<String> remarks) {
        Map<String, String> words = words(proven, keys);
        ObjectNode json = json(proven, keys);
        bundle.flatMap(ProofBundle::file)
                .filter(f -> proven.rest().isPresent())
                .ifPresent(f -> words.put(
                        "File",
                        "The record speaks of the file " + f.name() + " with the SHA-256 " + f.sha256()
                                + ". The file itself was not looked at: give it, too."));
        return Result.holds(keys, "the entry is in the record, and it is unchanged", words, remarks, json);
    }

    private static Map<String, String> words(Proven proven, Keys keys) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "What",
                proven.entry()
                        .event()
                        .map(e -> "\"" + name(e.type()) + "\" (" + e.type() + "), event " + e.version() + " of "
                                + e.stream())
                        .or(() -> proven.entry().origin().map(ProvenReport::begins))
                        .orElse("something that could not be read as an event when it came"));
        words.put(
                "Where",
                "entry number " + proven.index() + " of the record "
                        + proven.head().checkpoint().origin() + ", under its signed checkpoint of "
                        + proven.head().words());
        words.put(
                "When",
                proven.entry()
                                .event()
                                .map(Entry.Event::recordedAt)
                                .or(() -> proven.entry().origin().map(OriginLeaf::recordedAt))
                                .map(at -> "recorded at " + at + " by the service's clock")
                                .orElse("at a time that the entry does not say")
                        + "; seen by the witnesses:\n" + FollowReport.witnesses(proven.head()));
        words.put(
                "Who",
                proven.rest()
                        .map(ProvenReport::who)
                        .or(() -> proven.entry().origin().map(leaf -> "the service that keeps the record"))
                        .orElse("sealed: the details did not come with the proof, or were destroyed by a redaction"));
        words.put(
                "Unchanged",
                "Entry" + (proven.rest().isPresent() ? " and details are" : " is")
                        + " what was recorded then. To change it afterwards, all who signed would have to sign"
                        + " falsely.");
        words.put("Keys", FollowReport.source(keys.source()));
        return words;
    }

    private static String begins(OriginLeaf leaf) {
        return "the beginning of the log " + leaf.origin() + ", which continues the log "
                + leaf.previous().origin() + " from its checkpoint of "
                + leaf.previous().size() + " entries, by the order " + leaf.order();
    }

    /** {@code org.plenary.outcomes.DocumentPublished.v1} as "Document published"; NotVerified where it has no name. */
    static String name(String type) {
        String[] parts = type.split("\\.");
        String event = parts.length > 1 ? parts[parts.length - 2] : type;
        if (parts.length == 0 || event.isBlank()) {
            throw new NotVerified(Fault.ENTRY_MALFORMED, "as type the name of a kind of event", "\"" + type + "\"");
        }
        String spaced = event.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
        return spaced.substring(0, 1) + spaced.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String who(JsonNode rest) {
        StringBuilder words = new StringBuilder(rest.path("actor").asString("nobody is named"));
        add(words, rest, "onBehalfOf", ", on behalf of ");
        add(words, rest, "receivedAt", "; received at ");
        add(words, rest, "validFrom", "; with effect from ");
        add(words, rest, "forum", "; in ");
        return words.toString();
    }

    private static void add(StringBuilder words, JsonNode rest, String member, String before) {
        String said = rest.path(member).asString("");
        if (!said.isEmpty()) {
            words.append(before).append(said);
        }
    }

    private static ObjectNode json(Proven proven, Keys keys) {
        ObjectNode json = Json.object()
                .put("log", proven.head().checkpoint().origin())
                .put("size", proven.head().checkpoint().size())
                .put("index", proven.index())
                .put("keys", keys.source().slug());
        proven.entry()
                .event()
                .ifPresent(e -> json.put("stream", e.stream())
                        .put("version", e.version())
                        .put("type", e.type())
                        .put("recordedAt", e.recordedAt()));
        proven.rest().ifPresent(r -> json.put("actor", r.path("actor").asString("")));
        json.put("opened", proven.rest().isPresent());
        FollowReport.witnesses(json, proven.head());
        return json;
    }
}
