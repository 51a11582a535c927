package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happened and what stood, as pages; all of it works without a script. */
class HistoryPagesTest extends PortalTest {
    private static final String ITEM = "item-00000000-0000-4000-8000-000000000002";
    private static final String AGENDA = "agenda-00000000-0000-4000-8000-000000000009";
    private static final String TIMELINE = "/api/record/timelines/" + ITEM;
    private static final Map<String, Object> RETURNED = Map.ofEntries(
            Map.entry("event", ITEM + "@2"),
            Map.entry("stream", ITEM),
            Map.entry("version", 2),
            Map.entry("what", "Item returned"),
            Map.entry("recordedAt", "2027-01-20T03:00:00Z"),
            Map.entry("inForceFrom", "2027-01-01T00:00:00Z"),
            Map.entry("by", "secretariat"),
            Map.entry("onBehalfOf", "nz"),
            Map.entry("texts", List.of(Map.of("field", "urgencyGround", "text", "<b>Floods</b>"))),
            Map.entry("leafIndex", 1041),
            Map.entry("proof", "/record/proof/" + ITEM + "/2"),
            Map.entry("redacted", false));

    @BeforeEach
    void fresh() throws Exception {
        owner.forums(StubOwner.FORUM);
        answers(Map.of("items", List.of(RETURNED), "upTo", 1042, "behind", false));
        browser.signIn("au.cochair", owner);
        owner.asked.clear();
    }

    private void answers(Map<String, Object> page) {
        owner.reply("GET " + TIMELINE, 200, "", page);
        owner.reply("GET /api/record/search", 200, "", page);
    }

    @Test
    void a_timeline_is_named_as_the_thing_is_and_by_its_id_for_who_may_not_see_the_thing() throws Exception {
        owner.reply(
                "GET /api/agenda/items/" + ITEM,
                200,
                "2",
                Map.of("id", ITEM, "title", "Maritime routes", "status", "RETURNED"));
        assertThat(browser.get("/timeline/" + ITEM).body()).contains(">History: Maritime routes</h1>");
        owner.reply("GET /api/agenda/items/" + ITEM, 404, "", Map.of());
        assertThat(browser.get("/timeline/" + ITEM).body()).contains(">History: " + ITEM + "</h1>");
    }

    @Test
    void a_timeline_says_when_what_who_and_where_the_proof_is() throws Exception {
        String page = browser.get("/timeline/" + ITEM).body();
        assertThat(page)
                .contains("Item returned", "/items/" + ITEM, "secretariat, on behalf of nz")
                .contains("Wed 20 Jan 2027, 03:00:00 UTC", "In force from Fri 1 Jan 2027, 00:00:00 UTC")
                .contains("Urgency ground: &lt;b&gt;Floods&lt;/b&gt;")
                .contains("/record/proof/" + ITEM + "/2", "Entry 1041")
                .doesNotContain("behind the record", "Next page");
        assertThat(owner.asked("GET", TIMELINE).getLast().query()).isEqualTo("forum=" + StubOwner.FORUM);
    }

    @Test
    void days_are_asked_for_to_their_end_and_stay_filled_in() throws Exception {
        String page = browser.get("/timeline/" + ITEM + "?known=2027-03-10&inForce=2027-02-28T05:00:00Z")
                .body();
        assertThat(page).contains("value=\"2027-03-10\"", "value=\"2027-02-28T05:00:00Z\"");
        assertThat(owner.asked("GET", TIMELINE).getLast().query())
                .contains("knownOn=2027-03-10T23%3A59%3A59.999Z", "inForceOn=2027-02-28T05%3A00%3A00Z");
    }

    @Test
    void a_list_that_goes_on_leads_to_its_next_page_with_what_was_asked() throws Exception {
        answers(Map.of("items", List.of(RETURNED), "upTo", 1042, "behind", true, "next", "Y3Vyc29y"));
        String page = browser.get("/search?q=border+%22security+of%22&known=2027-03-10")
                .body();
        assertThat(page)
                .contains("a little behind the record", "Next page")
                .contains("q=border+%22security+of%22&amp;forum=" + StubOwner.FORUM
                        + "&amp;known=2027-03-10&amp;cursor=Y3Vyc29y");
        browser.get("/search?q=border&cursor=Y3Vyc29y");
        assertThat(owner.asked("GET", "/api/record/search").getLast().query()).contains("q=border", "cursor=Y3Vyc29y");
    }

    @Test
    void what_cannot_be_asked_is_said_beside_what_was_filled_in() throws Exception {
        owner.reply(
                "GET /api/record/search",
                400,
                "",
                Map.of(
                        "type",
                        "/problems/invalid-input",
                        "detail",
                        "Ask with whole words; a star stands for nothing here.",
                        "errors",
                        List.of(Map.of("pointer", "/q", "message", "Ask with whole words."))));
        HttpResponse<String> page = browser.get("/search?q=bor*");
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("a star stands for nothing here", "value=\"bor*\"");
        owner.reply("GET /api/record/search", 500, "", Map.of());
        assertThat(browser.get("/search?q=border").statusCode()).isEqualTo(503);
    }

    @Test
    void a_day_that_has_no_next_is_for_the_record_to_refuse_and_no_error_of_ours() throws Exception {
        HttpResponse<String> page = browser.get("/search?q=border&known=%2B999999999-12-31");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(owner.asked("GET", "/api/record/search").getLast().query()).contains("999999999-12-31");
    }

    @Test
    void a_search_for_nothing_asks_nobody() throws Exception {
        HttpResponse<String> page = browser.get("/search?q=");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("There is nothing to show here");
        assertThat(owner.asked("GET", "/api/record/search")).isEmpty();
    }

    @Test
    void every_page_has_the_box_and_every_thing_its_history() throws Exception {
        String page = browser.get("/meetings/" + StubOwner.MEETING).body();
        assertThat(page)
                .contains("role=\"search\"", "name=\"q\"")
                .contains("/timeline/" + StubOwner.MEETING + "?forum=" + StubOwner.FORUM)
                .contains("/stood/meetings/" + StubOwner.MEETING);
    }

    @Test
    void an_agenda_is_shown_as_it_stood_and_has_the_days_on_its_own_page() throws Exception {
        owner.reply("GET /api/agenda/items", 200, "", Map.of("items", List.of()));
        Map<String, Object> agenda = Map.of(
                "id",
                AGENDA,
                "status",
                "CIRCULATED",
                "forum",
                StubOwner.FORUM,
                "meeting",
                StubOwner.MEETING,
                "title",
                "Ninth",
                "entries",
                List.of(Map.of("number", 1, "title", "Opening", "party", "id", "tags", List.of())));
        owner.reply("GET /api/agenda/agendas/" + AGENDA, 200, "7", agenda);
        assertThat(browser.get("/agendas/" + AGENDA).body())
                .contains("action=\"/stood/agendas/" + AGENDA, "As we knew it on", "As in force on");
        String stood =
                browser.get("/stood/agendas/" + AGENDA + "?known=2027-03-10").body();
        assertThat(stood)
                .contains("As we knew it on 2027-03-10.", "Opening", "As it stands now")
                .doesNotContain("What you can do");
        assertThat(owner.asked("GET", "/api/agenda/agendas/" + AGENDA).getLast().query())
                .isEqualTo("knownOn=2027-03-10T23%3A59%3A59.999Z");
    }

    @Test
    void that_it_was_not_there_yet_is_said_in_plain_words() throws Exception {
        owner.reply(
                "GET /api/agenda/agendas/" + AGENDA,
                404,
                "",
                Map.of("type", "/problems/not-found", "detail", "There is nothing to show of this agenda as of then."));
        HttpResponse<String> page = browser.get("/stood/agendas/" + AGENDA + "?known=2020-01-01");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("There is nothing to show of this agenda as of then.");
        assertThat(browser.get("/stood/agendas/" + AGENDA).statusCode()).isEqualTo(404);
    }

    @Test
    void the_records_page_says_what_keeps_the_log_from_going_on() throws Exception {
        owner.reply("GET /record/checkpoint", 200, "", "signed");
        owner.reply("GET /record/vkey", 200, "", "key");
        owner.reply("GET /api/record/log", 200, "", Map.of("alarm", ""));
        assertThat(browser.get("/log").body()).contains("signed").doesNotContain("Nothing new is published");
        owner.reply("GET /api/record/log", 200, "", Map.of("alarm", "the witness <au> has seen 700 entries"));
        assertThat(browser.get("/log").body())
                .contains("Nothing new is published at the moment")
                .contains("the witness &lt;au&gt; has seen 700 entries");
    }
}
