package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Authority;

/** What pages offer to whom, what can be chosen instead of typed, and what forms bring with them. */
class OfferedTest extends PortalTest {
    private static final String ACCREDITATION = "accreditation-00000000-0000-5000-8000-000000000001";
    private static final String ACCREDITATIONS = "/api/membership/accreditations";

    @BeforeAll
    void start() {
        owner.reply(
                "GET /api/membership/forums/" + StubOwner.FORUM,
                200,
                "",
                Map.of("bodies", List.of(Map.of("body", "steering-group", "name", "Steering Group"))));
        owner.reply(
                "GET /api/membership/parties",
                200,
                "",
                Map.of("items", List.of(Map.of("party", "th", "name", "Thailand"))));
    }

    @BeforeEach
    void fresh() throws Exception {
        owner.meeting(1);
        browser.signIn("th.person", owner);
        owner.asked.clear();
    }

    private void reader(String unit, String... roles) {
        List<Map<String, String>> grants =
                java.util.Arrays.stream(roles).map(r -> Map.of("role", r)).toList();
        owner.reply(
                "GET /api/membership/me",
                200,
                "",
                unit.isEmpty() ? Map.of("grants", grants) : Map.of("unit", unit, "grants", grants));
    }

    private void accreditation(String party, String status, Map<String, Object> more) {
        Map<String, Object> shown = new java.util.HashMap<>(more);
        shown.putAll(Map.of(
                "id",
                ACCREDITATION,
                "forum",
                StubOwner.FORUM,
                "meeting",
                StubOwner.MEETING,
                "party",
                party,
                "capacity",
                "ADVISER",
                "noteVerbale",
                "Note 7",
                "status",
                status));
        owner.reply("GET " + ACCREDITATIONS + "/" + ACCREDITATION, 200, "3", shown);
        owner.reply("GET " + ACCREDITATIONS, 200, "", Map.of("items", List.of(shown)));
    }

    private String accreditation() throws Exception {
        return browser.get("/accreditations/" + ACCREDITATION).body();
    }

    @Test
    void a_delegate_reaches_its_own_page_and_keeps_away_from_what_it_is_shown() throws Exception {
        reader("th", "DELEGATE");
        String own = Authority.stream(StubOwner.FORUM, "th.person");
        String meeting = browser.get("/meetings/" + StubOwner.MEETING).body();
        assertThat(meeting)
                .contains("href=\"/people/" + own + "\">You</a>")
                .contains("href=\"/people/" + own + "?thing=" + StubOwner.MEETING + "\"")
                .doesNotContain("href=\"/people\"");
        owner.reply(
                "GET /api/membership/people/" + own,
                200,
                "2",
                Map.of("id", own, "forum", StubOwner.FORUM, "subject", "th.person", "unit", "th", "status", "KNOWN"));
        assertThat(browser.get("/people/" + own + "?thing=" + StubOwner.MEETING).body())
                .containsPattern("<details class=\"act\" open=\"open\"><summary>Recuse from something")
                .contains("name=\"f.thing\" value=\"" + StubOwner.MEETING + "\"");
        assertThat(new Browser(portal.address())
                        .get("/meetings/" + StubOwner.MEETING)
                        .body())
                .doesNotContain("Keep away", ">You</a>");
    }

    @Test
    void roles_bodies_and_parties_are_chosen_by_their_names() throws Exception {
        reader("", "SECRETARIAT");
        String person = "person-00000000-0000-5000-8000-000000000002";
        Map<String, Object> held =
                Map.of("grant", "grant-1", "role", "HEAD", "from", "2020-01-01T00:00:00Z", "post", "Minister");
        Map<String, Object> over = Map.of(
                "grant", "grant-0",
                "role", "DELEGATE",
                "from", "2020-01-01T00:00:00Z",
                "until", "2020-02-01T00:00:00Z");
        Map<String, Object> proposed = Map.of(
                "by",
                "th.focal",
                "tenure",
                Map.of(
                        "grant", "grant-2",
                        "role", "CO_CHAIR",
                        "body", "steering-group",
                        "from", "2020-01-01T00:00:00Z"));
        Map<String, Object> shown =
                Map.of("id", person, "status", "KNOWN", "roles", List.of(held, over), "proposed", List.of(proposed));
        owner.reply("GET /api/membership/people/" + person, 200, "2", shown);
        String page = browser.get("/people/" + person).body();
        assertThat(page)
                .contains("<option value=\"grant-1\">head in the whole forum, Minister, from")
                .contains("<option value=\"grant-2\">co chair in steering-group, from")
                .contains("(proposed by th.focal)</option>", "<option value=\"steering-group\">Steering Group</option>")
                .contains("<option value=\"\">the whole forum</option>")
                .doesNotContain("<option value=\"grant-0\"");
        owner.reply(
                "GET /api/membership/people/" + person,
                200,
                "2",
                Map.of("id", person, "status", "KNOWN", "roles", List.of(held)));
        assertThat(browser.get("/people/" + person).body())
                .as("nothing is proposed, so nothing can be confirmed")
                .contains("End a role")
                .doesNotContain("Confirm a role");
    }

    @Test
    void presence_is_recorded_for_a_party_by_name_and_a_refusal_keeps_the_no() throws Exception {
        reader("", "SECRETARIAT");
        owner.reply(
                "GET " + StubOwner.MEETING_PATH,
                200,
                "1",
                Map.of("id", StubOwner.MEETING, "title", "M", "status", "CONVENED"));
        assertThat(browser.get("/meetings/" + StubOwner.MEETING).body())
                .contains("<option value=\"th\">Thailand</option>");
        owner.reply("POST " + StubOwner.MEETING_PATH + "/record-presence", 409, "", Map.of("detail", "Not now."));
        Map<String, String> form =
                Map.of("op", "RecordPresence", "id", StubOwner.MEETING, "key", "k", "f.party", "th", "f.present", "no");
        assertThat(browser.post("/act", form).body())
                .contains("Not now.", "<option value=\"no\" selected=\"selected\">")
                .contains("<option value=\"th\" selected=\"selected\">Thailand</option>");
    }

    @Test
    void an_act_whose_outcome_is_not_known_is_sent_again_as_it_was_and_a_refused_one_as_a_new_one() throws Exception {
        reader("", "SECRETARIAT");
        owner.reply(
                "GET " + StubOwner.MEETING_PATH,
                200,
                "8",
                Map.of("id", StubOwner.MEETING, "title", "M", "status", "CONVENED"));
        assertThat(browser.get("/meetings/" + StubOwner.MEETING).body()).contains("value=\"RecordPresence\"");
        Map<String, String> form = Map.of(
                "op",
                "RecordPresence",
                "id",
                StubOwner.MEETING,
                "key",
                "k-1",
                "etag",
                "7",
                "f.party",
                "th",
                "f.present",
                "no");
        owner.reply("POST " + StubOwner.MEETING_PATH + "/record-presence", 503, "", Map.of("detail", "Not confirmed."));
        assertThat(browser.post("/act", form).body())
                .contains("Not confirmed.", "name=\"key\" value=\"k-1\"", "name=\"etag\" value=\"7\"");
        owner.reply("POST " + StubOwner.MEETING_PATH + "/record-presence", 409, "", Map.of("detail", "Not now."));
        assertThat(browser.post("/act", form).body())
                .contains("Not now.", "name=\"etag\" value=\"8\"")
                .doesNotContain("value=\"k-1\"", "name=\"etag\" value=\"7\"");
    }

    @Test
    void accreditations_and_credentials_reports_wait_for_whom_they_wait() throws Exception {
        reader("", "SECRETARIAT");
        accreditation("th", "SUBMITTED", Map.of());
        assertThat(browser.get("/").body()).contains("/accreditations/" + ACCREDITATION);
        reader("id", "CO_CHAIR");
        Map<String, Object> report =
                Map.of("id", "report-1", "status", "COMPILED", "meeting", StubOwner.MEETING, "edition", 1);
        owner.reply("GET /api/membership/credentials-reports", 200, "", Map.of("items", List.of(report)));
        assertThat(browser.get("/").body()).contains("/credentials-reports/report-1");
        reader("id", "HEAD");
        accreditation("th", "RETURNED", Map.of());
        assertThat(browser.get("/").body()).contains("Nothing waits for you");
        reader("th", "HEAD");
        assertThat(browser.get("/").body()).contains("/accreditations/" + ACCREDITATION);
        accreditation("th", "IN_ORDER", Map.of());
        assertThat(browser.get("/").body()).as("it could be withdrawn").contains("Nothing waits for you");
    }

    @Test
    void a_partys_act_is_offered_to_that_party_and_an_objection_to_all_others() throws Exception {
        accreditation("th", "IN_ORDER", Map.of());
        reader("th", "HEAD");
        assertThat(accreditation())
                .contains("value=\"WithdrawNomination\"", "value=\"ReplaceDelegate\"")
                .doesNotContain("value=\"ObjectToCredentials\"");
        reader("id", "HEAD");
        assertThat(accreditation())
                .contains("value=\"ObjectToCredentials\"")
                .doesNotContain("value=\"WithdrawNomination\"", "value=\"ReplaceDelegate\"");
    }

    @Test
    void forms_of_an_accreditation_bring_what_stands() throws Exception {
        reader("id", "CO_CHAIR");
        accreditation("th", "SUBMITTED", Map.of("refusal", Map.of("reason", "The note is not signed.")));
        assertThat(accreditation()).contains(">The note is not signed.</textarea>");
        reader("th", "FOCAL_POINT");
        accreditation("th", "RETURNED", Map.of("name", "A person"));
        assertThat(accreditation())
                .contains("<option value=\"ADVISER\" selected=\"selected\">", "value=\"A person\"", "value=\"Note 7\"");
    }
}
