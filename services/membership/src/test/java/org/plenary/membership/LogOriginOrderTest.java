package org.plenary.membership;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.plenary.membership.RunningMembership.problem;
import static org.plenary.membership.RunningMembership.stream;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The order to begin another log, over HTTP: who may give it, by which keys, and where anybody reads it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogOriginOrderTest {
    private static final String LOG = "localhost:8080/record";
    private static final String ORIGIN = "localhost:8080/record/log2";
    private static final String VKEY = ORIGIN + "+51693929+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    private RunningMembership membership;
    private String forum;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        membership = new RunningMembership(dir);
        forum = "/api/membership/forums/" + membership.forum;
        // until the first heartbeat nobody is known to hold an office, and binding acts wait
        await().atMost(60, SECONDS).until(() -> propose("au.head", order()), answer -> answer.statusCode() != 503);
    }

    @AfterAll
    void stop() throws Exception {
        membership.close();
    }

    private static Map<String, Object> order() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("log", LOG);
        order.put("origin", ORIGIN);
        order.put("vkey", VKEY);
        order.put("reason", "The machine that held the key was lost.");
        return order;
    }

    private static Map<String, Object> order(String field, Object value) {
        Map<String, Object> order = order();
        order.put(field, value);
        return order;
    }

    private HttpResponse<String> propose(String subject, Map<String, ?> order) {
        return membership.post(subject, forum + "/propose-log-origin", order);
    }

    private HttpResponse<String> consent(String subject, JsonNode proposal) {
        return membership.post(
                subject,
                forum + "/consent",
                Map.of(
                        "proposal", proposal.path("proposal").asString(),
                        "hash", proposal.path("hash").asString()),
                membership.get(null, forum).headers().firstValue("ETag").orElseThrow());
    }

    @Test
    void the_order_is_the_operators_and_both_keyholders_and_is_read_by_anybody() throws Exception {
        for (String other : List.of("au.cochair", "id.cochair", "secretariat", "auditor", "th.head")) {
            assertThat(propose(other, order()).statusCode()).as(other).isEqualTo(403);
        }
        assertThat(propose(null, order()).statusCode()).isEqualTo(401);
        for (HttpResponse<String> malformed : List.of(
                propose("operator", order("vkey", "no key")),
                propose("operator", order("vkey", VKEY + "A")),
                propose("operator", order("origin", "with space")),
                propose("operator", order("origin", "o".repeat(201))),
                propose("operator", order("log", "")),
                propose("operator", order("reason", "r".repeat(1001))))) {
            assertThat(malformed.statusCode()).as(malformed.body()).isEqualTo(400);
        }
        assertThat(problem(propose("operator", order("origin", LOG)))).isEqualTo("log-origin-same");

        stream(propose("operator", order()));
        JsonNode waiting = json(membership.get(null, forum));
        assertThat(waiting.path("logOrigins").isEmpty()).isTrue();
        JsonNode proposal = waiting.path("proposals").path(0);
        assertThat(proposal.path("change").path("log").toString())
                .isEqualTo(json(order()).toString());
        assertThat(proposal.path("concerns").asString()).isEqualTo("conference");
        assertThat(proposal.path("turned").isEmpty()).isTrue();

        assertThat(consent("operator", proposal).statusCode())
                .as("the operator has no key")
                .isEqualTo(403);
        stream(consent("au.cochair", proposal));
        assertThat(json(membership.get(null, forum)).path("logOrigins").isEmpty())
                .isTrue();
        Instant before = Instant.now();
        HttpResponse<String> last = consent("id.cochair", proposal);
        stream(last);

        JsonNode origins = json(membership.get(null, forum)).path("logOrigins");
        assertThat(origins.size()).isEqualTo(1);
        JsonNode one = origins.path(0);
        assertThat(one.path("log").asString()).isEqualTo(LOG);
        assertThat(one.path("origin").asString()).isEqualTo(ORIGIN);
        assertThat(one.path("vkey").asString()).isEqualTo(VKEY);
        assertThat(one.path("adoptedAs").asString())
                .as("the second event of the last key's commit")
                .isEqualTo(json(last).path("events").path(1).asString())
                .startsWith(membership.forum + "@");
        Instant at = Instant.parse(one.path("adoptedAt").asString());
        assertThat(at).isBetween(before.minusMillis(1), Instant.now());
        assertThat(json(membership.get(null, forum)).path("proposals").isEmpty())
                .isTrue();
        assertThat(json(membership.get(null, forum + "?knownOn=" + at))
                        .path("logOrigins")
                        .toString())
                .as("also where it is looked at as it stood")
                .isEqualTo(origins.toString());
        assertThat(problem(propose("operator", order()))).isEqualTo("log-origin-taken");
    }

    private static JsonNode json(Map<String, ?> body) {
        return org.plenary.kernel.json.Json.tree(org.plenary.kernel.json.Json.write(body));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return RunningMembership.json(answer);
    }
}
