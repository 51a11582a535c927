package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** A party's page, the forum's bodies and signing keys, and who filed a thing for its party. */
class PartiesAndBodiesTest extends PortalTest {
    private static final String PARTIES = "/api/membership/parties";
    private static final String PARTY = "party-00000000-0000-0000-0000-000000000001-nz";
    private static final String FORUM = "/api/membership/forums/" + StubOwner.FORUM;
    private static final String KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @BeforeAll
    void start() {
        owner.reply(
                "GET " + PARTIES, 200, "", Map.of("items", List.of(listed("nz", "New Zealand"), listed("fj", "Fiji"))));
        owner.reply("GET " + PARTIES + "/" + PARTY, 200, "3", party());
        owner.reply("GET " + FORUM, 200, "9", forum());
    }

    @BeforeEach
    void fresh() throws Exception {
        owner.asked.clear();
        browser.signIn("id.cochair", owner);
    }

    private static Map<String, Object> listed(String party, String name) {
        return Map.of("id", party.equals("nz") ? PARTY : "party-" + party, "party", party, "name", name, "zone", "UTC");
    }

    private static Map<String, Object> party() {
        Map<String, Object> p = new LinkedHashMap<>();
        p.put("id", PARTY);
        p.put("forum", StubOwner.FORUM);
        p.put("party", "nz");
        p.put("name", "New Zealand");
        p.put("zone", "Pacific/Auckland");
        p.put(
                "names",
                List.of(
                        Map.of("language", "en", "name", "New Zealand"),
                        Map.of("language", "id", "name", "Selandia Baru", "from", "2027-03-01T00:00:00Z")));
        p.put(
                "classes",
                List.of(
                        Map.of("partyClass", "OBSERVER_STATE", "until", "2020-06-01T00:00:00Z"),
                        Map.of("partyClass", "MEMBER_STATE", "from", "2020-06-01T00:00:00Z")));
        return p;
    }

    private static Map<String, Object> forum() {
        Map<String, Object> body = Map.of(
                "body", "conference",
                "name", "Conference",
                "keyholders", List.of("au", "id"),
                "members", List.of("au", "id", "nz"),
                "changes", List.of(Map.of("seat", List.of("fj"), "unseat", List.of(), "from", "2099-01-01T00:00:00Z")));
        return Map.of(
                "id",
                StubOwner.FORUM,
                "bodies",
                List.of(body),
                "signingKeys",
                List.of(Map.of("party", "nz", "kid", "nz-1", "publicKey", KEY, "demonstration", true)),
                "proposals",
                List.of(
                        proposal("p-card", Map.of("card", Map.of("body", "conference"))),
                        proposal(
                                "p-body",
                                Map.of(
                                        "body",
                                        Map.of(
                                                "body", "conference",
                                                "keyholders", List.of("au", "nz"),
                                                "seat", List.of(),
                                                "unseat", List.of("id"),
                                                "from", "2098-01-01T00:00:00Z"))),
                        proposal(
                                "p-key",
                                Map.of(
                                        "key",
                                        Map.of("party", "nz", "kid", "nz-2", "publicKey", KEY, "replaces", "nz-1")))));
    }

    private static Map<String, Object> proposal(String id, Map<String, Object> change) {
        return Map.of(
                "proposal",
                id,
                "hash",
                "hash-of-" + id,
                "holders",
                List.of("au", "id"),
                "turned",
                List.of("au"),
                "change",
                change);
    }

    @Test
    void a_party_has_a_page_with_all_its_names_and_classes_and_their_dates_in_words() throws Exception {
        assertThat(new Browser(portal.address()).get("/parties").body()).contains("href=\"/parties/" + PARTY + "\"");
        String page = browser.get("/parties/" + PARTY).body();
        assertThat(page)
                .contains("New Zealand", "Pacific/Auckland", "Indonesian (id)", "Selandia Baru", "since the founding")
                .contains("Mon 1 Mar 2027, 00:00:00 UTC", "observer state", "Mon 1 Jun 2020, 00:00:00 UTC")
                .contains("Give the party another name", "Put the party into another class");
        assertThat(new Browser(portal.address()).get("/parties/" + PARTY).body())
                .contains("Selandia Baru")
                .doesNotContain("Give the party another name");
    }

    @Test
    void the_secretariat_renames_a_party_and_changes_its_class_as_it_was_shown() throws Exception {
        browser.get("/parties/" + PARTY);
        owner.reply("POST " + PARTIES + "/" + PARTY + "/rename", 200, "4", Map.of("stream", PARTY));
        HttpResponse<String> done = browser.post(
                "/act",
                Map.of(
                        "op", "RenameParty",
                        "id", PARTY,
                        "key", "k-rename",
                        "etag", "3",
                        "f.language", "en",
                        "f.name", "Aotearoa",
                        "f.from", "2027-05-01T00:00:00"));
        assertThat(done.headers().firstValue("Location"))
                .hasValueSatisfying(l -> assertThat(l).contains("/parties/" + PARTY));
        StubOwner.Asked sent =
                owner.asked("POST", PARTIES + "/" + PARTY + "/rename").getFirst();
        assertThat(sent.header("If-Match")).isEqualTo("\"3\"");
        assertThat(sent.body())
                .isEqualTo("{\"language\":\"en\",\"name\":\"Aotearoa\",\"from\":\"2027-05-01T00:00:00Z\"}");
        owner.reply("POST " + PARTIES + "/" + PARTY + "/change-class", 409, "", Map.of("detail", "It is one already."));
        HttpResponse<String> refused = browser.post(
                "/act",
                Map.of(
                        "op", "ChangePartyClass",
                        "id", PARTY,
                        "key", "k-class",
                        "etag", "3",
                        "f.partyClass", "OBSERVER_STATE",
                        "f.from", "2027-05-01T00:00:00Z",
                        "f.ground", "By its own wish."));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("It is one already.", "By its own wish.");
    }

    @Test
    void a_party_that_joins_is_entered_from_the_registers_page() throws Exception {
        assertThat(browser.get("/register").body()).contains("href=\"/new/EnterParty\"");
        assertThat(browser.get("/new/EnterParty").body()).contains("name=\"f.zone\"", StubOwner.FORUM);
        owner.reply("POST " + PARTIES, 201, "1", Map.of("stream", "party-1-fj"));
        browser.post(
                "/act",
                Map.of(
                        "op", "EnterParty",
                        "key", "k-enter",
                        "f.forum", StubOwner.FORUM,
                        "f.party", "fj",
                        "f.partyClass", "OBSERVER_STATE",
                        "f.name", "Fiji",
                        "f.zone", "Pacific/Fiji",
                        "f.from", "2027-03-01T00:00:00Z",
                        "f.sources", "https://example.org/fiji"));
        JsonNode sent = Json.tree(owner.asked("POST", PARTIES).getFirst().body());
        assertThat(sent.path("partyClass").asString()).isEqualTo("OBSERVER_STATE");
        assertThat(sent.path("sources").toString()).isEqualTo("[\"https://example.org/fiji\"]");
    }

    @Test
    void bodies_and_keys_are_shown_with_what_comes_and_what_waits() throws Exception {
        String page = new Browser(portal.address()).get("/bodies").body();
        assertThat(page)
                .contains("Conference", "au, id, New Zealand (nz)", "Thu 1 Jan 2099, 00:00:00 UTC")
                .contains("Become members: Fiji (fj)", "nz-1", KEY, "demonstration key")
                .contains("Change of the body conference", "Keys: au, New Zealand (nz), now au, id")
                .contains("Are no longer members: id", "Wed 1 Jan 2098, 00:00:00 UTC, once every key is turned.")
                .contains("Signing key of New Zealand (nz)", "The key nz-1 ends when it comes into force.")
                .contains("au: turned; id: awaited")
                .doesNotContain("hash-of-p-card", "Consent to this change", "name=\"f.kid\"");
    }

    @Test
    void a_key_is_turned_on_exactly_the_proposal_that_was_shown_and_one_is_taken_back() throws Exception {
        assertThat(browser.get("/bodies").body()).contains("value=\"hash-of-p-body\"", "value=\"hash-of-p-key\"");
        owner.reply("POST " + FORUM + "/consent", 200, "", Map.of());
        browser.post(
                "/bodies/proposals/consent",
                Map.of("proposal", "p-body", "hash", "hash-of-p-body", "etag", "9", "key", "k-consent"));
        StubOwner.Asked sent = owner.asked("POST", FORUM + "/consent").getFirst();
        assertThat(sent.body()).isEqualTo("{\"proposal\":\"p-body\",\"hash\":\"hash-of-p-body\"}");
        assertThat(sent.header("If-Match")).isEqualTo("\"9\"");
        owner.reply("POST " + FORUM + "/withdraw", 409, "", Map.of("detail", "There is no such proposal."));
        HttpResponse<String> refused = browser.post(
                "/bodies/proposals/withdraw",
                Map.of("proposal", "p-key", "reason", "Not yet.", "etag", "9", "key", "k-withdraw"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("There is no such proposal.");
        assertThat(owner.asked("POST", FORUM + "/withdraw").getFirst().body())
                .isEqualTo("{\"proposal\":\"p-key\",\"reason\":\"Not yet.\"}");
    }

    @Test
    void a_change_of_a_body_and_a_signing_key_are_proposed_by_page() throws Exception {
        assertThat(browser.get("/bodies").body()).contains("name=\"f.seat\"", "name=\"f.publicKey\"");
        String path = FORUM + "/propose-body-change";
        owner.reply("POST " + path, 409, "", Map.of("detail", "fj is a member already."));
        HttpResponse<String> refused = browser.post(
                "/bodies/propose-body-change",
                Map.of("f.body", "conference", "f.seat", "fj", "f.from", "2097-01-01T00:00:00", "key", "k-body"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("fj is a member already.", "value=\"2097-01-01T00:00:00\"");
        assertThat(Json.tree(owner.asked("POST", path).getFirst().body()))
                .as("keys that nobody named stay")
                .isEqualTo(Json.tree("{\"body\":\"conference\",\"seat\":[\"fj\"],\"unseat\":[],"
                        + "\"from\":\"2097-01-01T00:00:00Z\"}"));
        owner.reply("POST " + path, 200, "", Map.of());
        browser.post(
                "/bodies/propose-body-change",
                Map.of("f.body", "group", "f.name", "Group", "f.keyholders", "none", "key", "k-none"));
        assertThat(Json.tree(owner.asked("POST", path).getLast().body())
                        .path("keyholders")
                        .toString())
                .as("the conference's decide")
                .isEqualTo("[]");
        owner.reply("POST " + FORUM + "/propose-signing-key", 200, "", Map.of());
        HttpResponse<String> done = browser.post(
                "/bodies/propose-signing-key",
                Map.of("f.party", "nz", "f.kid", "nz-3", "f.publicKey", KEY, "f.demonstration", "no", "key", "k-key"));
        assertThat(done.statusCode()).isEqualTo(302);
        assertThat(Json.tree(owner.asked("POST", FORUM + "/propose-signing-key")
                        .getFirst()
                        .body()))
                .isEqualTo(Json.tree(
                        "{\"party\":\"nz\",\"kid\":\"nz-3\",\"publicKey\":\"" + KEY + "\",\"demonstration\":false}"));
    }

    @Test
    void who_filed_a_thing_for_its_party_is_shown_on_its_own_page_and_in_the_list() throws Exception {
        Map<String, Object> item =
                Map.of("id", "item-1", "title", "An item", "party", "th", "status", "SUBMITTED", "filedBy", "sec.one");
        owner.reply("GET /api/agenda/items/item-1", 200, "1", item);
        assertThat(browser.get("/items/item-1").body()).contains("Filed by", "sec.one on its behalf");
        Map<String, Object> accreditation =
                Map.of("id", "accreditation-1", "party", "th", "status", "SUBMITTED", "filedBy", "sec.one");
        owner.reply("GET /api/membership/accreditations/accreditation-1", 200, "1", accreditation);
        owner.reply("GET /api/membership/accreditations", 200, "", Map.of("items", List.of(accreditation)));
        assertThat(browser.get("/accreditations/accreditation-1").body()).contains("Filed by", "sec.one on its behalf");
        assertThat(browser.get("/accreditations").body()).contains("(filed by sec.one on its behalf)");
    }
}
