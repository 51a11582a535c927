package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** Rule cards in words, the register as a file, and a nomination with its file. */
class RegisterAndRulesTest extends PortalTest {
    private static final String CARDS = "/api/membership/forums/" + StubOwner.FORUM + "/rule-cards";
    private static final String PREVIEW = "/api/membership/register-imports/preview";
    private static final String CSV = "party,partyClass,name,zone\nfj,OBSERVER_STATE,Fiji,Pacific/Fiji\n";

    @BeforeEach
    void fresh() throws Exception {
        Map<String, Object> card = Map.of(
                "noticeMinimum", "PT1008H",
                "silenceMinimum", "PT72H",
                "quorumOpen", 23,
                "consultation", "REQUIRED",
                "mayBreakSilence", List.of("MEMBER_STATE"));
        Map<String, Object> standing = Map.of(
                "body",
                "conference",
                "meetingType",
                "MINISTERIAL_CONFERENCE",
                "ruleCardVersion",
                1,
                "inForce",
                true,
                "adoptedByKeys",
                false,
                "source",
                "Set for demonstration.",
                "card",
                card,
                "inWords",
                List.of("A silence lasts at least 3 days."));
        Map<String, Object> proposal = Map.of(
                "proposal", "p-1",
                "hash", "h-1",
                "holders", List.of("au", "id"),
                "turned", List.of("au"),
                "change", Map.of("card", Map.of("body", "conference", "meetingType", "MINISTERIAL_CONFERENCE")),
                "differences", List.of("Silence: at least 5 days, was 3 days"));
        owner.reply("GET " + CARDS, 200, "7", Map.of("cards", List.of(standing), "proposals", List.of(proposal)));
        owner.asked.clear();
        owner.asSecretariatAndCoChair();
        browser.signIn("id.cochair", owner);
    }

    @Test
    void a_rule_card_is_read_in_words_and_a_proposal_by_what_it_changes() throws Exception {
        assertThat(new Browser(portal.address()).get("/rules").body())
                .contains(
                        "A silence lasts at least 3 days.",
                        "Silence: at least 5 days, was 3 days",
                        "au: turned",
                        "id: awaited")
                .doesNotContain("Consent to this change");
        assertThat(browser.get("/rules").body())
                .as("whose key is turned can only take it back")
                .contains("Imported with the forum&#39;s data.", "Take the proposal back")
                .doesNotContain("Consent to this change");
        owner.reply(
                "GET /api/membership/me", 200, "", Map.of("unit", "id", "grants", List.of(Map.of("role", "CO_CHAIR"))));
        assertThat(browser.get("/rules").body()).contains("Consent to this change", "value=\"h-1\"");
        owner.reply("POST /api/membership/forums/" + StubOwner.FORUM + "/consent", 200, "", Map.of());
        HttpResponse<String> done = browser.post(
                "/rules/proposals/consent", Map.of("proposal", "p-1", "hash", "h-1", "etag", "7", "key", "k-consent"));
        assertThat(done.statusCode()).isEqualTo(302);
        StubOwner.Asked sent = owner.asked("POST", "/api/membership/forums/" + StubOwner.FORUM + "/consent")
                .getFirst();
        assertThat(sent.body()).isEqualTo("{\"proposal\":\"p-1\",\"hash\":\"h-1\"}");
        assertThat(sent.header("If-Match")).isEqualTo("\"7\"");
    }

    @Test
    void a_new_version_is_proposed_in_words_and_a_refusal_keeps_them() throws Exception {
        String form = browser.get("/rules/conference/MINISTERIAL_CONFERENCE").body();
        assertThat(form).contains("value=\"42 days\"", "value=\"23\"");
        String path = "/api/membership/forums/" + StubOwner.FORUM + "/propose-rule-card";
        owner.reply("POST " + path, 409, "", Map.of("detail", "Another proposal waits."));
        HttpResponse<String> refused = browser.post(
                "/rules/conference/MINISTERIAL_CONFERENCE",
                Map.of(
                        "silenceMinimum", "5 days",
                        "quorumOpen", "23",
                        "delegationMax", "",
                        "mayBreakSilence", "MEMBER_STATE",
                        "consultation", "NONE",
                        "key", "k-propose",
                        "etag", "7"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("Another proposal waits.", "value=\"5 days\"");
        JsonNode card = Json.tree(owner.asked("POST", path).getFirst().body()).path("card");
        assertThat(card.path("silenceMinimum").asString()).isEqualTo("PT120H");
        assertThat(card.path("quorumOpen").asInt()).isEqualTo(23);
        assertThat(card.has("delegationMax")).isFalse();
        assertThat(card.path("mayBreakSilence").toString()).isEqualTo("[\"MEMBER_STATE\"]");
    }

    @Test
    void who_proposes_on_cards_that_changed_is_told_and_goes_on_from_the_present_ones() throws Exception {
        browser.get("/rules/conference/MINISTERIAL_CONFERENCE");
        String path = "/api/membership/forums/" + StubOwner.FORUM + "/propose-rule-card";
        owner.reply("POST " + path, 412, "", Map.of("detail", "It is at another version."));
        Map<String, String> form =
                Map.of("silenceMinimum", "5 days", "key", "k-stale", "etag", "6", "consultation", "NONE");
        HttpResponse<String> refused = browser.post("/rules/conference/MINISTERIAL_CONFERENCE", form);
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body())
                .contains("The rule cards were changed meanwhile.", "name=\"etag\" value=\"7\"", "value=\"5 days\"")
                .doesNotContain("k-stale");
    }

    @Test
    void why_a_proposal_is_taken_back_stays_written_where_that_is_refused() throws Exception {
        browser.get("/rules");
        String path = "/api/membership/forums/" + StubOwner.FORUM + "/withdraw";
        owner.reply("POST " + path, 409, "", Map.of("detail", "It is another's proposal."));
        Map<String, String> form = Map.of("proposal", "p-1", "reason", "Too <soon>", "etag", "7", "key", "k-back");
        HttpResponse<String> refused = browser.post("/rules/proposals/withdraw", form);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains("It is another&#39;s proposal.", "value=\"Too &lt;soon&gt;\"")
                .contains("<details class=\"act\" open=\"open\">");
    }

    @Test
    void the_register_is_brought_in_only_as_it_was_shown() throws Exception {
        browser.get("/register");
        Map<String, Object> shown = Map.of(
                "hash",
                "hash-1",
                "changes",
                List.of(Map.of("party", "fj", "name", "Fiji")),
                "unchanged",
                45,
                "refused",
                List.of(Map.of("line", 3, "field", "zone", "message", "There is no time zone Nowhere.")));
        owner.reply("POST " + PREVIEW, 200, "", shown);
        String preview = browser.post("/register/preview", Map.of("format", "CSV", "content", CSV))
                .body();
        assertThat(preview)
                .contains("fj: name Fiji", "45 parties as they are", "Line 3, zone: There is no time zone Nowhere.")
                .contains("value=\"hash-1\"");
        owner.reply("POST /api/membership/register-imports", 201, "", Map.of("stream", "import-1"));
        HttpResponse<String> done = browser.post(
                "/register/import", Map.of("format", "CSV", "content", CSV, "hash", "hash-1", "key", "k-import"));
        assertThat(done.statusCode()).isEqualTo(302);
        JsonNode sent = Json.tree(owner.asked("POST", "/api/membership/register-imports")
                .getFirst()
                .body());
        assertThat(sent.path("hash").asString()).isEqualTo("hash-1");
        assertThat(sent.path("content").asString()).isEqualTo(CSV);
        assertThat(sent.path("forum").asString()).isEqualTo(StubOwner.FORUM);
    }

    @Test
    void a_nomination_keeps_its_file_first_and_names_it() throws Exception {
        browser.get("/new/NominateDelegate?meeting=" + StubOwner.MEETING);
        owner.reply("POST /api/membership/files", 201, "", Map.of("file", "f-1"));
        owner.reply("POST /api/membership/accreditations", 201, "", Map.of("stream", "accreditation-1"));
        HttpResponse<String> done = browser.upload("/act", nomination("k-nom"), "note.pdf", "%PDF-1.7 the bytes");
        assertThat(done.statusCode()).isEqualTo(302);
        StubOwner.Asked kept = owner.asked("POST", "/api/membership/files").getFirst();
        assertThat(kept.header("Idempotency-Key")).isEqualTo("k-nom-file");
        assertThat(kept.body()).contains("filename=\"note.pdf\"", "%PDF-1.7 the bytes", "\r\n\r\nau\r\n");
        JsonNode sent = Json.tree(
                owner.asked("POST", "/api/membership/accreditations").getFirst().body());
        assertThat(sent.path("file").asString()).isEqualTo("f-1");
        assertThat(sent.path("meeting").asString()).isEqualTo(StubOwner.MEETING);
    }

    @Test
    void a_file_that_is_refused_names_why_and_nothing_is_nominated() throws Exception {
        browser.get("/new/NominateDelegate?meeting=" + StubOwner.MEETING);
        owner.reply("POST /api/membership/files", 400, "", Map.of("detail", "A note verbale is a PDF, PNG or JPEG."));
        HttpResponse<String> refused = browser.upload("/act", nomination("k-bad"), "a.exe", "MZ");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("A note verbale is a PDF, PNG or JPEG.", "value=\"A person\"");
        assertThat(owner.asked("POST", "/api/membership/accreditations")).isEmpty();
    }

    @Test
    void a_file_that_was_kept_is_not_asked_for_again_where_the_nomination_is_refused() throws Exception {
        browser.get("/new/NominateDelegate?meeting=" + StubOwner.MEETING);
        owner.reply("POST /api/membership/files", 201, "", Map.of("file", "f-2"));
        owner.reply("POST /api/membership/accreditations", 409, "", Map.of("detail", "The delegation is full."));
        HttpResponse<String> refused = browser.upload("/act", nomination("k-full"), "note.pdf", "%PDF-1.7 the bytes");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("The delegation is full.", "name=\"f.file\" value=\"f-2\"");
    }

    @Test
    void the_secretariat_files_in_a_partys_name_and_both_names_are_sent() throws Exception {
        owner.reply("GET /api/membership/me", 200, "", Map.of("grants", List.of(Map.of("role", "SECRETARIAT"))));
        owner.reply(
                "GET /api/membership/parties",
                200,
                "",
                Map.of("items", List.of(Map.of("party", "th", "name", "Thailand"))));
        owner.reply("POST /api/agenda/items", 201, "", Map.of("stream", "item-1"));
        try {
            assertThat(browser.get("/new/SubmitItem?meeting=" + StubOwner.MEETING)
                            .body())
                    .contains("name=\"behalf\"", "value=\"th\"", "Thailand");
            browser.post(
                    "/act",
                    Map.of("op", "SubmitItem", "key", "k-behalf", "behalf", "th", "f.meeting", StubOwner.MEETING));
        } finally {
            owner.asSecretariatAndCoChair();
        }
        StubOwner.Asked sent = owner.asked("POST", "/api/agenda/items").getFirst();
        assertThat(sent.header("On-Behalf-Of")).isEqualTo("th");
        assertThat(Json.tree(sent.body()).path("party").asString()).isEqualTo("th");
    }

    private static Map<String, String> nomination(String key) {
        return Map.of(
                "op",
                "NominateDelegate",
                "f.meeting",
                StubOwner.MEETING,
                "f.capacity",
                "HEAD",
                "f.name",
                "A person",
                "f.noteVerbale",
                "Note 1",
                "f.party",
                "au",
                "key",
                key);
    }
}
