package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;

/** Redactions as a browser without scripts sees them: proposed from a thing's page, answered by another, told for good. */
class RedactionPagesTest extends PortalTest {
    private static final String ACCREDITATION = "accreditation-00000000-0000-5000-8000-000000000001";
    private static final String THING = "/accreditations/" + ACCREDITATION;
    private static final String ID = "redaction-00000000-0000-5000-8000-000000000002";
    private static final String PAGE = "/redactions/membership/" + ID;
    private static final String API = "/api/membership/redactions";
    private static final String CONTENT = "5c6d7e8f-9a0b-4c1d-8e2f-3a4b5c6d7e8f";
    private static final String EARLIER = "6d7e8f9a-0b1c-4d2e-8f3a-4b5c6d7e8f9a";
    private static final String HASH = "a5".repeat(32);
    private static final Map<String, Object> ONE =
            Map.of("at", "2027-03-01T09:00:00Z", "offices", List.of("SECRETARIAT"), "person", "secretariat");
    private static final Map<String, Object> OTHER =
            Map.of("at", "2027-03-01T10:00:00Z", "offices", List.of("CO_CHAIR"), "unit", "au", "person", "au.cochair");

    @BeforeEach
    void fresh() throws Exception {
        owner.asSecretariatAndCoChair();
        Map<String, String> earlier = Map.of("event", ACCREDITATION + "@1", "field", "name", "content", EARLIER);
        accreditation(Map.of("name", "Somchai Jaidee", "bodies", Map.of("name", CONTENT), "earlier", List.of(earlier)));
        redaction("PROPOSED", Map.of());
        browser.signIn("au.cochair", owner);
        owner.asked.clear();
    }

    private void accreditation(Map<String, Object> more) {
        Map<String, Object> shown = new HashMap<>(more);
        shown.putAll(
                Map.of("id", ACCREDITATION, "forum", StubOwner.FORUM, "meeting", StubOwner.MEETING, "party", "th"));
        shown.putAll(Map.of("capacity", "ADVISER", "noteVerbale", "Note 7", "status", "SUBMITTED"));
        owner.reply("GET /api/membership" + THING, 200, "3", shown);
    }

    private void redaction(String status, Map<String, Object> more) {
        Map<String, Object> shown = new HashMap<>();
        shown.putAll(Map.of("id", ID, "status", status, "forum", StubOwner.FORUM, "event", ACCREDITATION + "@1"));
        shown.putAll(Map.of("content", CONTENT, "ground", "PERSONAL_DATA", "reason", "Asked <for> by the person."));
        shown.putAll(Map.of("hash", HASH, "proposed", ONE));
        shown.putAll(more);
        owner.reply("GET " + API + "/" + ID, 200, "1", shown);
        owner.reply("GET " + API, 200, "", Map.of("items", List.of(shown)));
    }

    @Test
    void what_a_thing_has_of_bodies_is_proposed_from_its_page_to_who_may_only() throws Exception {
        assertThat(browser.get(THING).body()).contains("href=\"/redact" + THING + "\"");
        assertThat(browser.get("/redact" + THING).body())
                .contains("value=\"" + CONTENT + "\"", "cannot be called back", "Personal data")
                .contains("name: " + CONTENT, "name, as " + ACCREDITATION + "@1 had it: " + EARLIER)
                .contains("value=\"" + EARLIER + "\"")
                .contains("<option value=\"\">Please choose</option><option value=\"" + CONTENT)
                .doesNotContain("value=\"" + CONTENT + "\" selected", "value=\"PERSONAL_DATA\" selected");
        owner.reply("POST " + API, 409, "", Map.of("detail", "The reason has words of what is to be redacted."));
        Map<String, String> form = Map.of(
                "key", "k1", "content", CONTENT, "version", "", "ground", "PERSONAL_DATA", "reason", "Somchai <asks>.");
        HttpResponse<String> refused = browser.post("/redact" + THING, form);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("The reason has words", "Somchai &lt;asks&gt;.</textarea>");
        owner.reply("POST " + API, 201, "1", Map.of("stream", ID));
        assertThat(Browser.location(browser.post("/redact" + THING, form))).endsWith(PAGE + "?done=propose");
        var sent = Json.tree(owner.asked("POST", API).getLast().body());
        assertThat(sent.path("stream").asString()).isEqualTo(ACCREDITATION);
        assertThat(sent.path("content").asString()).isEqualTo(CONTENT);
        assertThat(sent.has("version")).isFalse();
        browser.post(
                "/redact" + THING,
                Map.of(
                        "key",
                        "k2",
                        "content",
                        "opening",
                        "version",
                        "2",
                        "ground",
                        "COURT_ORDER",
                        "reason",
                        "Ordered."));
        assertThat(Json.tree(owner.asked("POST", API).getLast().body())
                        .path("version")
                        .asLong())
                .isEqualTo(2);

        owner.reply("GET /api/membership/me", 200, "", Map.of("unit", "th", "grants", List.of(Map.of("role", "HEAD"))));
        assertThat(browser.get(THING).body()).doesNotContain("/redact/");
        assertThat(browser.get("/redact" + THING).statusCode()).isEqualTo(404);
    }

    @Test
    void a_proposal_that_names_nothing_is_not_sent_and_one_that_names_two_things_is_judged_by_both() throws Exception {
        Map<String, String> form =
                new HashMap<>(Map.of("key", "k1", "ground", "COURT_ORDER", "reason", "Ordered <so>."));
        browser.get("/redact" + THING);
        for (Map<String, String> amiss : List.of(
                Map.of("content", "", "version", "1"),
                Map.of("content", "opening", "version", ""),
                Map.of("content", CONTENT, "version", "first"))) {
            form.putAll(amiss);
            HttpResponse<String> refused = browser.post("/redact" + THING, form);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("govuk-error-summary", "Ordered &lt;so&gt;.</textarea>");
        }
        assertThat(owner.asked("POST", API)).isEmpty();
        owner.reply("POST " + API, 201, "1", Map.of("stream", ID));
        form.putAll(Map.of("content", CONTENT, "version", "2"));
        browser.post("/redact" + THING, form);
        var sent = Json.tree(owner.asked("POST", API).getLast().body());
        assertThat(sent.path("content").asString()).isEqualTo(CONTENT);
        assertThat(sent.path("version").asLong()).isEqualTo(2);
    }

    @Test
    void another_person_answers_what_was_shown() throws Exception {
        assertThat(browser.get("/").body()).contains("href=\"/redactions\"");
        assertThat(browser.get("/redactions").body())
                .contains("href=\"" + PAGE + "\"", "personal data: Asked &lt;for&gt; by the person.");
        redaction("PROPOSED", Map.of("field", "noteVerbale"));
        assertThat(browser.get(PAGE).body())
                .contains("noteVerbale: the text or file " + CONTENT + " of the event")
                .contains("waits for another person", "secretariat (secretariat)", "name=\"hash\" value=\"" + HASH)
                .contains("Confirm exactly this redaction", "Decline")
                .doesNotContain("Withdraw");
        owner.reply("POST " + API + "/" + ID + "/confirm", 200, "2", Map.of("stream", ID));
        HttpResponse<String> done = browser.post(PAGE + "/confirm", Map.of("key", "k1", "hash", HASH));
        assertThat(Browser.location(done)).endsWith(PAGE + "?done=confirm");
        assertThat(owner.asked("POST", API + "/" + ID + "/confirm").getLast().body())
                .isEqualTo("{\"hash\":\"" + HASH + "\"}");
        owner.reply("POST " + API + "/" + ID + "/decline", 409, "", Map.of("detail", "Something else is proposed."));
        HttpResponse<String> refused =
                browser.post(PAGE + "/decline", Map.of("key", "k1", "hash", HASH, "reason", "Not <now>."));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Something else is proposed.", "Not &lt;now&gt;.</textarea>");
    }

    @Test
    void who_proposed_it_is_offered_to_take_it_back_and_nothing_else() throws Exception {
        browser = new Browser(portal.address());
        browser.signIn("secretariat", owner);
        assertThat(browser.get(PAGE).body())
                .contains("Another person has to answer.", "Withdraw")
                .doesNotContain("Confirm exactly", "Decline");
    }

    @Test
    void a_visitor_proposed_nothing_and_takes_nothing_back() throws Exception {
        redaction(
                "PROPOSED",
                Map.of("proposed", Map.of("at", "2027-03-01T10:00:00Z", "offices", List.of("SECRETARIAT"))));
        assertThat(new Browser(portal.address()).get(PAGE).body())
                .doesNotContain("Withdraw", "Another person has to answer.");
    }

    @Test
    void the_tombstone_says_who_why_and_when_in_the_bodys_place() throws Exception {
        Map<String, Object> tombstone = new HashMap<>(Map.of("redaction", ID, "recordedAs", ID + "@2"));
        tombstone.putAll(Map.of("ground", "PERSONAL_DATA", "reason", "Asked <for> by the person."));
        tombstone.putAll(Map.of("at", "2027-03-01T10:00:00Z", "proposed", ONE, "confirmed", OTHER));
        accreditation(Map.of("redacted", Map.of("name", tombstone, "file", tombstone)));
        assertThat(browser.get(THING).body())
                .contains("Redacted on Mon 1 Mar 2027, 10:00:00 UTC by secretariat (secretariat) and co chair of au"
                        + " (au.cochair): personal data. Asked &lt;for&gt; by the person.")
                .contains("Recorded as " + ID + "@2", "href=\"" + PAGE + "\"");
        redaction(
                "DESTROYED",
                Map.of("confirmed", OTHER, "recordedAs", ID + "@2", "destroyedAt", "2027-03-01T10:00:01Z"));
        assertThat(browser.get(PAGE).body())
                .contains("redacted, and destroyed", "What stood here is destroyed.", "/record/proof/" + ID + "/2")
                .contains("/record/proof/" + ACCREDITATION + "/1", "10:00:01")
                .doesNotContain("Confirm exactly", "Withdraw");
        owner.reply("GET /api/membership/files/" + CONTENT, 410, "", Map.of("type", "/problems/redacted"));
        HttpResponse<String> gone = browser.get("/files/" + CONTENT);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).contains("redacted by two people");
    }
}
