package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.decide.Ids;
import org.plenary.kernel.json.Json;

/** People and invitations as a browser without scripts sees them. */
class PeoplePagesTest extends PortalTest {
    private static final String INVITATIONS = "/api/membership/invitations";
    private static final String ID = "invitation-00000000-0000-5000-8000-000000000001";
    private static final String PERSON = "person-00000000-0000-5000-8000-000000000002";
    private static final String SECRET = "a-secret-of-this-test";
    private static final Pattern HIDDEN = Pattern.compile("name=\"(secret|key)\" value=\"([^\"]+)\"");

    @BeforeAll
    void start() {
        owner.reply(
                "GET /api/membership/people",
                200,
                "",
                Map.of(
                        "items",
                        List.of(Map.of(
                                "id",
                                PERSON,
                                "subject",
                                "th.head",
                                "unit",
                                "th",
                                "grants",
                                List.of(
                                        Map.of("role", "HEAD", "from", "2020-01-01T00:00:00Z"),
                                        Map.of(
                                                "role",
                                                "AUDITOR",
                                                "from",
                                                "2020-01-01T00:00:00Z",
                                                "until",
                                                "2020-02-01T00:00:00Z"),
                                        Map.of("role", "ASSESSOR", "from", "2099-01-01T00:00:00Z"))))));
        owner.reply("GET " + INVITATIONS, 200, "", Map.of("items", List.of()));
        owner.reply("POST " + INVITATIONS, 201, "1", Map.of("stream", ID, "version", 1, "events", List.of()));
        owner.reply(
                "GET " + INVITATIONS + "/" + ID + "/offer",
                200,
                "",
                Map.of(
                        "status",
                        "INVITED",
                        "forum",
                        StubOwner.FORUM,
                        "party",
                        "th",
                        "roles",
                        List.of("DELEGATE"),
                        "name",
                        "Invited person",
                        "expiresAt",
                        "2099-01-01T00:00:00Z"));
    }

    @BeforeEach
    void fresh() throws Exception {
        owner.asked.clear();
        owner.reply(
                "GET /api/membership/me",
                200,
                "",
                Map.of("unit", "th", "grants", List.of(Map.of("role", "FOCAL_POINT"))));
    }

    private static String hidden(String page, String name) {
        Matcher m = HIDDEN.matcher(page);
        while (m.find()) {
            if (m.group(1).equals(name)) {
                return m.group(2);
            }
        }
        throw new AssertionError("no " + name + " in " + page);
    }

    @Test
    void a_focal_point_sees_its_people_with_the_roles_they_have_now() throws Exception {
        browser.signIn("th.focal", owner);
        String page = browser.get("/people").body();
        assertThat(page)
                .contains("th.head", "th: head", "/people/" + PERSON, "/invite")
                .doesNotContain("auditor", "assessor");
        assertThat(new Browser(portal.address()).get("/people").statusCode()).isEqualTo(302);
    }

    @Test
    void the_link_is_shown_once_and_only_its_hash_is_sent() throws Exception {
        browser.signIn("th.focal", owner);
        String form = browser.get("/invite").body();
        String secret = hidden(form, "secret");
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        Map<String, String> filled = Map.of(
                "key", hidden(form, "key"),
                "secret", secret,
                "name", "Invited person",
                "roles", "DELEGATE",
                "validDays", "7");
        HttpResponse<String> made = browser.post("/invite", filled);
        assertThat(made.body()).contains(">http://localhost:8080/invitation/" + ID + "/" + secret + "<");
        assertThat(made.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(c -> assertThat(c).contains("no-store"));
        StubOwner.Asked sent = owner.asked("POST", INVITATIONS).getFirst();
        assertThat(sent.body()).doesNotContain(secret);
        assertThat(Json.tree(sent.body()))
                .isEqualTo(Json.tree(Json.write(Map.of(
                        "forum",
                        StubOwner.FORUM,
                        "party",
                        "th",
                        "name",
                        "Invited person",
                        "secretHash",
                        Ids.sha256(secret),
                        "roles",
                        List.of("DELEGATE"),
                        "validDays",
                        7))));
        assertThat(browser.get("/invitations/" + ID).body()).doesNotContain(secret);
    }

    @Test
    void the_secretariat_names_the_party_whose_first_focal_point_it_invites() throws Exception {
        owner.reply("GET /api/membership/me", 200, "", Map.of("grants", List.of(Map.of("role", "SECRETARIAT"))));
        browser.signIn("secretariat", owner);
        assertThat(browser.get("/people").body()).contains("/invite");
        String form = browser.get("/invite").body();
        assertThat(form).contains("name=\"party\"", "value=\"FOCAL_POINT\"").doesNotContain("value=\"DELEGATE\"");
        Map<String, String> filled = Map.of(
                "key", hidden(form, "key"),
                "secret", hidden(form, "secret"),
                "party", "fj",
                "name", "Invited person",
                "roles", "FOCAL_POINT",
                "validDays", "7");
        assertThat(browser.post("/invite", filled).body()).contains("/invitation/" + ID);
        assertThat(Json.tree(owner.asked("POST", INVITATIONS).getLast().body())
                        .path("party")
                        .asString(""))
                .isEqualTo("fj");
    }

    @Test
    void whoever_has_the_link_sees_what_is_offered_and_accepts_it() throws Exception {
        String link = "/invitation/" + ID + "/" + SECRET;
        assertThat(browser.get(link).statusCode()).as("sign in first").isEqualTo(302);
        browser = new Browser(portal.address());
        browser.signIn("guest1", owner);
        HttpResponse<String> page = browser.get(link);
        assertThat(page.body()).contains("Invited person", "delegate", "guest1");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        StubOwner.Asked read =
                owner.asked("GET", INVITATIONS + "/" + ID + "/offer").getFirst();
        assertThat(read.header("Secret-Hash")).isEqualTo(Ids.sha256(SECRET));
        assertThat(owner.asked)
                .noneMatch(a ->
                        a.path().contains(SECRET) || String.valueOf(a.query()).contains(SECRET));

        owner.reply("POST " + INVITATIONS + "/" + ID + "/accept", 409, "", Map.of("detail", "It is good for once."));
        assertThat(browser.post(link, Map.of("key", "portal-key-1")).body()).contains("It is good for once.");
        owner.reply("POST " + INVITATIONS + "/" + ID + "/accept", 200, "2", Map.of("stream", ID, "version", 2));
        HttpResponse<String> accepted = browser.post(link, Map.of("key", "portal-key-2"));
        assertThat(accepted.statusCode()).isEqualTo(302);
        assertThat(Browser.location(accepted)).endsWith("/?done=AcceptInvitation&forum=" + StubOwner.FORUM);
        assertThat(owner.asked("POST", INVITATIONS + "/" + ID + "/accept")
                        .getLast()
                        .body())
                .isEqualTo("{\"secret\":\"" + SECRET + "\"}");
        assertThat(browser.forge(link, Map.of("key", "portal-key-3")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void an_invitation_that_nobody_accepted_in_time_is_over_and_offers_nothing() throws Exception {
        browser.signIn("th.focal", owner);
        String late = "invitation-00000000-0000-5000-8000-000000000003";
        Map<String, Object> shown = Map.of(
                "id", late,
                "forum", StubOwner.FORUM,
                "status", "INVITED",
                "party", "th",
                "name", "Late person",
                "roles", List.of("DELEGATE"),
                "expiresAt", "2020-01-01T00:00:00Z");
        owner.reply("GET " + INVITATIONS, 200, "", Map.of("items", List.of(shown)));
        owner.reply("GET " + INVITATIONS + "/" + late, 200, "1", shown);
        owner.reply("GET " + INVITATIONS + "/" + late + "/offer", 200, "", shown);
        assertThat(browser.get("/people").body()).contains(">expired</strong>");
        owner.reply("GET " + INVITATIONS, 200, "", Map.of("items", List.of()));
        assertThat(browser.get("/invitations/" + late).body())
                .contains(">expired</strong>")
                .doesNotContain("value=\"WithdrawInvitation\"");
        assertThat(browser.get("/invitation/" + late + "/" + SECRET).body())
                .contains("This invitation has expired.")
                .doesNotContain("Accept the invitation");
    }
}
