package org.plenary.infra.verifier.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.Result;
import org.plenary.tlog.Checkpoint;
import org.plenary.tlog.OriginLeaf;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A log that was followed, in words. */
public final class FollowReport {
    private FollowReport() {}

    /**
     * The result for people and programs.
     *
     * @param after how it stands to what was followed of the log that it continues, where that was asked
     */
    public static Result of(Followed f, Optional<After> after) {
        Checkpoint head = f.head().checkpoint();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("Record", head.origin());
        words.put(
                "Now",
                counted(head.size(), "entry", "entries") + " about "
                        + counted(f.versions().streams(), "thing", "things")
                        + ", with the root "
                        + AuthenticTree.hex(head.root()));
        words.put(
                "Before",
                f.before()
                        .map(b -> "It begins with the " + counted(b.checkpoint().size(), "entry", "entries")
                                + " seen before, unchanged: nothing was removed, changed or put in.")
                        .orElse("Nothing was kept from an earlier run, so this is a first look."));
        f.origin().ifPresent(leaf -> words.put("Continues", continues(leaf)));
        after.map(After::words)
                .or(() -> f.ended()
                        .map(old ->
                                "An earlier run compared it with the old log: it goes on from exactly the checkpoint"
                                        + " that was followed there"
                                        + (old.hasAll()
                                                ? ", and each thing's events go on here after those of the old log."
                                                : ".")))
                .ifPresent(said -> words.put("After", said));
        words.put("Looked at", looked(f, head));
        words.put("Witnesses", witnesses(f.head()));
        words.put("Keys", source(f.keys().source()));
        return Result.holds(f.keys(), "the record is whole and unchanged", words, remarks(f, after), json(f, after));
    }

    private static String counted(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    private static String looked(Followed f, Checkpoint head) {
        if (f.from() == head.size()) {
            return "the end of the record: nothing is new, and what there is was looked at by earlier runs.";
        }
        String earlier = f.from() == 0 ? "" : " (those before were looked at by earlier runs)";
        return "every entry from number " + f.from() + " on: " + counted(head.size() - f.from(), "entry", "entries")
                + ", with " + counted(f.tiles(), "tile", "tiles") + " of hashes and "
                + counted(f.bundles(), "bundle", "bundles") + earlier
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

    /** For a lawyer: which log goes on here, from where, by whose decision, and whether anything was lost. */
    private static String continues(OriginLeaf leaf) {
        OriginLeaf.Previous old = leaf.previous();
        long lost = old.size() - leaf.kept();
        return "It continues the log " + old.origin() + " from that log's checkpoint of " + old.size()
                + " entries with the root " + AuthenticTree.hex(old.root()) + ". This was decided by the order "
                + leaf.order() + "; the new log began at " + leaf.recordedAt()
                + ". What was recorded before stands in the old log, so the numbers of a thing's events go on here."
                + (lost == 0
                        ? " The record still has all entries of the old log."
                        : "\nThe record lost entries: of the old log's " + old.size() + " it still has the first "
                                + leaf.kept() + ", so " + lost
                                + " are gone. Whoever kept a copy of the old log may have"
                                + " them.");
    }

    private static List<String> remarks(Followed f, Optional<After> after) {
        List<String> remarks = new ArrayList<>(f.remarks());
        if (f.origin().isPresent() && after.isEmpty() && f.ended().isEmpty()) {
            remarks.add("That the old log ended with this checkpoint is said by the new log alone. If you followed the"
                    + " old one, give what you kept of it, or its address, with --after: the two are then compared, and"
                    + " with a state directory each later run compares what goes on here.");
        }
        after.ifPresent(a -> remarks.addAll(a.remarks()));
        if (after.isEmpty() && f.ended().filter(old -> !old.hasAll()).isPresent()) {
            remarks.add(After.NOT_ALL);
        }
        f.successor()
                .ifPresent(s -> remarks.add("This server says that the log has ended and goes on as "
                        + s.key().name()
                        + " at " + s.url() + ". Its word proves nothing: the first entry of that log must name this"
                        + " checkpoint, " + f.head().words() + ". To compare them, follow that log with --after and"
                        + " the state directory or the address of this one."));
        return remarks;
    }

    private static ObjectNode json(Followed f, Optional<After> after) {
        Checkpoint head = f.head().checkpoint();
        ObjectNode json = Json.object()
                .put("log", head.origin())
                .put("size", head.size())
                .put("root", AuthenticTree.hex(head.root()))
                .put("from", f.from())
                .put("entries", head.size() - f.from())
                .put("tiles", f.tiles())
                .put("bundles", f.bundles())
                .put("streams", f.versions().streams())
                .put("keys", f.keys().source().slug());
        f.before().ifPresent(b -> json.put("before", b.checkpoint().size()));
        f.origin().ifPresent(leaf -> {
            ObjectNode continues = json.putObject("continues")
                    .put("log", leaf.previous().origin())
                    .put("vkey", leaf.previous().vkey())
                    .put("size", leaf.previous().size())
                    .put("root", AuthenticTree.hex(leaf.previous().root()))
                    .put("kept", leaf.kept())
                    .put("order", leaf.order())
                    .put("recordedAt", leaf.recordedAt());
            after.map(After::slug)
                    .or(() -> f.ended().map(old -> Beginning.Standing.SAME.slug()))
                    .ifPresent(slug -> continues.put("after", slug));
            if (after.map(After::goesOn)
                    .orElse(f.ended().filter(StreamVersions::hasAll).isPresent())) {
                continues.put("goesOn", true);
            }
        });
        f.successor()
                .ifPresent(s ->
                        json.putObject("successor").put("vkey", s.key().vkey()).put("url", s.url()));
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
