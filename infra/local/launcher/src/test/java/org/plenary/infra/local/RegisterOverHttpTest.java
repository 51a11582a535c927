package org.plenary.infra.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore.Durability;
import org.plenary.infra.local.PublicApi.Answer;
import tools.jackson.databind.JsonNode;

/** The register over the public address: two forums run beside each other, and each one's changes are its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterOverHttpTest {
    private Instance instance;
    private PublicApi api;
    private String forum;
    private String other;
    private int keys;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        Path data = dir.resolve("data");
        instance = Instance.start(new Instance.Settings(data, port, Durability.PROCESS), line -> {});
        assertThat(instance.awaitOpen()).isEmpty();
        api = Plenary.api(data);
        forum = founded("FA");
        other = founded("FB");
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    private String founded(String prefix) {
        List<Map<String, Object>> parties = List.of(party("au"), party("id"), party("th"));
        Map<String, Object> founding = new LinkedHashMap<>();
        founding.put("name", "Forum " + prefix + " (fictional)");
        founding.put("symbolPrefix", prefix);
        founding.put("fictional", true);
        founding.put("framework", "1");
        founding.put("frameworkTitle", "Objectives (fictional)");
        founding.put("objectives", List.of(Map.of("number", 1, "text", "Sharing")));
        founding.put(
                "bodies", List.of(Founding.body("conference", "Conference", List.of("au", "id"), List.of("au", "id"))));
        founding.put("parties", parties);
        founding.put("people", prefix.equals("FA") ? Founding.people(List.of("au", "id", "th")) : List.of());
        founding.put(
                "ruleCards",
                List.of(Map.of(
                        "body", "conference", "meetingType", "CONSULTATION", "source", "Ours.", "card", card("P2D"))));
        founding.put("signingKeys", List.of());
        Answer answer = post("operator", "/api/membership/forums", founding, null);
        assertThat(answer.ok()).as(answer.body()).isTrue();
        String id = answer.location().substring(answer.location().lastIndexOf('/') + 1);
        await().atMost(60, SECONDS)
                .until(() ->
                        get("/api/membership/parties?forum=" + id).path("items").size() == 3);
        if (prefix.equals("FA")) {
            await().atMost(60, SECONDS)
                    .until(() -> !api.get("secretariat", "/api/membership/me?forum=" + id)
                            .json()
                            .path("grants")
                            .isEmpty());
        }
        return id;
    }

    private static Map<String, Object> party(String slug) {
        return Map.of("party", slug, "partyClass", "MEMBER_STATE", "name", slug.toUpperCase(), "zone", "UTC");
    }

    private static Map<String, Object> card(String silence) {
        return Founding.card("P42D", "P30D", "P14D", 1, 2, "P10D", "P60D", silence, "P14D");
    }

    private Answer post(String user, String path, Map<String, ?> body, String ifMatch) {
        return api.post(user, path, body, "register-" + ++keys, ifMatch);
    }

    private JsonNode get(String path) {
        return api.get(null, path).json();
    }

    private String partyPath(String slug) {
        return "/api/membership/parties/party-" + forum.substring("forum-".length()) + "-" + slug;
    }

    @Test
    void a_party_joins_and_changes_its_class_by_a_date_and_only_by_its_own_secretariat() {
        Map<String, Object> enter = new LinkedHashMap<>(party("fj"));
        enter.put("from", "2026-01-01T00:00:00Z");
        enter.put("forum", other);
        assertThat(post("secretariat", "/api/membership/parties", enter, null).status())
                .as("of the other forum")
                .isEqualTo(403);
        enter.put("forum", forum);
        assertThat(post("secretariat", "/api/membership/parties", enter, null).status())
                .isEqualTo(201);
        Map<String, Object> change =
                Map.of("partyClass", "OBSERVER_STATE", "from", "2099-01-01T00:00:00Z", "ground", "Asked for it.");
        assertThat(post("secretariat", partyPath("fj") + "/change-class", change, null)
                        .status())
                .isEqualTo(428);
        Answer changed = post("secretariat", partyPath("fj") + "/change-class", change, "1");
        assertThat(changed.ok()).as(changed.body()).isTrue();
        JsonNode fj = get(partyPath("fj"));
        assertThat(fj.path("partyClass").asString()).isEqualTo("MEMBER_STATE");
        assertThat(fj.path("classes").size()).isEqualTo(2);
        assertThat(get(partyPath("fj").replace(forum.substring(6), other.substring(6)))
                        .path("status")
                        .asInt())
                .isEqualTo(404);
    }

    @Test
    void a_rule_card_is_adopted_by_both_keys_and_told_in_words() {
        String path = "/api/membership/forums/" + forum;
        Map<String, Object> proposal =
                Map.of("body", "conference", "meetingType", "CONSULTATION", "source", "Decided.", "card", card("P3D"));
        assertThat(post("secretariat", path + "/propose-rule-card", proposal, null)
                        .status())
                .isEqualTo(403);
        Answer proposed = post("au.cochair", path + "/propose-rule-card", proposal, null);
        assertThat(proposed.ok()).as(proposed.body()).isTrue();
        JsonNode open = get(path + "/rule-cards").path("proposals").path(0);
        assertThat(open.path("differences").toString()).isEqualTo("[\"Silence: at least 3 days, was 2 days\"]");
        Map<String, Object> consent = Map.of(
                "proposal",
                open.path("proposal").asString(),
                "hash",
                open.path("hash").asString());
        Answer own = post("au.cochair", path + "/consent", consent, proposed.etag());
        assertThat(own.problem()).isEqualTo("key-already-turned");
        Answer adopted = post("id.cochair", path + "/consent", consent, proposed.etag());
        assertThat(adopted.ok()).as(adopted.body()).isTrue();
        JsonNode cards = get(path + "/rule-cards").path("cards");
        assertThat(cards.size()).isEqualTo(2);
        assertThat(cards.path(1).path("ruleCardVersion").asInt()).isEqualTo(2);
        assertThat(cards.path(1).path("inWords").toString()).contains("A silence lasts at least 3 days.");
        assertThat(get("/api/membership/forums/" + other + "/rule-cards")
                        .path("cards")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void an_import_does_what_its_preview_showed_and_the_export_comes_back_unchanged() {
        String preview = "/api/membership/register-imports/preview?forum=";
        String content = "party,partyClass,name,zone\nto,OBSERVER_STATE,Tonga,Pacific/Tongatapu\nxx,NONE,X,UTC\n";
        Map<String, Object> file = Map.of("format", "CSV", "content", content);
        assertThat(post("secretariat", preview + other, file, null).status()).isEqualTo(403);
        JsonNode seen = post("secretariat", preview + forum, file, null).json();
        assertThat(seen.path("changes").size()).isEqualTo(1);
        assertThat(seen.path("refused").path(0).path("rule").asString()).isEqualTo("class-unknown");
        Map<String, Object> order = new LinkedHashMap<>(file);
        order.put("forum", forum);
        order.put("hash", "0".repeat(64));
        assertThat(post("secretariat", "/api/membership/register-imports", order, null)
                        .problem())
                .isEqualTo("register-changed-since-preview");
        order.put("hash", seen.path("hash").asString());
        Answer ordered = post("secretariat", "/api/membership/register-imports", order, null);
        assertThat(ordered.status()).as(ordered.body()).isEqualTo(201);
        await().atMost(60, SECONDS).until(() -> api.get(null, partyPath("to")).ok());
        await().atMost(60, SECONDS)
                .until(() -> api.get(null, "/api/membership/register?format=csv&forum=" + forum)
                        .body()
                        .contains("Tonga"));
        for (String format : List.of("CSV", "JSON")) {
            Answer export =
                    api.get(null, "/api/membership/register?format=" + format.toLowerCase() + "&forum=" + forum);
            JsonNode again = post(
                            "secretariat", preview + forum, Map.of("format", format, "content", export.body()), null)
                    .json();
            assertThat(again.path("changes").size()).as(format).isZero();
            assertThat(again.path("refused").size()).as(format).isZero();
        }
        JsonNode popolo = get("/api/membership/register?format=popolo&forum=" + forum);
        assertThat(popolo.path("organizations").size()).isGreaterThan(4);
        String record = ordered.location();
        assertThat(api.get("secretariat", record)
                        .json()
                        .path("ordered")
                        .path("refusedLines")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.get(null, record).status()).as("a visitor").isBetween(403, 404);
        assertThat(get("/api/membership/register?forum=" + other).toString()).doesNotContain("Tonga");
    }
}
