package org.plenary.infra.verifier.log;

import java.util.LinkedHashMap;
import java.util.Map;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.Result;
import org.plenary.tlog.Checkpoint;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A log that was followed, in words. */
public final class FollowReport {
    private FollowReport() {}

    /** The result for people and programs. */
    public static Result of(Followed f) {
        Checkpoint head = f.head().checkpoint();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Record", head.origin());
        words.put(
                "Now",
                head.size() + " entries about " + f.streams() + " things, with the root "
                        + AuthenticTree.hex(head.root()));
        words.put(
                "Before",
                f.before()
                        .map(b -> "It begins with the " + b.checkpoint().size()
                                + " entries that were seen before, unchanged: nothing was removed, changed or put in.")
                        .orElse("Nothing was kept from an earlier run, so this is a first look."));
        words.put("Looked at", looked(f, head));
        words.put("Witnesses", witnesses(f.head()));
        words.put("Keys", source(f.keys().source()));
        return Result.holds(f.keys(), "the record is whole and unchanged", words, f.remarks(), json(f));
    }

    private static String looked(Followed f, Checkpoint head) {
        if (f.from() == head.size()) {
            return "the end of the record: nothing is new, and what there is was looked at by earlier runs.";
        }
        String earlier = f.from() == 0 ? "" : " (those before were looked at by earlier runs)";
        return "every entry from number " + f.from() + " on: " + (head.size() - f.from()) + " entries, with "
                + f.tiles() + " tiles of hashes and " + f.bundles() + " bundles" + earlier
                + ". Each is what the checkpoint commits to, has the fixed form, and stands in its thing's order.";
    }

    /** Who cosigned a checkpoint and when. */
    public static String witnesses(Head head) {
        StringBuilder words = new StringBuilder();
        head.cosigned()
                .forEach((name, at) ->
                        words.append(name).append(" signed at ").append(at).append('\n'));
        return words.isEmpty() ? "none signed, and none is asked for" : words.toString();
    }

    /** From where the keys are known. */
    public static String source(Keys.Source source) {
        return switch (source) {
            case GIVEN -> "those of the policy that you gave";
            case KEPT -> "those kept here from an earlier run";
            case LOG -> "those that the log itself names";
            case OWN -> "those that came with it, and no others: a forger's would hold by the forger's keys too";
        };
    }

    private static ObjectNode json(Followed f) {
        Checkpoint head = f.head().checkpoint();
        ObjectNode json = Json.object()
                .put("log", head.origin())
                .put("size", head.size())
                .put("root", AuthenticTree.hex(head.root()))
                .put("from", f.from())
                .put("entries", head.size() - f.from())
                .put("tiles", f.tiles())
                .put("bundles", f.bundles())
                .put("streams", f.streams())
                .put("keys", f.keys().source().slug());
        f.before().ifPresent(b -> json.put("before", b.checkpoint().size()));
        witnesses(json, f.head());
        return json;
    }

    /** Adds who cosigned. */
    public static void witnesses(ObjectNode json, Head head) {
        ArrayNode witnesses = json.putArray("witnesses");
        head.cosigned()
                .forEach((name, at) -> witnesses.addObject().put("name", name).put("at", at.toString()));
    }
}
