package org.plenary.toy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.http.ReadController;
import org.plenary.kernel.json.Json;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** What a reader may see of a list is there once, page by page; of the rest, nothing tells. */
class PagesTest extends ToyTest {
    private Lists lists;

    @BeforeAll
    void readers() {
        lists = new Lists(database());
        lists.person("th.reader", "th");
        lists.person("nz.reader", "nz");
    }

    @AfterEach
    void clear() {
        lists.clear();
    }

    private JsonNode page(String reader, int limit, String cursor) {
        return page(toy, reader, limit, cursor);
    }

    private JsonNode page(ConfigurableApplicationContext instance, String reader, int limit, String cursor) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(
                        instance,
                        "/api/toy/jars?forum=" + Lists.FORUM + "&limit=" + limit
                                + (cursor.isEmpty() ? "" : "&cursor=" + cursor)))
                .header("Authorization", "Bearer " + tokens.token(reader))
                .GET());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(i -> i.path("id").asString().substring("jar-of-list-".length()))
                .toList();
    }

    @Test
    void a_list_shows_only_what_its_reader_may_read() {
        lists.jar(1, "public");
        lists.jar(2, "forum");
        lists.jar(3, "unit:th");
        lists.jar(4, "unit:nz");
        lists.jar(5, "person:th.reader");
        assertThat(ids(page("th.reader", 50, ""))).containsExactly("1", "2", "3", "5");
        assertThat(ids(page("nz.reader", 50, ""))).containsExactly("1", "2", "4");
        assertThat(ids(page("stranger", 50, ""))).containsExactly("1");
    }

    @Test
    void a_full_page_has_a_next_only_where_there_is_more_for_its_reader() {
        lists.jars(1, 2, "unit:th");
        lists.jars(3, 9, "unit:nz");
        assertThat(page("th.reader", 2, "").has("next")).isFalse();
        lists.jar(10, "unit:th");
        JsonNode first = page("th.reader", 2, "");
        assertThat(ids(first)).containsExactly("1", "2");
        JsonNode second = page("th.reader", 2, first.path("next").asString());
        assertThat(ids(second)).containsExactly("10");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void pages_go_on_over_more_hidden_than_is_looked_at_and_their_cursor_tells_of_none() {
        int hidden = ReadController.LOOKED_AT_MAX + 500;
        lists.jar(1, "unit:th");
        lists.jars(2, hidden, "unit:nz");
        lists.jars(hidden + 1, hidden + 2, "unit:th");
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = page("th.reader", 50, cursor);
            seen.addAll(ids(page));
            cursor = page.path("next").asString("");
            assertThat(new String(Base64.getUrlDecoder().decode(cursor), ISO_8859_1))
                    .doesNotContain("secret");
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("1", "" + (hidden + 1), "" + (hidden + 2));
    }

    @Test
    void another_instance_goes_on_where_one_ended() throws Exception {
        lists.jars(1, 3, "forum");
        String cursor = page("th.reader", 2, "").path("next").asString();
        try (ConfigurableApplicationContext other = started("shared")) {
            assertThat(ids(page(other, "th.reader", 2, cursor))).containsExactly("3");
        }
    }
}
