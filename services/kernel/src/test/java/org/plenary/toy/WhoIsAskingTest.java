package org.plenary.toy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.access.Authority;
import org.plenary.kernel.http.StrictHeaders;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.test.Tokens;

/** Which tokens a service believes, what it asks of a sign-in before an act binds, and what its answers tell browsers. */
class WhoIsAskingTest extends ToyTest {
    private static final Consumer<JWTClaimsSet.Builder> WITH_CODE = c -> c.claim("amr", List.of("pwd", "otp"));

    @Override
    String secondFactorRoles() {
        return "KEEPER,WATCHMAN";
    }

    @BeforeAll
    void people() throws Exception {
        grant("guest", "GUEST");
        await().atMost(60, SECONDS)
                .until(() -> toy.getBean(Authority.class)
                        .standing(FORUM, "guest", Instant.now())
                        .has("GUEST", null));
    }

    private HttpResponse<String> open(String token) {
        return act("/api/toy/jars", "{\"forum\":\"" + FORUM + "\",\"room\":5,\"closesInMillis\":900000}", token);
    }

    private HttpResponse<String> act(String path, String body, String token) {
        return act(path, body, token, key());
    }

    private HttpResponse<String> act(String path, String body, String token, String key) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void a_token_is_believed_only_where_it_is_ours_in_its_time_and_meant_for_us() {
        Instant now = Instant.now();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("another issuer", token(c -> c.issuer("http://localhost/another-idp")));
        tokens.put("no issuer", token(c -> c.issuer(null)));
        tokens.put("ended", token(c -> c.expirationTime(Date.from(now.minusSeconds(120)))));
        tokens.put("without an end", token(c -> c.expirationTime(null)));
        tokens.put("not begun", token(c -> c.notBeforeTime(Date.from(now.plusSeconds(300)))));
        tokens.put("for the portal", token(c -> c.audience("portal")));
        tokens.put("for nobody", token(c -> c.audience((String) null)));
        tokens.put("unsigned", new PlainJWT(claims()).serialize());
        String good = token(WITH_CODE.andThen(c -> c.audience(List.of("plenary", "another"))));
        tokens.put("signed by nobody", good.substring(0, good.lastIndexOf('.') + 1));
        tokens.put("another's words under our signature", moved(good));
        tokens.put("no token at all", "junk");
        tokens.forEach((what, token) -> {
            HttpResponse<String> answer = open(token);
            assertThat(answer.statusCode()).as(what).isEqualTo(401);
            assertThat(problem(answer)).as(what).isEqualTo("/problems/sign-in-required");
        });
        assertThat(open(good).statusCode()).isEqualTo(201);
    }

    private String token(Consumer<JWTClaimsSet.Builder> but) {
        return tokens.token("keeper", but);
    }

    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .subject("keeper")
                .issuer(Tokens.ISSUER)
                .audience("plenary")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
    }

    private String moved(String good) {
        String[] theirs = tokens.token("guest").split("\\.");
        String[] parts = good.split("\\.");
        return parts[0] + "." + theirs[1] + "." + parts[2];
    }

    @Test
    void an_act_needs_the_second_factor_of_whom_the_setting_names_and_of_nobody_else() throws Exception {
        beat();
        String jar = Json.tree(open(tokens.token("keeper", WITH_CODE)).body())
                .path("stream")
                .asString();
        String seal = "/api/toy/jars/" + jar + "/seal";
        for (String withoutCode : List.of(
                tokens.token("keeper"),
                tokens.token("keeper", c -> c.claim("amr", List.of("pwd"))),
                tokens.token("keeper", c -> c.claim("amr", "otp")))) {
            HttpResponse<String> refused = act(seal, "{}", withoutCode);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(problem(refused)).isEqualTo("/problems/second-factor-required");
        }
        assertThat(act("/api/toy/jars/" + jar + "/add-coin", "{\"worth\":1}", tokens.token("keeper"))
                        .statusCode())
                .as("what binds nobody and may be late by a minute needs no code")
                .isEqualTo(200);
        assertThat(problem(open(tokens.token("keeper")))).isEqualTo("/problems/second-factor-required");
        assertThat(state(jar).path("status").asString()).isEqualTo("OPEN");
        String key = key();
        HttpResponse<String> sealed = act(seal, "{}", tokens.token("keeper", WITH_CODE), key);
        assertThat(sealed.statusCode()).isEqualTo(200);
        assertThat(act(seal, "{}", tokens.token("keeper"), key).body())
                .as("what was done is told to who did it, however they signed in since")
                .isEqualTo(sealed.body());

        String other = Json.tree(open(tokens.token("keeper", WITH_CODE)).body())
                .path("stream")
                .asString();
        assertThat(act("/api/toy/jars/" + other + "/seal", "{}", tokens.token("guest"))
                        .statusCode())
                .as("a guest's role is not named")
                .isEqualTo(200);
        assertThat(problem(act("/api/toy/jars/" + other + "/seal", "{}", tokens.token("stranger"))))
                .as("who may not at all is told nothing of factors")
                .isEqualTo("/problems/forbidden");
    }

    @Test
    void an_act_is_judged_as_of_when_it_has_come_whole() throws Exception {
        grant("slow", "GUEST");
        await().atMost(60, SECONDS).until(() -> holds("slow", Instant.now()));
        beat();
        String jar = Json.tree(open(tokens.token("keeper", WITH_CODE)).body())
                .path("stream")
                .asString();
        URI seal = uri("/api/toy/jars/" + jar + "/seal");
        try (Socket socket = new Socket(seal.getHost(), seal.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + seal.getPath() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nIdempotency-Key: " + key()
                            + "\r\nAuthorization: Bearer " + tokens.token("slow") + "\r\nContent-Length: 2\r\n\r\n{")
                    .getBytes(UTF_8));
            out.flush();
            Instant revoked = Instant.now();
            toldOf("slow", 3, "RoleEnded", "{\"grant\":\"g1\",\"until\":\"" + revoked + "\"}");
            await().atMost(60, SECONDS).until(() -> !holds("slow", revoked));
            out.write('}');
            out.flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 403 ");
        }
        assertThat(state(jar).path("status").asString()).isEqualTo("OPEN");
    }

    private boolean holds(String subject, Instant at) {
        return toy.getBean(Authority.class).standing(FORUM, subject, at).has("GUEST", null);
    }

    @Test
    void every_answer_refusals_and_errors_too_has_the_strict_headers() {
        String jar = Json.tree(open(tokens.token("keeper", WITH_CODE)).body())
                .path("stream")
                .asString();
        for (HttpResponse<String> answer : List.of(
                get("/api/toy/jars/" + jar),
                get("/api/toy/jars?forum=" + FORUM),
                get("/api/toy/jars"),
                get("/api/toy/openapi.json"),
                get("/api/toy/jars/jar-none"),
                get("/nothing"),
                get("/internal/streams/" + jar),
                get("/actuator/health"),
                get("/api/toy/jars/x%3By"),
                open("junk"),
                act("/api/toy/jars", "{", tokens.token("keeper")))) {
            String what = answer.request().uri() + " " + answer.statusCode();
            StrictHeaders.all(StrictHeaders.DATA)
                    .forEach((name, value) -> assertThat(answer.headers().allValues(name))
                            .as(what + " " + name)
                            .containsExactly(value));
            assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                    .as(what)
                    .contains("no-store");
            assertThat(answer.headers().map())
                    .as(what)
                    .doesNotContainKeys("Server", "X-Powered-By", "Strict-Transport-Security");
        }
    }
}
