package org.plenary.record;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.unset;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.plenary.record.RunningRecord.FORUM;
import static org.plenary.record.RunningRecord.OTHER_FORUM;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.json.Json;
import org.plenary.record.RunningRecord.By;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.ProofBundle;
import org.plenary.tlog.WitnessPolicy;
import tools.jackson.databind.JsonNode;

/** Receipts, proofs beside published texts, and exports, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptsTest {
    private static final String MEETING = "meeting-00000000-0000-4000-8000-000000000009";
    private static final String ITEM = "item-00000000-0000-4000-8000-00000000000a";
    private static final String OTHERS_ITEM = "item-00000000-0000-4000-8000-00000000000b";
    private static final String LISTED_ITEM = "item-00000000-0000-4000-8000-00000000000c";
    private static final String TEXT = "document-00000000-0000-4000-8000-00000000000d";
    private static final String DISPATCH = "dispatch-00000000-0000-4000-8000-00000000000e";
    private static final String COMMITMENT = "commitment-00000000-0000-4000-8000-00000000000f";
    private static final String NEXT_MEETING = "meeting-00000000-0000-4000-8000-000000000010";
    private static final String TEXT_PATH = "/api/outcomes/documents/" + TEXT + "/text";
    private static final byte[] BYTES = "{\"schema\":\"plenary-text-v1\"}".getBytes(UTF_8);

    private RunningRecord record;
    private String submitted;
    private String objected;
    private String published;
    private String redacted;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        record = new RunningRecord(dir);
        record.person(FORUM, "th.head", "th", "HEAD", null);
        record.person(FORUM, "th.focal", "th", "FOCAL_POINT", null);
        record.person(FORUM, "my.head", "my", "HEAD", null);
        record.person(FORUM, "secretariat", null, "SECRETARIAT", null);
        record.person(FORUM, "id.cochair", "id", "CO_CHAIR", "conference");
        record.person(FORUM, "other.cochair", "nz", "CO_CHAIR", "steering-group");
        record.person(OTHER_FORUM, "stranger", "th", "SECRETARIAT", null);
        record.person(FORUM, "th.delegate", "th", "DELEGATE", null);
        redacted = record.says(
                "agenda",
                "item-redacted",
                "ItemSubmitted",
                new By("th.head", "unit:th"),
                Map.of("title", "Too much was said"));
        record.recorded(redacted);
        By chair = new By("id.cochair", "public");
        record.says("meeting", MEETING, "MeetingProposed", chair, Map.of("title", "Ninth", "body", "conference"));
        By thailand = new By("th.head", "unit:th");
        submitted = record.says("agenda", ITEM, "ItemSubmitted", thailand, item("th", "Thailand's item"));
        record.says("agenda", OTHERS_ITEM, "ItemSubmitted", new By("my.head", "unit:my"), item("my", "Malaysia's"));
        By filed = new By("secretariat", "my", FORUM, "unit:my");
        record.says("agenda", LISTED_ITEM, "ItemSubmitted", filed, item("my", "Filed for Malaysia"));
        By forum = new By("secretariat", "forum");
        record.says("agenda", LISTED_ITEM, "ItemListed", forum, Map.of("number", 1));
        record.says("outcomes", TEXT, "DraftOpened", forum, Map.of("meeting", MEETING, "body", "conference"));
        objected = record.says(
                "outcomes",
                TEXT,
                "SilenceObjected",
                new By("th.head", "forum"),
                Map.of("party", "th", "ground", "No."));
        record.says(
                "outcomes",
                TEXT,
                "SilenceObjected",
                new By("my.head", "forum"),
                Map.of("party", "my", "ground", "Nor we."));
        published = record.says(
                "outcomes",
                TEXT,
                "DocumentPublished",
                new By("secretariat", "public"),
                Map.of("symbol", "TT/MC.9/1", "hash", sha256(BYTES)));
        record.says("circulation", DISPATCH, "DispatchOrdered", forum, Map.of("about", TEXT, "eventId", published));
        record.says("outcomes", COMMITMENT, "CommitmentMarked", forum, Map.of("meeting", MEETING, "document", TEXT));
        record.says("meeting", NEXT_MEETING, "MeetingProposed", chair, Map.of("title", "Tenth", "follows", MEETING));
        String last = record.says(
                "agenda", "agenda-next0000", "AgendaOpened", forum, Map.of("meeting", NEXT_MEETING, "of", ITEM));
        record.texts.put(TEXT_PATH, BYTES);
        for (String id : List.of(
                submitted,
                published,
                last,
                OTHERS_ITEM + "@1",
                LISTED_ITEM + "@2",
                DISPATCH + "@1",
                COMMITMENT + "@1")) {
            record.recorded(id);
        }
        await().atMost(60, SECONDS).untilAsserted(() -> {
            assertThat(opened("secretariat", submitted)).isTrue();
            assertThat(opened("id.cochair", submitted)).isTrue();
            assertThat(opened("my.head", TEXT + "@1")).isTrue();
            assertThat(opened("th.focal", TEXT + "@1")).isTrue();
        });
    }

    private static Map<String, Object> item(String party, String title) {
        return Map.of("meeting", MEETING, "body", "conference", "party", party, "title", title);
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Hashing.sha256(bytes));
    }

    @AfterAll
    void stop() throws Exception {
        record.close();
    }

    private static String path(String id) {
        return "/api/record/receipts/" + id.replace('@', '/');
    }

    private ProofBundle receipt(String subject, String id) {
        HttpResponse<byte[]> answer = record.get(subject, path(id));
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        return ProofBundle.parse(new String(answer.body(), UTF_8));
    }

    private boolean opened(String subject, String id) {
        return receipt(subject, id).opening().isPresent();
    }

    /** What a delegation would have from elsewhere: the key that the log publishes. */
    private WitnessPolicy known(ProofBundle bundle) {
        assertThat(bundle.policy()).contains(record.text(null, "/record/vkey").strip());
        return WitnessPolicy.parse(bundle.policy());
    }

    @Test
    void a_submitter_keeps_a_receipt_that_verifies_without_a_server() {
        HttpResponse<byte[]> answer = record.get("th.head", path(submitted));
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"receipt-" + submitted + ".proof.json\"");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        ProofBundle receipt = receipt("th.head", submitted);
        receipt.verify(known(receipt));
        assertThat(receipt.opening().orElseThrow().rest()).contains("Thailand's item", "th.head");
    }

    @Test
    void a_receipt_in_which_anything_was_changed_is_refused() {
        String text = record.text("th.head", path(submitted));
        WitnessPolicy known = known(ProofBundle.parse(text));
        JsonNode rest = Json.tree(text).at("/opening/rest");
        for (Map.Entry<String, String> change : Map.of(
                        "Thailand's item", "Thailand's Item",
                        "ItemSubmitted", "ItemWithdrawn",
                        "2027-01-20T03:00:00Z", "2027-01-20T02:00:00Z",
                        "\\nindex ", "\\nindex 1")
                .entrySet()) {
            assertThat(text).contains(change.getKey());
            String changed = text.replace(change.getKey(), change.getValue());
            assertThatThrownBy(() -> ProofBundle.parse(changed).verify(known))
                    .as(change.getKey())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(rest.path("receivedAt").asString()).isEqualTo("2027-01-20T03:00:00Z");
    }

    @Test
    void the_party_the_secretariat_and_the_bodys_co_chairs_read_it_and_nobody_else_does() {
        for (String reader : List.of("th.head", "th.focal", "secretariat", "id.cochair")) {
            assertThat(opened(reader, submitted)).as(reader).isTrue();
        }
        for (String reader : List.of("my.head", "other.cochair", "stranger", "nobody.known")) {
            assertThat(opened(reader, submitted)).as(reader).isFalse();
        }
        ProofBundle closed = receipt(null, submitted);
        closed.verify(known(closed));
        assertThat(closed.opening()).isEmpty();
        assertThat(record.text(null, path(submitted))).contains("\"withheld\" : \"audience\"");
        assertThat(record.text(null, path(submitted))).doesNotContain("Thailand's item");
        assertThat(opened(null, objected)).isFalse();
        assertThat(opened("my.head", objected)).isTrue();
        assertThat(opened("stranger", objected)).isFalse();
    }

    @Test
    void a_receipt_of_what_was_redacted_is_closed_and_says_so_and_one_that_was_kept_still_opens() {
        String kept = record.text("th.head", path(redacted));
        assertThat(record.bean(LogStore.class).destroy(redacted, "redaction-1@2"))
                .isTrue();
        String now = record.text("th.head", path(redacted));
        assertThat(now).contains("\"withheld\" : \"redacted\"").doesNotContain("Too much was said");
        ProofBundle closed = ProofBundle.parse(now);
        closed.verify(known(closed));
        ProofBundle old = ProofBundle.parse(kept);
        old.verify(known(closed));
        assertThat(old.opening().orElseThrow().rest()).contains("Too much was said");
    }

    @Test
    void what_its_owner_shows_only_to_whom_administers_a_unit_is_not_opened_to_the_rest_of_it() {
        String id = Authority.stream(FORUM, "th.delegate") + "@1";
        record.recorded(id);
        assertThat(opened("th.focal", id)).isTrue();
        assertThat(opened("secretariat", id)).isTrue();
        assertThat(opened("th.head", id)).isFalse();
    }

    @Test
    void a_register_that_names_people_is_opened_to_the_trusted_alone_though_its_forum_is_public() {
        String id = record.says(
                "membership",
                FORUM,
                "RegisterImported",
                new By("operator", "public"),
                Map.of("people", List.of(Map.of("subject", "th.head", "unit", "th"))));
        record.recorded(id);
        for (String reader : new String[] {null, "nobody.known", "operator", "th.head", "stranger", "id.cochair"}) {
            assertThat(opened(reader, id)).as(reader).isFalse();
        }
        assertThat(record.text(null, path(id))).doesNotContain("th.head");
        assertThat(opened("secretariat", id)).isTrue();
    }

    @Test
    void whoever_filed_for_a_party_and_the_party_both_have_the_receipt() {
        assertThat(opened("secretariat", LISTED_ITEM + "@1")).isTrue();
        assertThat(opened("my.head", LISTED_ITEM + "@1")).isTrue();
        assertThat(opened("th.head", LISTED_ITEM + "@1")).isFalse();
    }

    @Test
    void a_receipt_that_is_not_there_yet_says_when_to_look_again() {
        for (String path : List.of(path(ITEM + "@2"), path("item-unknown@1"))) {
            HttpResponse<byte[]> answer = record.get("th.head", path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(new String(answer.body(), UTF_8)).contains("Please look again.");
        }
        assertThat(record.get("th.head", "/api/record/receipts/" + ITEM + "/0").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_reader_finds_the_own_acts_on_a_thing_page_by_page() {
        JsonNode mine = Json.tree(record.text("th.focal", "/api/record/receipts?stream=" + TEXT));
        assertThat(mine.path("items").size()).isEqualTo(1);
        assertThat(mine.at("/items/0/id").asString()).isEqualTo(objected);
        assertThat(mine.at("/items/0/receipt").asString()).isEqualTo(path(objected));
        JsonNode first = Json.tree(record.text("secretariat", "/api/record/receipts?stream=" + TEXT + "&limit=1"));
        assertThat(first.at("/items/0/id").asString()).isEqualTo(TEXT + "@1");
        JsonNode second = Json.tree(record.text(
                "secretariat",
                "/api/record/receipts?stream=" + TEXT + "&limit=1&cursor="
                        + first.path("next").asString()));
        assertThat(second.at("/items/0/id").asString()).isEqualTo(published);
        assertThat(second.has("next")).isFalse();
        assertThat(Json.tree(record.text(null, "/api/record/receipts?stream=" + TEXT))
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void what_others_did_about_a_party_is_no_act_of_its_and_its_receipt_is_had_by_the_event() {
        String thing = "document-00000000-0000-4000-8000-000000000015";
        Map<String, Object> about = Map.of("party", "th", "unit", "th");
        String others = record.says("outcomes", thing, "StatementRemoved", new By("secretariat", "unit:th"), about);
        By behalf = new By("secretariat", "th", FORUM, "unit:th");
        String filed = record.says("outcomes", thing, "StatementMade", behalf, about);
        String own = record.says("outcomes", thing, "StatementMade", new By("th.head", "unit:th"), about);
        record.recorded(own);
        JsonNode mine = Json.tree(record.text("th.focal", "/api/record/receipts?stream=" + thing));
        assertThat(mine.at("/items").findValuesAsString("id")).containsExactly(filed, own);
        assertThat(opened("th.focal", others)).isTrue();
        JsonNode theirs = Json.tree(record.text("secretariat", "/api/record/receipts?stream=" + thing));
        assertThat(theirs.at("/items").findValuesAsString("id")).containsExactly(others, filed);
    }

    @Test
    void the_proof_beside_a_published_text_is_public_and_speaks_of_exactly_its_bytes() {
        ProofBundle proof = receipt(null, published);
        proof.verify(known(proof));
        assertThat(proof.speaksOf(BYTES)).isTrue();
        assertThat(proof.file().orElseThrow().name()).isEqualTo("TT-MC.9-1.json");
        assertThat(proof.speaksOf("{\"schema\":\"plenary-text-v2\"}".getBytes(UTF_8)))
                .isFalse();
    }

    private Exported exported(String subject) throws Exception {
        return exported(subject, MEETING);
    }

    private Exported exported(String subject, String meeting) throws Exception {
        HttpResponse<byte[]> answer = await().pollDelay(Duration.ZERO)
                .atMost(60, SECONDS)
                .until(() -> record.get(subject, "/api/record/exports/" + meeting), a -> a.statusCode() != 503);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
        return new Exported(answer.body());
    }

    @Test
    void the_secretariats_export_holds_the_whole_meeting_and_nothing_of_the_next() throws Exception {
        Exported export = exported("secretariat");
        assertThat(export.streams())
                .isEqualTo(Set.of(MEETING, ITEM, OTHERS_ITEM, LISTED_ITEM, TEXT, DISPATCH, COMMITMENT));
        export.bundles.keySet().stream()
                .filter(p -> p.startsWith("events/"))
                .forEach(p -> assertThat(export.bundles.get(p).opening()).as(p).isPresent());
        assertThat(export.files.get("files/TT-MC.9-1.json")).isEqualTo(BYTES);
        assertThat(export.manifest.path("title").asString()).isEqualTo("Ninth");
        assertThat(export.manifest.at("/madeFor/subject").asString()).isEqualTo("secretariat");
        assertThat(export.manifest.path("leftOut").isEmpty()).isTrue();
        assertThat(record.askedAs.get(TEXT_PATH)).startsWith("Bearer ");
        assertThat(export.text("README.txt")).contains("plenary verify", MEETING);
    }

    @Test
    void a_delegations_export_opens_nothing_of_another_party() throws Exception {
        Exported export = exported("th.head");
        assertThat(export.streams()).isEqualTo(Set.of(MEETING, ITEM, LISTED_ITEM, TEXT, DISPATCH, COMMITMENT));
        assertThat(export.opened(submitted)).isTrue();
        assertThat(export.opened(LISTED_ITEM + "@1")).isFalse();
        assertThat(export.opened(LISTED_ITEM + "@2")).isTrue();
        export.files.forEach(
                (path, bytes) -> assertThat(new String(bytes, UTF_8)).as(path).doesNotContain("Malaysia", OTHERS_ITEM));
        assertThat(export.manifest.at("/madeFor/unit").asString()).isEqualTo("th");
    }

    @Test
    void nobodys_export_opens_only_what_is_public() throws Exception {
        Exported export = exported(null);
        assertThat(export.streams()).isEqualTo(Set.of(MEETING, TEXT));
        assertThat(export.opened(MEETING + "@1")).isTrue();
        assertThat(export.opened(published)).isTrue();
        assertThat(export.opened(objected)).isFalse();
        assertThat(export.files.get("files/TT-MC.9-1.json")).isEqualTo(BYTES);
        export.bundles.forEach((path, bundle) -> bundle.opening()
                .ifPresent(o -> assertThat(Json.tree(o.rest()).path("audience").asString())
                        .as(path)
                        .isEqualTo("public")));
    }

    @Test
    void a_text_that_is_not_what_was_sealed_is_left_out_and_named() throws Exception {
        record.texts.put(TEXT_PATH, "other words".getBytes(UTF_8));
        try {
            Exported export = exported("secretariat");
            assertThat(export.files.keySet()).noneMatch(p -> p.startsWith("files/"));
            assertThat(export.manifest.at("/leftOut/0/what").asString()).isEqualTo("TT-MC.9-1.json");
            assertThat(export.manifest.at("/leftOut/0/why").asString()).contains("another hash");
        } finally {
            record.texts.put(TEXT_PATH, BYTES);
        }
    }

    /** Whom the redacted thing was for sees its entry closed, beside its redaction; what was lost is counted. */
    @Test
    void what_was_redacted_stays_in_the_export_and_what_was_lost_is_named_as_left_out() throws Exception {
        String meeting = "meeting-00000000-0000-4000-8000-000000000011";
        String gone = "item-00000000-0000-4000-8000-000000000012";
        String lost = "item-00000000-0000-4000-8000-000000000013";
        String redaction = "redaction-00000000-0000-4000-8000-000000000014";
        By chair = new By("id.cochair", "public");
        By thailand = new By("th.head", "unit:th");
        record.says("meeting", meeting, "MeetingProposed", chair, Map.of("title", "Twelfth", "body", "conference"));
        for (String item : List.of(gone, lost)) {
            record.says("agenda", item, "ItemSubmitted", thailand, Map.of("meeting", meeting, "party", "th"));
            record.recorded(item + "@1");
        }
        By office = new By("secretariat", "unit:th");
        record.recorded(record.says("agenda", redaction, "RedactionProposed", office, Map.of("event", gone + "@1")));
        record.recorded(meeting + "@1");
        assertThat(exported("th.head", meeting).streams()).isEqualTo(Set.of(meeting, gone, lost, redaction));
        record.bean(LogStore.class).destroy(gone + "@1", redaction + "@2");
        record.database()
                .getCollection("entries")
                .updateOne(eq("key", lost + "@1"), combine(unset("salt"), unset("rest")));

        for (String reader : List.of("th.head", "secretariat")) {
            Exported export = exported(reader, meeting);
            assertThat(export.streams()).as(reader).isEqualTo(Set.of(meeting, gone, redaction));
            assertThat(export.opened(gone + "@1")).as(reader).isFalse();
            assertThat(export.opened(redaction + "@1")).as(reader).isTrue();
        }
        Exported others = exported("my.head", meeting);
        assertThat(others.streams()).isEqualTo(Set.of(meeting));
        assertThat(others.manifest.toString()).doesNotContain(gone, lost);
        assertThat(others.manifest.path("leftOut").toString())
                .contains("streams that belong to the meeting: 1", "was lost");
    }

    @Test
    void what_is_no_meeting_is_not_exported() {
        assertThat(record.get(null, "/api/record/exports/" + ITEM).statusCode()).isEqualTo(400);
        assertThat(record.get(null, "/api/record/exports/meeting-unknown").statusCode())
                .isEqualTo(404);
    }
}
