package org.plenary.infra.verifier.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.plenary.infra.verifier.Json;
import org.plenary.infra.verifier.Keys;
import org.plenary.infra.verifier.Result;
import org.plenary.infra.verifier.log.FollowReport;
import org.plenary.infra.verifier.log.Head;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The export of a whole conference: {@code contracts/record/export.md}, "How to verify it", step by step. */
final class ConferenceExport {
    private final Optional<Keys> keys;
    private final InstantSource clock;

    ConferenceExport(Optional<Keys> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether a zip has a list of contents. */
    static boolean isOne(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            return zip.getEntry(ExportContents.MANIFEST) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Throws NotVerified at the first thing that does not hold. */
    Result verify(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            ExportContents contents = new ExportContents(zip);
            Keys own = Keys.parse(contents.bytes("policy"), Keys.Source.OWN);
            Keys by = keys.orElse(own);
            Head head = contents.head(by);
            contents.keys(own, by, head);
            String policy = new String(contents.bytes("policy"), StandardCharsets.UTF_8);
            ExportLogs logs = new ExportLogs(head, by, policy, keys);
            contents.beginnings(logs);
            contents.proofs(logs);
            contents.streams(logs);
            return report(contents, file.getFileName(), head, logs, remarks(contents, head, by, logs));
        } catch (IOException e) {
            throw ExportContents.damaged("a whole zip file", "one that does not open (" + e.getMessage() + ")");
        }
    }

    private List<String> remarks(ExportContents contents, Head head, Keys by, ExportLogs logs) {
        List<String> remarks = new ArrayList<>(DocumentCheck.remarks(head, by, clock));
        remarks.addAll(logs.remarks());
        if (contents.lost() > 0) {
            remarks.add(
                    contents.lost() + " of the events stand where the record had lost the old log's entries when the"
                            + " next log began. The next log may tell events of these numbers again, and otherwise, and this"
                            + " export need not have those: compare with the entries of the next log.");
        }
        logs.ended().stream()
                .filter(log -> !log.continued())
                .forEach(log -> DocumentCheck.remarks(log.head(), log.keys(), clock)
                        .forEach(r -> remarks.add("Of the log " + log.origin() + ": " + r)));
        return remarks;
    }

    private static Result report(ExportContents contents, Path file, Head head, ExportLogs logs, List<String> remarks) {
        Keys by = logs.keys();
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "Conference",
                contents.manifest().path("title").asString("(its title may not be read by whom this was made for)"));
        words.put("Record", head.checkpoint().origin() + ", under its signed checkpoint of " + head.words());
        if (!logs.ended().isEmpty()) {
            words.put(
                    "Earlier logs",
                    "Logs that ended before, in which events stand or from which the record goes on:\n"
                            + logs.ended().stream().map(ConferenceExport::ended).collect(Collectors.joining("\n")));
        }
        words.put(
                "Looked at",
                contents.events() + " events of "
                        + contents.manifest().path("streams").size() + " things, each in the"
                        + " record and none missing between two others; " + contents.opened()
                        + " are open, the others are sealed to whom"
                        + " this was made for; and " + contents.documents()
                        + " documents, not a letter of which has been changed.");
        words.put("Witnesses", FollowReport.witnesses(head));
        words.put(
                "Made",
                "at " + contents.manifest().path("madeAt").asString("?") + " by the eyes of "
                        + who(contents.manifest().path("madeFor")));
        words.put("Cut by", contents.manifest().path("rule").asString("no rule is named"));
        StringBuilder leftOut = new StringBuilder();
        contents.manifest()
                .path("leftOut")
                .forEach(l -> leftOut.append(l.path("what").asString(""))
                        .append(": ")
                        .append(l.path("why").asString(""))
                        .append('\n'));
        words.put("Left out", leftOut.isEmpty() ? "no document" : leftOut.toString());
        words.put(
                "Not shown",
                "that no thing is missing altogether: compare with another reader's export, or with the"
                        + " entries of the record itself.");
        words.put(
                "Not signed",
                "any word of the list of contents, so what is said here of the conference's title, of when, for whom"
                        + " and by which rule this was made, and of what was left out; nor the README.txt. Whoever"
                        + " handed the export on could have written them.");
        words.put("Keys", FollowReport.source(by.source()));
        ObjectNode json = Json.object()
                .put("log", head.checkpoint().origin())
                .put("size", head.checkpoint().size())
                .put("meeting", contents.manifest().path("meeting").asString(""))
                .put("events", contents.events())
                .put("opened", contents.opened())
                .put("documents", contents.documents())
                .put("keys", by.source().slug());
        FollowReport.witnesses(json, head);
        ArrayNode ended = json.putArray("earlierLogs");
        logs.ended().forEach(log -> ended.add(log.origin()));
        ArrayNode continued = json.putArray("continuedLogs");
        logs.ended().stream().filter(ExportLogs.Under::continued).forEach(log -> continued.add(log.origin()));
        return Result.holds(by, "the export is whole and unchanged: " + file, words, remarks, json);
    }

    private static String ended(ExportLogs.Under log) {
        return log.origin() + ", under its signed checkpoint of "
                + log.head().words()
                + (log.continued()
                        ? ", which is the one from which the next log goes on, as that one's first entry says."
                        : ". That a log goes on from there is not shown here: follow the record itself, with --after.");
    }

    private static String who(JsonNode madeFor) {
        String subject = madeFor.path("subject").asString("");
        String unit = madeFor.path("unit").asString("");
        return (subject.isEmpty() ? "a visitor who was not signed in" : subject)
                + (unit.isEmpty() ? "" : " of " + unit);
    }
}
