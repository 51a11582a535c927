package org.plenary.record.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

class EventTextTest {
    /** Members of events that are no text for people: ids, hashes, kinds, times, addresses, and what machines write. */
    private static final Set<String> NO_TEXT = Set.of(
            "about",
            "accreditation",
            "addressees",
            "after",
            "agenda",
            "at",
            "audience",
            "basis",
            "before",
            "body",
            "breakers",
            "by",
            "calendarUid",
            "capacity",
            "cause",
            "channel",
            "closesAt",
            "closesLocal",
            "commitment",
            "compensation",
            "consultation",
            "consultationPeriod",
            "consultationUntil",
            "consulted",
            "content",
            "date",
            "day",
            "document",
            "documentClass",
            "due",
            "effectiveAt",
            "endDate",
            "event",
            "entry",
            "eventId",
            "expiresAt",
            "field",
            "format",
            "forum",
            "framework",
            "from",
            "given",
            "grant",
            "grants",
            "hash",
            "holder",
            "holders",
            "id",
            "item",
            "keyholders",
            "kid",
            "kind",
            "language",
            "lapseAfter",
            "lapsesAt",
            "letter",
            "level",
            "line",
            "mark",
            "log",
            "mayBreakSilence",
            "meeting",
            "meetingType",
            "members",
            "message",
            "messageId",
            "minimum",
            "noticeMinimum",
            "office",
            "offices",
            "opensAt",
            "opensLocal",
            "origin",
            "outcome",
            "owners",
            "paragraph",
            "parties",
            "party",
            "partyClass",
            "person",
            "proposal",
            "publicKey",
            "quoteHash",
            "receivedAt",
            "recipients",
            "regularBefore",
            "regularUntil",
            "replaces",
            "report",
            "retryAt",
            "role",
            "roles",
            "rule",
            "seat",
            "secretHash",
            "series",
            "settlesAt",
            "signature",
            "silenceMinimum",
            "source",
            "sources",
            "startDate",
            "statementsUntil",
            "statementsWindow",
            "status",
            "stream",
            "subject",
            "successor",
            "supplementaryBefore",
            "supplementaryUntil",
            "symbolPrefix",
            "symbolStem",
            "thing",
            "unit",
            "unseat",
            "until",
            "url",
            "vkey",
            "zone");

    @Test
    void every_member_of_every_event_is_text_or_is_none_by_decision() throws Exception {
        Set<String> undecided = new TreeSet<>();
        schemas().forEach(s -> collect(s, undecided));
        undecided.removeAll(EventText.TEXT);
        undecided.removeAll(NO_TEXT);
        assertThat(undecided)
                .as("members that EventText.TEXT or this test's list must have")
                .isEmpty();
        assertThat(NO_TEXT).doesNotContainAnyElementsOf(EventText.TEXT);
    }

    /** Of the members of a schema those that are strings, or lists of them. */
    private static void collect(JsonNode schema, Set<String> found) {
        schema.path("properties").properties().forEach(p -> {
            JsonNode type = p.getValue();
            boolean string = type.path("type").toString().contains("\"string\"")
                    || type.path("items").path("type").toString().contains("\"string\"");
            if (string) {
                found.add(p.getKey());
            }
        });
        schema.forEach(child -> collect(child, found));
    }

    private static List<JsonNode> schemas() throws Exception {
        URI uri = Objects.requireNonNull(EventTextTest.class.getResource("/contracts/events"))
                .toURI();
        if (!uri.getScheme().equals("jar")) {
            return schemas(Path.of(uri));
        }
        try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
            return schemas(jar.getPath("/contracts/events"));
        }
    }

    private static List<JsonNode> schemas(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.filter(f -> f.toString().endsWith(".json"))
                    .map(f -> {
                        try {
                            return Json.tree(Files.readString(f));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void what_an_event_says_and_names_is_told_apart() {
        JsonNode data = Json.tree("""
                {"title": "A title", "party": "nz", "meeting": "meeting-00000000-0000-4000-8000-000000000003",
                 "name": {"body": "b1", "commitment": "c1"}, "names": {"en": "Samoa", "fr": "Samoa occidental"},
                 "entries": [{"item": "item-00000000-0000-4000-8000-000000000002", "party": "fr-nc", "title": "Inner"}],
                 "recipients": [{"party": "au", "name": "Australia"}], "by": "nz.head", "hash": "abc"}""");
        assertThat(EventText.said(data))
                .extracting(EventText.Said::text)
                .containsExactlyInAnyOrder("A title", "Samoa", "Samoa occidental", "Inner");
        assertThat(EventText.named(data))
                .containsExactlyInAnyOrder(
                        "nz",
                        "fr-nc",
                        "meeting-00000000-0000-4000-8000-000000000003",
                        "item-00000000-0000-4000-8000-000000000002");
    }
}
