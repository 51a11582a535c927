package org.plenary.toy;

import static com.mongodb.client.model.Filters.eq;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** What generated requests found, one by one. */
class HostileRequestsTest extends ToyTest {
    private static final String LIST = "/api/toy/jars?forum=" + FORUM;

    private void isProblem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem(answer)).isEqualTo("/problems/" + slug);
    }

    @Test
    void a_filter_is_one_that_the_contract_declares_named_once_with_a_value_it_allows() throws Exception {
        String jar = open(3);
        addCoin(jar, 1, key());
        await().atMost(60, SECONDS)
                .untilAsserted(() -> assertThat(item(get(LIST + "&limit=200&coins=1&atLeast=" + jar + ":2"), jar)
                                .path("coins")
                                .asInt())
                        .isEqualTo(1));
        for (String filter : List.of(
                "status=OPEN",
                "coins%5B%24ne%5D=1",
                "$where=1",
                "coins=1&coins=2",
                "coins=x",
                "coins=1001",
                "limit=0")) {
            isProblem(get(LIST + "&" + filter.replace("$", "%24")), 400, "invalid-input");
        }
    }

    @Test
    void a_parameter_that_is_no_text_is_the_senders_fault() {
        isProblem(get("/api/toy/jars?forum=%ff"), 400, "request-not-understood");
        isProblem(get(LIST + "&=x"), 400, "request-not-understood");
    }

    @Test
    void a_content_type_that_is_none_or_many_is_the_senders_fault_on_reads_too() {
        for (String type : List.of("garbage", "*/*", "application/*", "application/json; q=\"")) {
            isProblem(
                    send(HttpRequest.newBuilder(uri(LIST)).header("Content-Type", type)),
                    415,
                    "request-not-understood");
        }
    }

    @Test
    void half_a_character_and_bytes_that_are_no_text_are_refused() throws Exception {
        for (String text : List.of("\\ud800", "\\udc00", "x\\ud83d")) {
            String body = "{\"forum\":\"" + text + "\",\"room\":1,\"closesInMillis\":1}";
            isProblem(post("/api/toy/jars", body, key(), null, "keeper"), 400, "invalid-input");
        }
        HttpRequest.Builder bytes = HttpRequest.newBuilder(uri("/api/toy/jars"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .header("Authorization", "Bearer " + tokens.token("keeper"))
                .POST(HttpRequest.BodyPublishers.ofByteArray("{\"forum\":\"\u00ff\"}".getBytes(ISO_8859_1)));
        isProblem(send(bytes), 400, "invalid-input");
    }

    @Test
    void a_number_larger_than_any_is_the_senders_fault() throws Exception {
        for (String number : List.of("1e308", "9223372036854775808", "1e400", "1e999999999", "-1e308")) {
            String body = "{\"forum\":\"" + FORUM + "\",\"room\":" + number + ",\"closesInMillis\":1}";
            isProblem(post("/api/toy/jars", body, key(), null, "keeper"), 400, "invalid-input");
        }
    }

    @Test
    void a_trace_that_is_none_is_nobodys() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/api/toy/jars"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key())
                .header("traceparent", "garbage " + "0".repeat(2_000))
                .header("Authorization", "Bearer " + tokens.token("keeper"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"forum\":\"" + FORUM + "\",\"room\":1,\"closesInMillis\":900000}")));
        assertThat(answer.statusCode()).isEqualTo(201);
        Document commit = database()
                .getCollection("commits")
                .find(eq("stream", Json.tree(answer.body()).path("stream").asString()))
                .first();
        assertThat(commit).isNotNull();
        assertThat(commit.get("meta", Document.class)).doesNotContainKey("traceparent");
    }

    @Test
    void what_is_refused_before_any_handler_is_a_problem_too() throws Exception {
        for (String head : List.of(
                "G<T " + LIST + " HTTP/1.1",
                "GET /api/toy/<> HTTP/1.1",
                "GET //api HTTP/1.1",
                "GET /api/../x HTTP/1.1",
                "GET /api/%2e%2e/x HTTP/1.1",
                "GET " + LIST + " HTTP/1.1\r\nX: " + "l".repeat(20_000),
                "GET " + LIST + " HTTP/1.1\r\nHost: a b")) {
            String answer = raw(head);
            assertThat(answer).as(head).startsWith("HTTP/1.1 4").contains("application/problem+json");
            JsonNode problem = Json.tree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
            assertThat(problem.path("type").asString()).as(head).startsWith("/problems/");
        }
    }

    @Test
    void the_page_of_errors_is_nowhere_and_a_method_that_is_not_allowed_names_those_that_are() {
        isProblem(get("/error"), 404, "not-found");
        HttpResponse<String> put =
                send(HttpRequest.newBuilder(uri("/api/toy/census")).PUT(HttpRequest.BodyPublishers.noBody()));
        isProblem(put, 405, "request-not-understood");
        assertThat(put.headers().firstValue("Allow")).isPresent();
    }

    private String raw(String head) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri("/").getPort())) {
            String host = head.contains("Host:") ? "" : "Host: localhost\r\n";
            socket.getOutputStream().write((head + "\r\n" + host + "Connection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
