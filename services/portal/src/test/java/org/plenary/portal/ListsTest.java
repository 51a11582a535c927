package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists are whole, or say that they go on; and an owner that is away is never an empty list or a missing role. */
class ListsTest extends PortalTest {
    private static final Map<String, Object> EMPTY = Map.of("items", List.of());

    @BeforeEach
    void fresh() throws Exception {
        owner.forums(StubOwner.FORUM);
        owner.asSecretariatAndCoChair();
        for (String list : List.of("agenda/items", "membership/people", "membership/invitations")) {
            owner.reply("GET /api/" + list, 200, "", EMPTY);
        }
        browser.signIn("au.cochair", owner);
        owner.asked.clear();
    }

    private void isAway(String request, String... pages) throws Exception {
        owner.reply(request, 500, "", Map.of());
        for (String page : pages) {
            HttpResponse<String> answer = browser.get(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(503);
            assertThat(answer.body()).as(page).contains("A part of Plenary does not answer");
        }
    }

    @Test
    void an_owner_that_is_away_is_said_and_no_empty_list() throws Exception {
        isAway("GET /api/agenda/items", "/items", "/");
    }

    @Test
    void a_list_of_people_or_invitations_that_is_away_is_said() throws Exception {
        isAway("GET /api/membership/invitations", "/people");
        isAway("GET /api/membership/people", "/people");
    }

    @Test
    void that_membership_is_away_is_not_that_somebody_has_no_role() throws Exception {
        isAway("GET /api/membership/me", "/", "/meetings/" + StubOwner.MEETING, "/rules");
        owner.asSecretariatAndCoChair();
        isAway("GET /api/membership/forums", "/", "/items");
        for (String page : List.of("/about", "/sessions", "/log")) {
            assertThat(browser.get(page).statusCode()).as(page).isEqualTo(200);
        }
    }

    @Test
    void what_is_not_for_the_reader_stays_an_empty_list() throws Exception {
        owner.reply("GET /api/agenda/items", 403, "", Map.of());
        HttpResponse<String> page = browser.get("/items");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("nothing for you");
    }

    @Test
    void a_list_that_goes_on_leads_to_its_next_page() throws Exception {
        Map<String, Object> first =
                Map.of("items", List.of(Map.of("id", "item-1", "title", "First")), "next", "Y3Vyc29y");
        owner.reply("GET /api/agenda/items", 200, "", first);
        assertThat(browser.get("/items?meeting=" + StubOwner.MEETING).body())
                .contains("/items?cursor=Y3Vyc29y&amp;meeting=" + StubOwner.MEETING, "Next page");
        browser.get("/items?cursor=Y3Vyc29y&meeting=" + StubOwner.MEETING);
        assertThat(owner.asked("GET", "/api/agenda/items").getLast().query())
                .contains("cursor=Y3Vyc29y", "meeting=" + StubOwner.MEETING);
        browser.get("/items?cursor=a%26forum%3Dother");
        assertThat(owner.asked("GET", "/api/agenda/items").getLast().query()).doesNotContain("other");
        owner.reply("GET /api/agenda/items", 200, "", EMPTY);
        assertThat(browser.get("/items").body()).doesNotContain("Next page");
    }

    @Test
    void people_and_invitations_go_on_each_by_itself() throws Exception {
        Map<String, Object> people =
                Map.of("items", List.of(Map.of("id", "person-1", "subject", "th.head")), "next", "cA");
        owner.reply("GET /api/membership/people", 200, "", people);
        owner.reply("GET /api/membership/invitations", 200, "", Map.of("items", List.of(), "next", "aQ"));
        assertThat(browser.get("/people").body()).contains("/people?cursor=cA", "/people?invited=aQ");
        browser.get("/people?cursor=cA");
        assertThat(owner.asked("GET", "/api/membership/people").getLast().query())
                .contains("cursor=cA");
        browser.get("/people?invited=aQ");
        assertThat(owner.asked("GET", "/api/membership/invitations").getLast().query())
                .contains("cursor=aQ");
    }

    @Test
    void what_was_done_is_said_on_the_lists_that_it_leads_to() throws Exception {
        for (String page : List.of("/?done=AcceptInvitation", "/items?done=ImportRegister")) {
            assertThat(browser.get(page).body()).as(page).contains("Done. It is recorded.");
        }
        assertThat(browser.get("/").body()).doesNotContain("Done. It is recorded.");
    }
}
