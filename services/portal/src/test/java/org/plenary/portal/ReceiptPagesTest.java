package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receipts, proofs beside texts, and the export of a conference, as their pages show them. */
class ReceiptPagesTest extends PortalTest {
    private static final String ITEM = "item-00000000-0000-4000-8000-00000000000a";
    private static final String TEXT = "document-00000000-0000-4000-8000-00000000000d";
    private static final String AGENDA = "agenda-00000000-0000-4000-8000-00000000000e";
    private static final String RECEIPT = "/api/record/receipts/" + ITEM + "/1";
    private static final String LEAF =
            "{\"recordedAt\":\"2027-01-20T03:00:01Z\",\"type\":\"org.plenary.agenda.ItemSubmitted.v1\",\"version\":1}";
    private static final String PROOF =
            "c2sp.org/tlog-proof@v1\nindex 41\nAAAA\n\nlocalhost/record\n57\nBBBB\n\n- sig\n";

    @BeforeAll
    void start() {
        owner.reply(
                "GET /api/agenda/items/" + ITEM,
                200,
                "1",
                Map.of(
                        "id",
                        ITEM,
                        "title",
                        "An item",
                        "status",
                        "SUBMITTED",
                        "party",
                        "au",
                        "meeting",
                        StubOwner.MEETING));
    }

    @BeforeEach
    void fresh() throws Exception {
        browser.signIn("au.cochair", owner);
        owner.reply(
                "GET " + RECEIPT,
                200,
                "",
                Map.of(
                        "leaf",
                        LEAF,
                        "proof",
                        PROOF,
                        "opening",
                        Map.of("rest", Map.of("actor", "au.<b>head", "receivedAt", "2027-01-20T03:00:00Z"))));
        owner.asked.clear();
    }

    @Test
    void whoever_submits_is_offered_the_receipt_of_exactly_that_act() throws Exception {
        owner.reply(
                "POST /api/agenda/items",
                201,
                "1",
                Map.of("stream", ITEM, "version", 1, "events", List.of(ITEM + "@1")));
        browser.get("/new/SubmitItem?meeting=" + StubOwner.MEETING);
        HttpResponse<String> sent = browser.post(
                "/act",
                Map.of(
                        "op", "SubmitItem",
                        "key", "key-12345678",
                        "f.meeting", StubOwner.MEETING,
                        "f.party", "au",
                        "f.title", "An item",
                        "f.memorandum", "Why",
                        "f.objectives", "1"));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(302);
        String done = "/items/" + ITEM + "?done=SubmitItem&receipt=1";
        assertThat(Browser.location(sent)).endsWith(done);
        assertThat(browser.get(done).body())
                .contains("href=\"/receipts/" + ITEM + "/1\"", "href=\"/receipts/" + ITEM + "\"");
        assertThat(browser.get("/items/" + ITEM + "?done=SubmitItem&receipt=1%22%3E")
                        .body())
                .doesNotContain("/receipts/" + ITEM + "/1");
    }

    @Test
    void a_receipt_says_what_it_proves_when_where_and_how_to_check_it() throws Exception {
        String page = browser.get("/receipts/" + ITEM + "/1").body();
        assertThat(page)
                .contains(
                        "as number 41 of its log",
                        "Item submitted",
                        "au.&lt;b&gt;head",
                        "number 41 of 57 entries",
                        "Wed 20 Jan 2027, 03:00:01 UTC",
                        "plenary verify RECEIPT",
                        "href=\"/receipts/" + ITEM + "/1/file\"");
        assertThat(owner.asked("GET", RECEIPT).getLast().header("Authorization"))
                .startsWith("Bearer ");
        HttpResponse<String> file = browser.get("/receipts/" + ITEM + "/1/file");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(file.body()).contains("tlog-proof");
    }

    @Test
    void a_receipt_that_is_not_ready_says_when_to_look_again_and_needs_no_script() throws Exception {
        owner.reply(
                "GET " + RECEIPT,
                404,
                "",
                Map.of("detail", "The event is in the log as number 41.", "retryAfterSeconds", 2));
        HttpResponse<String> page = browser.get("/receipts/" + ITEM + "/1");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(page.body())
                .contains("The event is in the log as number 41.", "look again in 2 seconds", "Look again")
                .contains("href=\"/receipts/" + ITEM + "/1\"");
        assertThat(browser.get("/receipts/" + ITEM + "/2").body()).contains("There is no such page");
    }

    @Test
    void a_closed_receipt_says_why() throws Exception {
        for (Map.Entry<String, String> why : Map.of(
                        "audience", "You may not read what this act says",
                        "redacted", "destroyed by the decision of two people",
                        "lost", "put back from a mirror")
                .entrySet()) {
            owner.reply("GET " + RECEIPT, 200, "", Map.of("leaf", LEAF, "proof", PROOF, "withheld", why.getKey()));
            assertThat(browser.get("/receipts/" + ITEM + "/1").body()).contains(why.getValue(), "number 41");
        }
    }

    @Test
    void everybody_finds_the_own_receipts_of_a_thing_page_by_page() throws Exception {
        owner.reply(
                "GET /api/record/receipts",
                200,
                "",
                Map.of(
                        "items",
                        List.of(Map.of(
                                "version",
                                3,
                                "type",
                                "org.plenary.outcomes.SilenceObjected.v1",
                                "recordedAt",
                                "2027-01-20T03:00:01Z")),
                        "next",
                        "3"));
        String page = browser.get("/receipts/" + TEXT).body();
        assertThat(page)
                .contains(
                        "Silence objected",
                        "href=\"/receipts/" + TEXT + "/3\"",
                        "href=\"/receipts/" + TEXT + "?cursor=3\"");
        assertThat(owner.asked("GET", "/api/record/receipts").getLast().query()).isEqualTo("stream=" + TEXT);
        owner.reply("GET /api/record/receipts", 200, "", Map.of("items", List.of()));
        assertThat(browser.get("/receipts/" + TEXT).body()).contains("did anything here");
    }

    @Test
    void a_proof_lies_beside_each_published_text_and_no_other() throws Exception {
        for (String status : List.of("ADOPTED", "PUBLISHED")) {
            owner.reply(
                    "GET /api/outcomes/documents/" + TEXT,
                    200,
                    "9",
                    Map.of("id", TEXT, "title", "T", "status", status));
            String page = browser.get("/documents/" + TEXT).body();
            assertThat(page.contains("/api/outcomes/documents/" + TEXT + "/proof"))
                    .as(status)
                    .isEqualTo(status.equals("PUBLISHED"));
            assertThat(page.contains("plenary verify TEXT PROOF")).isEqualTo(status.equals("PUBLISHED"));
        }
        for (String status : List.of("FROZEN", "CIRCULATED")) {
            owner.reply(
                    "GET /api/agenda/agendas/" + AGENDA,
                    200,
                    "4",
                    Map.of("id", AGENDA, "title", "A", "status", status, "edition", 1, "meeting", StubOwner.MEETING));
            String page = browser.get("/agendas/" + AGENDA).body();
            assertThat(page).contains("/api/agenda/agendas/" + AGENDA + "/text");
            assertThat(page.contains("/api/agenda/agendas/" + AGENDA + "/proof"))
                    .as(status)
                    .isEqualTo(status.equals("CIRCULATED"));
        }
    }

    @Test
    void a_conference_is_taken_away_whole_after_it_was_said_what_that_is() throws Exception {
        assertThat(browser.get("/meetings/" + StubOwner.MEETING).body())
                .contains("href=\"/exports/" + StubOwner.MEETING + "\"");
        assertThat(browser.get("/exports/" + StubOwner.MEETING).body())
                .contains("20,000 acts", "href=\"/exports/" + StubOwner.MEETING + "/file\"");
        owner.reply("GET /api/record/exports/" + StubOwner.MEETING, 200, "", "the zip");
        HttpResponse<String> file = browser.get("/exports/" + StubOwner.MEETING + "/file");
        assertThat(file.body()).isEqualTo("the zip");
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(owner.asked("GET", "/api/record/exports/" + StubOwner.MEETING)
                        .getLast()
                        .header("Authorization"))
                .startsWith("Bearer ");
        owner.reply("GET /api/record/exports/" + StubOwner.MEETING, 413, "", "{\"detail\":\"Too large.\"}");
        assertThat(browser.get("/exports/" + StubOwner.MEETING + "/file").statusCode())
                .isEqualTo(413);
    }
}
