package org.plenary.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's pages as a browser without scripts sees them. */
class OperationsPagesTest extends PortalTest {
    private static final String ID = "parking-00000000-0000-5000-8000-000000000001";
    private static final String STREAMS = "/api/agenda/parked-streams";
    private static final String PAGE = "/operations/agenda/" + ID;

    @BeforeAll
    void start() {
        for (String service : List.of("membership", "meeting", "agenda", "outcomes", "circulation")) {
            owner.reply("GET /api/" + service + "/parked-streams", 200, "", Map.of("items", List.of()));
        }
        owner.reply("GET /api/membership/me", 200, "", Map.of("grants", List.of(Map.of("role", "OPERATOR"))));
        owner.reply(
                "GET /api/agenda/census",
                200,
                "",
                Map.of(
                        "at",
                        "2027-03-01T09:00:00Z",
                        "streams",
                        1_234,
                        "differences",
                        1,
                        "named",
                        List.of(Map.of("where", "view.items", "stream", "item-1", "has", 2, "head", 3)),
                        "unreached",
                        List.of("record")));
    }

    @Test
    void while_silences_and_letters_are_held_every_page_says_so() throws Exception {
        assertThat(browser.get("/about").body()).doesNotContain("id=\"held\"");
        try (RunningPortal held = new RunningPortal(store.uri(), owner, "--plenary.held=timers-and-mail")) {
            assertThat(new Browser(held.address()).get("/about").body())
                    .contains("id=\"held\"")
                    .contains("no silence or deadline ends by itself");
        }
    }

    @BeforeEach
    void fresh() throws Exception {
        stopped("HEARD", "PARKED");
        browser.signIn("operator", owner);
        owner.asked.clear();
    }

    private void stopped(String kind, String status) {
        Map<String, Object> stopped = Map.of(
                "id",
                ID,
                "kind",
                kind,
                "source",
                "meeting",
                "stream",
                "meeting-7",
                "stoppedAt",
                4,
                "cause",
                "no such <body>",
                "at",
                "2027-03-01T09:00:00Z",
                "status",
                status);
        owner.reply("GET " + STREAMS, 200, "", Map.of("items", List.of(stopped)));
        owner.reply("GET " + STREAMS + "/" + ID, 200, "3", stopped);
    }

    @Test
    void what_stopped_and_what_differs_is_shown_for_each_service() throws Exception {
        String page = browser.get("/operations").body();
        assertThat(page)
                .contains("Census of Mon 1 Mar 2027, 09:00:00 UTC: 1,234 streams, 1 differ.")
                .contains("item-1: view.items has 2 of 3", "record did not tell its heads")
                .contains("href=\"" + PAGE + "\">meeting-7@4</a>", "no such &lt;body&gt;", "waits for an order")
                .contains("This service does not answer.", "No census was taken since it started");
        assertThat(browser.get("/").body()).contains("href=\"/operations\"");
        assertThat(owner.asked("GET", STREAMS).getLast().query()).contains("forum=operators", "standing=WAITING");
    }

    @Test
    void the_event_is_read_only_when_asked_for() throws Exception {
        owner.reply(
                "GET " + STREAMS + "/" + ID + "/event",
                200,
                "",
                Map.of("raw", Base64.getEncoder().encodeToString("<junk>".getBytes(UTF_8))));
        assertThat(browser.get(PAGE).body())
                .contains("meeting-7@4", "?event=shown")
                .doesNotContain("junk");
        assertThat(owner.asked("GET", STREAMS + "/" + ID + "/event")).isEmpty();
        assertThat(browser.get(PAGE + "?event=shown").body()).contains("&lt;junk&gt;");
    }

    @Test
    void an_event_is_shown_as_it_came_and_as_its_source_has_it() throws Exception {
        String came = "{\"id\":\"meeting-7@4\",\"data\":\"forged\"}";
        owner.reply(
                "GET " + STREAMS + "/" + ID + "/event",
                200,
                "",
                Map.of(
                        "raw",
                        Base64.getEncoder().encodeToString(came.getBytes(UTF_8)),
                        "event",
                        Map.of("id", "meeting-7@4", "data", "genuine")));
        assertThat(browser.get(PAGE + "?event=shown").body())
                .containsSubsequence("As it came", "forged", "As its source has it now", "genuine");
        owner.reply("GET " + STREAMS + "/" + ID + "/event", 503, "", Map.of("detail", "meeting does not answer now."));
        assertThat(browser.get(PAGE + "?event=shown").body())
                .contains("It cannot be shown", "meeting does not answer now.");
    }

    @Test
    void an_order_is_bound_to_what_was_shown_and_a_refusal_keeps_its_words() throws Exception {
        String page = browser.get(PAGE).body();
        assertThat(page).contains("name=\"etag\" value=\"3\"", "Take it again", "Pass it over");
        owner.reply("POST " + STREAMS + "/" + ID + "/pass-over", 409, "", Map.of("detail", "Name the event."));
        HttpResponse<String> refused = browser.post(
                PAGE + "/pass-over", Map.of("key", "k1", "etag", "3", "reason", "Too <late>", "compensation", " "));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Name the event.", "Too &lt;late&gt;</textarea>");
        owner.reply("POST " + STREAMS + "/" + ID + "/replay", 200, "4", Map.of("stream", ID));
        HttpResponse<String> done =
                browser.post(PAGE + "/replay", Map.of("key", "k1", "etag", "3", "reason", "Release 2."));
        assertThat(Browser.location(done)).endsWith(PAGE + "?done=replay");
        StubOwner.Asked sent =
                owner.asked("POST", STREAMS + "/" + ID + "/replay").getFirst();
        assertThat(sent.header("If-Match")).isEqualTo("\"3\"");
        assertThat(sent.header("Idempotency-Key")).isEqualTo("k1-replay");
        assertThat(sent.body()).isEqualTo("{\"reason\":\"Release 2.\"}");
        assertThat(owner.asked("POST", STREAMS + "/" + ID + "/pass-over")
                        .getFirst()
                        .body())
                .isEqualTo("{\"reason\":\"Too <late>\"}");
    }

    @Test
    void only_what_can_be_ordered_is_offered() throws Exception {
        stopped("OWN", "PARKED");
        assertThat(browser.get(PAGE).body()).contains("Take it again").doesNotContain("Pass it over");
        stopped("UNREADABLE", "PARKED");
        assertThat(browser.get(PAGE).body()).contains("Pass it over").doesNotContain("Take it again", "compensation");
        stopped("TIMER", "PARKED");
        assertThat(browser.get(PAGE).body()).contains("sent again every minute").doesNotContain("Pass it", "Take it");
        stopped("HEARD", "REPLAY_ORDERED");
        assertThat(browser.get(PAGE).body()).contains("being taken again").doesNotContain("Pass it", "Take it");
    }

    @Test
    void nobody_else_is_let_in() throws Exception {
        assertThat(Browser.location(new Browser(portal.address()).get("/operations")))
                .contains("/oauth2/authorization");
        owner.reply("GET " + STREAMS, 403, "", Map.of());
        assertThat(browser.get("/operations").statusCode()).isEqualTo(403);
        owner.reply("GET " + STREAMS + "/" + ID, 403, "", Map.of());
        assertThat(browser.get(PAGE).statusCode()).isEqualTo(403);
        assertThat(browser.forge(PAGE + "/replay", Map.of("reason", "x")).statusCode())
                .isEqualTo(403);
        assertThat(owner.asked("POST", STREAMS + "/" + ID + "/replay")).isEmpty();
    }
}
