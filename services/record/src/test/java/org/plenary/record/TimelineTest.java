package org.plenary.record;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plenary.record.RunningRecord.FORUM;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.Meta;
import tools.jackson.databind.JsonNode;

/** Timelines and search over HTTP: whoever asks gets the events that are open to them, and no sign of any other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineTest {
    private static final String MEETING = "meeting-00000000-0000-4000-8000-000000000003";
    private static final String GROUP_MEETING = "meeting-00000000-0000-4000-8000-000000000004";
    private static final String ITEM = "item-00000000-0000-4000-8000-000000000005";
    private static final String OTHER_ITEM = "item-00000000-0000-4000-8000-00000000000a";
    private static final String REDACTED_ITEM = "item-00000000-0000-4000-8000-00000000000b";
    private static final String NOMINATION = "accreditation-00000000-0000-4000-8000-000000000006";
    private static final String INVITATION = "invitation-00000000-0000-4000-8000-000000000007";
    private static final String IMPORT = "import-00000000-0000-4000-8000-000000000008";
    private static final String PARTY = "party-00000000-0000-4000-8000-000000000009";
    private static final String DELEGATE = Authority.stream(FORUM, "nz.delegate");

    private static final Instant T0 = Instant.parse("2027-01-01T00:00:00Z");

    private RunningRecord record;
    private int said;

    @BeforeAll
    void say(@TempDir Path dir) throws Exception {
        record = new RunningRecord(dir);
        knows(FORUM, "secretariat", null, "SECRETARIAT", null);
        knows(FORUM, "auditor", null, "AUDITOR", null);
        knows(FORUM, "au.cochair", "au", "CO_CHAIR", null);
        knows(FORUM, "group.cochair", "th", "CO_CHAIR", "group");
        knows(FORUM, "nz.delegate", "nz", "HEAD", null);
        knows(FORUM, "nz.focal", "nz", "FOCAL_POINT", null);
        knows(FORUM, "id.focal", "id", "FOCAL_POINT", null);
        knows(RunningRecord.OTHER_FORUM, "abroad", "nz", "SECRETARIAT", null);
        says(
                "meeting",
                MEETING,
                "MeetingProposed",
                "public",
                Map.of("forum", FORUM, "body", "conference", "title", "Ninth Conference", "unit", "au"));
        says(
                "meeting",
                GROUP_MEETING,
                "MeetingProposed",
                "public",
                Map.of("forum", FORUM, "body", "group", "title", "Group"));
        says(
                "agenda",
                ITEM,
                "ItemSubmitted",
                "unit:nz",
                Map.of(
                        "forum",
                        FORUM,
                        "meeting",
                        MEETING,
                        "body",
                        "conference",
                        "party",
                        "nz",
                        "title",
                        "Floods",
                        "memorandum",
                        "Zanzibar"));
        says("agenda", ITEM, "ItemReturned", "unit:nz", Map.of("reason", "Quixotic"));
        says("agenda", ITEM, "ItemWithdrawn", "forum", Map.of("by", "nz.delegate", "reason", "Quixotic"));
        says(
                "membership",
                NOMINATION,
                "DelegateNominated",
                "unit:nz",
                Map.of(
                        "forum",
                        FORUM,
                        "meeting",
                        GROUP_MEETING,
                        "party",
                        "nz",
                        "noteVerbale",
                        "NV 12",
                        "name",
                        Map.of("body", "b1", "commitment", "c1")));
        says("membership", NOMINATION, "DelegateAccepted", "unit:nz", Map.of("by", "secretariat"));
        says("membership", NOMINATION, "CredentialsInOrder", "forum", Map.of("by", "secretariat"));
        says(
                "membership",
                INVITATION,
                "PersonInvited",
                "unit:nz",
                Map.of(
                        "forum",
                        FORUM,
                        "party",
                        "nz",
                        "name",
                        Map.of("body", "b2", "commitment", "c2"),
                        "secretHash",
                        "abc"));
        says("membership", IMPORT, "RegisterImportOrdered", "forum", Map.of("forum", FORUM, "format", "CSV"));
        Meta later = new Meta(T0.plusSeconds(86_400), "secretariat", "nz", FORUM, "public", "c", null, null);
        says(
                "membership",
                PARTY,
                "PartyRegistered",
                "public",
                Map.of("forum", FORUM, "party", "nz", "name", "New Zealand"));
        says(
                "membership",
                PARTY,
                "PartyRenamed",
                later,
                Instant.parse("2026-06-01T00:00:00Z"),
                Map.of("language", "mi", "name", "Aotearoa", "by", "secretariat"));
        says("membership", FORUM, "ForumFounded", "public", Map.of("name", "Ninth Forum"));
        says("membership", FORUM, "RegisterImported", "public", Map.of("people", List.of(Map.of("unit", "nz"))));
        indexed();
    }

    @AfterAll
    void stop() throws Exception {
        record.close();
    }

    /** A minute after the last that was said. */
    private void says(String service, String stream, String event, String audience, Map<String, ?> data) {
        Instant at = T0.plusSeconds(60L * said);
        Meta meta = new Meta(at, "somebody", null, FORUM, audience, "c", null, null);
        says(service, stream, event, meta, null, data);
    }

    /** One after the other, so that the log's order is the order in which it was said. */
    private String says(
            String service, String stream, String event, Meta meta, @Nullable Instant validFrom, Map<String, ?> data) {
        String key = record.says(service, stream, event, meta, T0.plusSeconds(60L * said), validFrom, data);
        said++;
        await().atMost(60, SECONDS)
                .until(() -> record.bean(LogStore.class).byKey(key).isPresent());
        return key;
    }

    private void knows(String forum, String subject, @Nullable String unit, String role, @Nullable String body) {
        String stream = Authority.stream(forum, subject);
        String audience = unit == null ? "person:" + subject : "unit:" + unit;
        Meta meta = new Meta(T0, "operator", null, forum, audience, "c", null, null);
        Map<String, Object> registered = new HashMap<>(Map.of("forum", forum, "subject", subject));
        if (unit != null) {
            registered.put("unit", unit);
        }
        says("membership", stream, "PersonRegistered", meta, null, registered);
        Map<String, Object> granted =
                new HashMap<>(Map.of("grant", "g1", "role", role, "from", "2020-01-01T00:00:00Z"));
        if (body != null) {
            granted.put("body", body);
        }
        says("membership", stream, "RoleGranted", meta, null, granted);
    }

    private void indexed() {
        await().atMost(60, SECONDS)
                .until(() -> json(null, "/api/record/search?q=nothing&forum=" + FORUM)
                                .path("upTo")
                                .asInt()
                        == said);
    }

    private JsonNode json(@Nullable String reader, String path) {
        HttpResponse<String> answer = record.answer(reader, path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> events(JsonNode page) {
        List<String> events = new ArrayList<>();
        page.path("items").forEach(i -> events.add(i.path("event").asString()));
        return events;
    }

    private List<String> timeline(@Nullable String reader, String subject) {
        return events(json(reader, "/api/record/timelines/" + subject + "?forum=" + FORUM));
    }

    private List<String> search(@Nullable String reader, String q) {
        return events(json(reader, "/api/record/search?forum=" + FORUM + "&q=" + encoded(q)));
    }

    private static List<String> versions(String stream, String versions) {
        List<String> events = new ArrayList<>();
        if (versions != null) {
            for (String version : versions.split(" ")) {
                events.add(stream + "@" + version);
            }
        }
        return events;
    }

    /** Which versions of the item, the nomination, the delegate's person, the invitation and the import who sees. */
    @ParameterizedTest
    @CsvSource({
        "NOBODY,,,,,",
        "stranger,,,,,",
        "operator,,,,,",
        "abroad,,,,,",
        "id.focal,3,3,,,",
        "nz.delegate,3 2 1,3 2 1,2 1,,",
        "nz.focal,3 2 1,3 2 1,2 1,1,",
        "group.cochair,3,3 2 1,,,",
        "au.cochair,3 2 1,3 2 1,2 1,1,1",
        "secretariat,3 2 1,3 2 1,2 1,1,1",
        "auditor,3 2 1,3 2 1,2 1,1,1",
    })
    void who_reads_sees_what_the_owners_let_them_see(
            String who, String item, String nomination, String person, String invitation, String imported) {
        String reader = who.equals("NOBODY") ? null : who;
        assertThat(timeline(reader, ITEM)).isEqualTo(versions(ITEM, item));
        assertThat(timeline(reader, NOMINATION)).isEqualTo(versions(NOMINATION, nomination));
        assertThat(timeline(reader, DELEGATE)).isEqualTo(versions(DELEGATE, person));
        assertThat(timeline(reader, INVITATION)).isEqualTo(versions(INVITATION, invitation));
        assertThat(timeline(reader, IMPORT)).isEqualTo(versions(IMPORT, imported));
        boolean whole = item != null && item.contains("1");
        assertThat(search(reader, "zanzibar")).isEqualTo(whole ? versions(ITEM, "1") : List.of());
        assertThat(search(reader, "quixotic")).isEqualTo(whole ? versions(ITEM, "3 2") : versions(ITEM, item));
        assertThat(timeline(reader, MEETING)).contains(MEETING + "@1").doesNotContain(GROUP_MEETING + "@1");
    }

    @Test
    void a_register_that_names_people_is_not_for_everybody_though_its_forum_is() {
        for (String reader : new String[] {null, "stranger", "operator", "nz.delegate", "group.cochair"}) {
            assertThat(timeline(reader, FORUM))
                    .as(reader)
                    .contains(FORUM + "@1")
                    .doesNotContain(FORUM + "@2");
        }
        for (String reader : List.of("au.cochair", "secretariat", "auditor")) {
            assertThat(timeline(reader, FORUM)).as(reader).contains(FORUM + "@1", FORUM + "@2");
        }
    }

    @Test
    void what_is_not_the_readers_is_not_counted_and_makes_no_page_short_or_empty() {
        for (String reader : new String[] {null, "id.focal", "nz.delegate", "secretariat"}) {
            List<String> whole = timeline(reader, "nz");
            List<String> paged = new ArrayList<>();
            String path = "/api/record/timelines/nz?forum=" + FORUM + "&limit=1";
            while (!path.isEmpty()) {
                HttpResponse<String> answer = record.answer(reader, path);
                List<String> page = events(Json.tree(answer.body()));
                assertThat(page).hasSize(1);
                paged.addAll(page);
                String link = answer.headers().firstValue("Link").orElse("");
                path = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
                assertThat(Json.tree(answer.body()).has("next")).isEqualTo(!path.isEmpty());
            }
            assertThat(paged).as(String.valueOf(reader)).isEqualTo(whole);
        }
        assertThat(timeline(null, "nz")).containsExactly(PARTY + "@2", PARTY + "@1");
    }

    @Test
    void who_did_it_is_told_to_whom_the_forum_knows() {
        JsonNode open = json(null, "/api/record/timelines/" + PARTY + "?forum=" + FORUM);
        assertThat(open.path("items").get(0).has("by")).isFalse();
        JsonNode known = json("id.focal", "/api/record/timelines/" + PARTY + "?forum=" + FORUM);
        assertThat(known.path("items").get(0).path("by").asString()).isEqualTo("secretariat");
        assertThat(known.path("items").get(0).path("onBehalfOf").asString()).isEqualTo("nz");
    }

    @Test
    void an_answer_says_what_happened_and_where_its_proof_is() {
        JsonNode returned = json("secretariat", "/api/record/search?q=quixotic&limit=1&forum=" + FORUM)
                .path("items")
                .get(0);
        assertThat(returned.path("what").asString()).isEqualTo("Item withdrawn");
        assertThat(returned.path("texts").toString()).isEqualTo("[{\"field\":\"reason\",\"text\":\"Quixotic\"}]");
        assertThat(returned.path("proof").asString()).isEqualTo("/record/proof/" + ITEM + "/3");
        long leaf = json(null, "/api/record/entries?stream=" + ITEM + "&version=3")
                .path("leafIndex")
                .asLong();
        assertThat(returned.path("leafIndex").asLong()).isEqualTo(leaf);
    }

    @Test
    void what_was_known_and_what_was_in_force_are_two_questions() {
        String path = "/api/record/timelines/" + PARTY + "?forum=" + FORUM;
        String registered = T0.plusSeconds(3_600).toString();
        assertThat(events(json(null, path + "&knownOn=" + registered))).containsExactly(PARTY + "@1");
        assertThat(events(json(null, path + "&inForceOn=2026-07-01T00:00:00Z"))).containsExactly(PARTY + "@2");
        assertThat(events(json(null, path + "&knownOn=" + registered + "&inForceOn=2026-07-01T00:00:00Z")))
                .isEmpty();
        assertThat(events(json(null, path + "&knownOn=2027-01-03T00:00:00Z&inForceOn=2027-01-03T00:00:00Z")))
                .containsExactly(PARTY + "@2", PARTY + "@1");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/record/search?q=bali,/forum",
        "/api/record/search?forum=F,/q",
        "/api/record/search?forum=F&q=,/q",
        "/api/record/search?forum=F&q=bal*,/q",
        "/api/record/search?forum=F&q=%22open,/q",
        "/api/record/search?forum=F&q=a&limit=0,/limit",
        "/api/record/search?forum=F&q=a&limit=201,/limit",
        "/api/record/search?forum=F&q=a&knownOn=yesterday,/knownOn",
        "/api/record/search?forum=F&q=a&cursor=abc,/cursor",
        "/api/record/search?forum=F&q=a&colour=red,/colour",
        "/api/record/search?forum=F&q=a&q=b,/q",
        "/api/record/timelines/nz?forum=F&inForceOn=2027-13-01T00:00:00Z,/inForceOn",
        "/api/record/timelines/NZ?forum=F,/subject",
    })
    void bad_input_names_the_field(String path, String field) {
        HttpResponse<String> answer = record.answer("secretariat", path.replace("=F", "=" + FORUM));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("\"" + field + "\"");
    }

    @Test
    void a_cursor_of_one_list_opens_no_other() {
        String path = "/api/record/timelines/nz?limit=1&forum=" + FORUM;
        String cursor = json("secretariat", path).path("next").asString();
        assertThat(json("secretariat", path + "&cursor=" + cursor).path("items").size())
                .isEqualTo(1);
        assertThat(record.answer("secretariat", "/api/record/search?q=nz&forum=" + FORUM + "&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void who_keeps_away_from_a_thing_still_reads_it_as_its_owner_lets_them() throws Exception {
        knows(FORUM, "nz.second", "nz", "HEAD", null);
        says(
                "agenda",
                OTHER_ITEM,
                "ItemSubmitted",
                "unit:nz",
                Map.of("forum", FORUM, "meeting", MEETING, "body", "conference", "party", "nz", "title", "Droughts"));
        String submitted = OTHER_ITEM + "@1";
        Meta meta = new Meta(T0, "nz.focal", null, FORUM, "unit:nz", "c", null, null);
        String person = Authority.stream(FORUM, "nz.second");
        Map<String, Object> data = Map.of(
                "thing",
                OTHER_ITEM,
                "from",
                "2020-01-01T00:00:00Z",
                "ground",
                Map.of("body", "b3", "commitment", "c3"),
                "by",
                "nz.focal");
        String recused = says("membership", person, "PersonRecused", meta, null, data);
        indexed();
        assertThat(timeline("nz.second", OTHER_ITEM)).containsExactly(recused, submitted);
        assertThat(timeline("nz.focal", OTHER_ITEM)).containsExactly(recused, submitted);
        assertThat(timeline("nz.delegate", OTHER_ITEM))
                .as("of others' recusals no delegate is told, as by the person's own page")
                .containsExactly(submitted);
        assertThat(timeline("id.focal", OTHER_ITEM)).isEmpty();
        assertThat(timeline("secretariat", OTHER_ITEM)).containsExactly(recused, submitted);
    }

    @Test
    void an_index_that_is_deleted_is_built_again_and_answers_the_same() throws Exception {
        Map<String, Object> before = everything();
        record.stop();
        try (var files = Files.list(record.index())) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        record.startAgain();
        indexed();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void what_a_redaction_destroyed_is_found_by_its_leaf_alone() throws Exception {
        says(
                "agenda",
                REDACTED_ITEM,
                "ItemSubmitted",
                "unit:nz",
                Map.of("forum", FORUM, "meeting", GROUP_MEETING, "body", "group", "party", "nz", "title", "Xylophone"));
        says("agenda", REDACTED_ITEM, "ItemReturned", "unit:nz", Map.of("reason", "Yesteryear"));
        indexed();
        assertThat(search("secretariat", "xylophone")).containsExactly(REDACTED_ITEM + "@1");
        assertThat(record.bean(LogStore.class).destroy(REDACTED_ITEM + "@1", "redaction-1"))
                .isTrue();
        JsonNode gone = json("secretariat", "/api/record/search?q=xylophone&forum=" + FORUM)
                .path("items")
                .get(0);
        assertThat(gone.path("redacted").asBoolean()).as("at once").isTrue();
        assertThat(gone.has("texts")).isFalse();
        says(
                "agenda",
                "redaction-00000000-0000-4000-8000-00000000000c",
                "EventRedacted",
                "public",
                Map.of("event", REDACTED_ITEM + "@1", "reason", "A name in it"));
        indexed();
        await().atMost(60, SECONDS)
                .until(() -> search("secretariat", "xylophone").isEmpty());
        assertThat(timeline(null, REDACTED_ITEM))
                .as("the leaf is public, and so is this redaction, which names it")
                .containsExactly("redaction-00000000-0000-4000-8000-00000000000c@1", REDACTED_ITEM + "@1");
        assertThat(timeline("secretariat", REDACTED_ITEM)).containsAll(versions(REDACTED_ITEM, "2 1"));
    }

    /** Its audience is the unit, and the rest of the unit may not read the invitation that it is of. */
    @Test
    void a_redaction_is_found_by_whom_its_owner_lets_read_the_redacted_thing() throws Exception {
        says(
                "membership",
                "redaction-00000000-0000-4000-8000-00000000000d",
                "RedactionProposed",
                "unit:nz",
                Map.of(
                        "event",
                        "invitation-00000000-0000-4000-8000-00000000001d@1",
                        "reason",
                        "Wolverine",
                        "belonging",
                        Map.of("forum", FORUM, "unit", "nz", "audience", "unit:nz")));
        indexed();
        String found = "redaction-00000000-0000-4000-8000-00000000000d@1";
        assertThat(search("secretariat", "wolverine")).containsExactly(found);
        assertThat(search("nz.focal", "wolverine")).containsExactly(found);
        assertThat(search("nz.delegate", "wolverine")).isEmpty();
        assertThat(search("id.focal", "wolverine")).isEmpty();
    }

    private Map<String, Object> everything() {
        Map<String, Object> all = new TreeMap<>();
        for (String reader :
                new String[] {"NOBODY", "stranger", "nz.delegate", "id.focal", "group.cochair", "secretariat"}) {
            for (String asked : List.of(
                    "timelines/" + ITEM + "?",
                    "timelines/nz?",
                    "timelines/" + NOMINATION + "?",
                    "search?q=quixotic&",
                    "timelines/" + FORUM + "?")) {
                JsonNode page = json(
                        reader.equals("NOBODY") ? null : reader, "/api/record/" + asked + "limit=200&forum=" + FORUM);
                all.put(
                        reader + " " + asked,
                        new LinkedHashMap<>(Map.of("items", page.path("items").toString())));
            }
        }
        return all;
    }
}
