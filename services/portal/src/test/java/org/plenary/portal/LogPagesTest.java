package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;

/** Another log for the record by page: its key made and shown, proposed by an operator, consented to by keyholders. */
class LogPagesTest extends PortalTest {
    private static final String NEXT_KEY = "/api/record/log/next-key";
    private static final String FORUM = "/api/membership/forums/" + StubOwner.FORUM;
    /** The forum whose keyholders decide on the record's log; another one than is looked at. */
    private static final String RECORDS_FORUM = "forum-00000000-0000-0000-0000-000000000002";

    private static final String PROPOSE = "/api/membership/forums/" + RECORDS_FORUM + "/propose-log-origin";
    private static final String LOG = "localhost:8080/record";
    private static final String ORIGIN = "localhost:8080/record/log2";
    private static final String VKEY = ORIGIN + "+51693929+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    private static final Map<String, Object> NEXT =
            Map.of("log", LOG, "origin", ORIGIN, "vkey", VKEY, "forum", RECORDS_FORUM);
    private static final List<String> MEANS = List.of(
            "The present log ends at its last checkpoint. It stays readable",
            "Everything from then on stands in the new log, under a new key.",
            "This cannot be taken back");

    @BeforeAll
    void start() {
        Map<String, Object> records = Map.of("id", RECORDS_FORUM, "name", "The record's", "fictional", true);
        Map<String, Object> other = Map.of("id", StubOwner.FORUM, "name", "A forum", "fictional", true);
        owner.reply("GET /api/membership/forums", 200, "", Map.of("items", List.of(other, records)));
        owner.reply("GET /record/checkpoint", 200, "", "signed");
        owner.reply("GET /api/record/log", 200, "", Map.of("alarm", ""));
        owner.reply("GET /api/membership/parties", 200, "", Map.of("items", List.of()));
    }

    @BeforeEach
    void fresh() throws Exception {
        owner.reply("GET /api/membership/me", 200, "", Map.of("grants", List.of(Map.of("role", "OPERATOR"))));
        owner.reply("POST " + NEXT_KEY, 200, "", NEXT);
        browser.signIn("operator", owner);
        owner.asked.clear();
    }

    private static String unescaped(HttpResponse<String> page) {
        return page.body().replace("&#43;", "+");
    }

    @Test
    void the_key_is_made_and_shown_and_proposed_as_it_was_shown() throws Exception {
        String before = browser.get("/log").body();
        assertThat(before)
                .contains("Make the key of the next log", "both keyholders of the conference consent")
                .contains(MEANS)
                .doesNotContain("Propose exactly this");
        String shown = unescaped(browser.post("/log/next-key", Map.of("key", "k-make")));
        assertThat(owner.asked("POST", NEXT_KEY).getFirst().header("Idempotency-Key"))
                .isEqualTo("k-make");
        assertThat(shown)
                .contains(MEANS)
                .contains(
                        "<dd class=\"govuk-summary-list__value\">The record&#39;s</dd>",
                        LOG,
                        ORIGIN,
                        "value=\"" + VKEY + "\"",
                        "Propose exactly this")
                .doesNotContain("Make the key of the next log");
        owner.reply("POST " + PROPOSE, 200, "", Map.of());
        HttpResponse<String> done = browser.post(
                "/log/next",
                Map.of(
                        "log",
                        LOG,
                        "origin",
                        ORIGIN,
                        "vkey",
                        VKEY,
                        "forum",
                        RECORDS_FORUM,
                        "reason",
                        "The key was lost.",
                        "key",
                        "k-next"));
        assertThat(Browser.location(done)).endsWith("/bodies?forum=" + RECORDS_FORUM + "&done=proposed#proposals");
        StubOwner.Asked sent = owner.asked("POST", PROPOSE).getFirst();
        assertThat(sent.header("Idempotency-Key")).isEqualTo("k-next");
        assertThat(Json.tree(sent.body()))
                .isEqualTo(Json.tree(
                        Json.write(Map.of("log", LOG, "origin", ORIGIN, "vkey", VKEY, "reason", "The key was lost."))));
    }

    @Test
    void a_refusal_keeps_the_key_and_the_words() throws Exception {
        browser.get("/log");
        Map<String, String> form = Map.of(
                "log",
                LOG,
                "origin",
                ORIGIN,
                "vkey",
                VKEY,
                "forum",
                RECORDS_FORUM,
                "reason",
                "Lost, <perhaps>",
                "key",
                "k-no");
        owner.reply("POST " + PROPOSE, 409, "", Map.of("detail", "This is not the present log."));
        HttpResponse<String> refused = browser.post("/log/next", form);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(unescaped(refused))
                .contains("This is not the present log.", "value=\"" + VKEY + "\"", "Lost, &lt;perhaps&gt;</textarea>")
                .doesNotContain("k-no");
        owner.reply("POST " + PROPOSE, 503, "", Map.of("detail", "Not confirmed."));
        assertThat(browser.post("/log/next", form).body())
                .as("what may stand is sent again as it was")
                .contains("Not confirmed.", "value=\"k-no\"");
        assertThat(browser.post("/log/next", Map.of("forum", "forums/../x", "key", "k"))
                        .statusCode())
                .isEqualTo(404);
        owner.reply("POST " + NEXT_KEY, 403, "", Map.of("detail", "Your role does not allow this."));
        HttpResponse<String> denied = browser.post("/log/next-key", Map.of("key", "k-denied"));
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body())
                .contains("Your role does not allow this.", "Make the key of the next log")
                .doesNotContain("Propose exactly this");
    }

    @Test
    void only_an_operator_is_offered_it_and_nobody_sends_it_unseen() throws Exception {
        Browser visitor = new Browser(portal.address());
        assertThat(visitor.get("/log").body()).contains("signed").doesNotContain("Begin another log");
        assertThat(Browser.location(visitor.get("/log/next"))).contains("/oauth2/authorization");
        owner.asSecretariatAndCoChair();
        assertThat(browser.get("/log").body()).doesNotContain("Begin another log");
        assertThat(browser.forge("/log/next-key", Map.of("key", "k")).statusCode())
                .isEqualTo(403);
        assertThat(owner.asked("POST", NEXT_KEY)).isEmpty();
    }

    @Test
    void keyholders_read_what_it_means_and_consent_to_exactly_that() throws Exception {
        Map<String, Object> proposal = Map.of(
                "proposal",
                "p-log",
                "hash",
                "hash-of-p-log",
                "concerns",
                "conference",
                "holders",
                List.of("au", "id"),
                "turned",
                List.of(),
                "change",
                Map.of("log", Map.of("log", LOG, "origin", ORIGIN, "vkey", VKEY, "reason", "The <key> was lost.")));
        owner.reply("GET " + FORUM, 200, "9", Map.of("id", StubOwner.FORUM, "proposals", List.of(proposal)));
        String read = unescaped(new Browser(portal.address()).get("/bodies"));
        assertThat(read)
                .contains("Another log for the record", "Reason: The &lt;key&gt; was lost.")
                .contains("Present log: " + LOG, "New log: " + ORIGIN, "Key of the new log: " + VKEY)
                .contains(MEANS)
                .contains("au: awaited; id: awaited")
                .doesNotContain("Consent to this change");
        owner.asSecretariatAndCoChair();
        assertThat(browser.get("/bodies").body()).contains("value=\"hash-of-p-log\"", "Take the proposal back");
        owner.reply("POST " + FORUM + "/consent", 200, "", Map.of());
        browser.post(
                "/bodies/proposals/consent",
                Map.of("proposal", "p-log", "hash", "hash-of-p-log", "etag", "9", "key", "k-consent"));
        StubOwner.Asked sent = owner.asked("POST", FORUM + "/consent").getFirst();
        assertThat(sent.body()).isEqualTo("{\"proposal\":\"p-log\",\"hash\":\"hash-of-p-log\"}");
        assertThat(sent.header("If-Match")).isEqualTo("\"9\"");
    }

    @Test
    void the_log_that_grows_is_shown_with_those_that_have_ended() throws Exception {
        owner.reply("GET /record/log2/checkpoint", 200, "", "signed by the second");
        owner.reply("GET /record/log2/vkey", 200, "", "key of the second");
        Map<String, Object> ended = Map.of("origin", LOG, "prefix", "/record/", "size", 525);
        owner.reply(
                "GET /api/record/log",
                200,
                "",
                Map.of("alarm", "", "prefix", "/record/log2/", "ended", List.of(ended), "order", "forum-1@9 <waits>"));
        assertThat(browser.get("/log").body())
                .contains("signed by the second", "key of the second", "Logs that have ended", "525 entries")
                .contains("href=\"/record/checkpoint\"")
                .contains("it has not begun yet. forum-1@9 &lt;waits&gt;");
        owner.reply("GET /api/record/log", 200, "", Map.of("alarm", ""));
        assertThat(browser.get("/log").body())
                .contains("signed")
                .doesNotContain("Logs that have ended", "not begun yet");
    }
}
