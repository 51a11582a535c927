package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages as a browser without scripts sees them. */
class PortalPagesTest extends PortalTest {
    private static final String MEETING = "/meetings/" + StubOwner.MEETING;

    @BeforeEach
    void fresh() {
        owner.meeting(1);
        owner.asked.clear();
    }

    @Test
    void every_page_and_every_error_has_the_strict_policy() throws Exception {
        browser.signIn("au.cochair", owner);
        for (String path : List.of(
                "/",
                "/meetings",
                MEETING,
                "/new/ProposeMeeting",
                "/log",
                "/about",
                "/plenary.css",
                "/assets/htmx.js",
                "/nothing-here",
                "/meetings/meeting-unknown",
                "/internal/streams/x",
                "/api/nobody/here",
                "/meetings/x%3By")) {
            HttpResponse<String> page = browser.get(path);
            assertThat(page.headers().allValues("Content-Security-Policy"))
                    .as(path)
                    .singleElement()
                    .asString()
                    .startsWith("default-src 'none'")
                    .contains("connect-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
        }
    }

    @Test
    void no_page_has_an_inline_script_or_style() throws Exception {
        browser.signIn("au.cochair", owner);
        for (String path : List.of("/", MEETING, "/new/ProposeMeeting", "/nothing-here")) {
            assertThat(browser.get(path).body())
                    .as(path)
                    .doesNotContainPattern("<script(?![^>]*src=)")
                    .doesNotContain("<style", " style=", " onclick=", " hx-on");
        }
    }

    @Test
    void a_page_that_is_not_there_is_a_page_that_says_so() throws Exception {
        for (String path : List.of("/nothing-here", "/meetings/meeting-unknown", "/new/NoSuchAct", "/api/nobody/x")) {
            HttpResponse<String> page = path.startsWith("/new") ? signedIn().get(path) : browser.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(404);
            assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            assertThat(page.body()).as(path).contains("There is no such page").doesNotContain("Exception");
        }
    }

    private Browser signedIn() throws Exception {
        Browser person = new Browser(portal.address());
        person.signIn("au.cochair", owner);
        return person;
    }

    @Test
    void a_form_without_its_token_is_refused_and_sends_nothing() throws Exception {
        browser.signIn("au.cochair", owner);
        HttpResponse<String> answer = browser.forge(
                "/act", Map.of("op", "DeclineMeeting", "id", StubOwner.MEETING, "key", "k", "f.reason", "x"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This page cannot be shown");
        assertThat(browser.forge("/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(owner.asked).noneMatch(a -> a.path().endsWith("/decline"));
        assertThat(browser.get("/").body()).contains("Sign out");
    }

    @Test
    void who_is_not_signed_in_is_sent_to_sign_in_and_offered_no_acts() throws Exception {
        assertThat(browser.get(MEETING).body()).contains("Meeting at 1").doesNotContain("name=\"op\"");
        HttpResponse<String> form = browser.get("/new/ProposeMeeting");
        assertThat(form.statusCode()).isEqualTo(302);
        assertThat(Browser.location(form)).contains("/oauth2/authorization/plenary");
    }

    @Test
    void a_page_follows_the_forum_of_what_it_shows_and_proposes_the_items_that_can_be_listed() throws Exception {
        String other = "forum-00000000-0000-0000-0000-000000000002";
        String agenda = "agenda-00000000-0000-0000-0000-000000000009";
        owner.forums(StubOwner.FORUM, other);
        owner.reply(
                "GET /api/agenda/agendas/" + agenda,
                200,
                "4",
                Map.of(
                        "id",
                        agenda,
                        "forum",
                        other,
                        "meeting",
                        StubOwner.MEETING,
                        "title",
                        "M",
                        "status",
                        "COMPILING"));
        owner.reply(
                "GET /api/agenda/items",
                200,
                "",
                Map.of(
                        "items",
                        List.of(
                                Map.of("id", "item-a", "status", "ADMITTED"),
                                Map.of("id", "item-b", "status", "RETURNED"),
                                Map.of("id", "item-c", "status", "LISTED"))));
        browser.signIn("au.cochair", owner);
        assertThat(browser.get("/").body()).contains("value=\"" + StubOwner.FORUM + "\" selected");
        String page = browser.get("/agendas/" + agenda).body();
        assertThat(page).contains("value=\"" + other + "\" selected", ">item-a\nitem-c</textarea>");
        assertThat(owner.asked("GET", "/api/membership/me").getLast().query()).isEqualTo("forum=" + other);
        assertThat(browser.get("/").body()).contains("value=\"" + other + "\" selected");
        owner.forums(StubOwner.FORUM);
    }

    @Test
    void an_act_goes_to_its_owner_bound_to_what_was_shown() throws Exception {
        browser.signIn("au.cochair", owner);
        String page = browser.get(MEETING).body();
        assertThat(page).contains("name=\"etag\" value=\"1\"", "name=\"hash\" value=\"h1\"");
        owner.reply("POST " + StubOwner.MEETING_PATH + "/consent", 200, "", Map.of("stream", StubOwner.MEETING));
        HttpResponse<String> done = browser.post(
                "/act",
                Map.of("op", "ConsentToMeeting", "id", StubOwner.MEETING, "key", "k1", "etag", "1", "hash", "h1"));
        assertThat(done.statusCode()).isEqualTo(302);
        StubOwner.Asked sent =
                owner.asked("POST", StubOwner.MEETING_PATH + "/consent").getFirst();
        assertThat(sent.header("If-Match")).isEqualTo("\"1\"");
        assertThat(sent.header("Idempotency-Key")).isEqualTo("k1");
        assertThat(sent.header("Authorization")).startsWith("Bearer access-");
        assertThat(sent.header("Cookie")).isNull();
        assertThat(sent.body()).isEqualTo("{\"hash\":\"h1\"}");
        assertThat(browser.get(MEETING + "?done=ConsentToMeeting").body()).contains("Done. It is recorded.");
    }

    @Test
    void an_owners_refusal_is_shown_with_its_reason_and_the_persons_words_stay() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.get(MEETING);
        owner.reply(
                "POST " + StubOwner.MEETING_PATH + "/decline",
                409,
                "",
                Map.of("detail", "The meeting is already <convened>."));
        HttpResponse<String> page = browser.post(
                "/act",
                Map.of("op", "DeclineMeeting", "id", StubOwner.MEETING, "key", "k", "f.reason", "Too <early> & far"));
        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body())
                .contains("The meeting is already &lt;convened&gt;.")
                .contains("Too &lt;early&gt; &amp; far</textarea>")
                .containsPattern("<details class=\"act\" open=\"open\"><summary>Decline meeting");
        assertThat(page.body().split("Too &lt;early&gt;"))
                .as("only in the form it was written in")
                .hasSize(2);
    }

    @Test
    void bad_input_names_its_fields_beside_a_new_things_form_with_everything_kept() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.get("/new/ProposeMeeting");
        owner.reply(
                "POST /api/meeting/meetings",
                400,
                "",
                Map.of(
                        "detail",
                        "The input breaks the contract.",
                        "errors",
                        List.of(Map.of("pointer", "/zone", "message", "There is no time zone Nowhere."))));
        HttpResponse<String> page = browser.post(
                "/act",
                Map.of(
                        "op",
                        "ProposeMeeting",
                        "key",
                        "k",
                        "f.title",
                        "A title",
                        "f.zone",
                        "Nowhere",
                        "f.body",
                        "steering-group",
                        "f.number",
                        "9"));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("The input breaks the contract.", "/zone: There is no time zone Nowhere.")
                .contains("value=\"A title\"", "value=\"Nowhere\"", "value=\"9\"")
                .containsPattern("<option value=\"steering-group\" selected=\"selected\"");
    }

    @Test
    void an_owner_that_does_not_answer_is_not_the_readers_fault() throws Exception {
        owner.reply("GET " + StubOwner.MEETING_PATH, 503, "", "{}");
        HttpResponse<String> page = browser.get(MEETING);
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body()).contains("It was not your input").doesNotContain("Exception");
    }
}
