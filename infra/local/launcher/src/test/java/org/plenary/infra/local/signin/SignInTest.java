package org.plenary.infra.local.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.infra.local.signin.SignInServer.Browser;
import org.plenary.kernel.json.Json;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    private static final String CALLBACK = SignInServer.PUBLIC + "/login/oauth2/code/plenary";
    private static final String VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789";
    private final MailServer mail = MailServer.start(0, 0);

    private Path data;
    private SignInServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        data = folder;
        server = new SignInServer(data, mail);
    }

    @AfterAll
    void stop() {
        server.close();
        mail.close();
    }

    @Test
    void a_person_signs_in_by_code_and_gets_tokens_that_say_who_and_nothing_more() throws Exception {
        JsonNode tokens = signIn("au.head");

        JWTClaimsSet access = verified(tokens.path("access_token").asString());
        assertThat(access.getIssuer()).isEqualTo(SignInServer.ISSUER);
        assertThat(access.getSubject()).isEqualTo("au.head");
        assertThat(access.getStringClaim("name")).isEqualTo("Australia, head of delegation (demonstration)");
        assertThat(access.getClaims())
                .containsOnlyKeys("iss", "sub", "aud", "nbf", "iat", "exp", "jti", "scope", "name", "amr", "acr");
        assertThat(access.getAudience()).containsExactly("plenary");
        assertThat(access.getStringListClaim("scope")).containsExactlyInAnyOrder("openid", "profile");
        JWTClaimsSet id = verified(tokens.path("id_token").asString());
        assertThat(id.getSubject()).isEqualTo("au.head");
        assertThat(id.getStringClaim("name")).endsWith("(demonstration)");
        assertThat(id.getAudience()).containsExactly("portal");
    }

    @Test
    void a_service_accepts_the_token_with_the_decoder_it_has() throws Exception {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(server.own() + "/idp/oauth2/jwks")
                .build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(SignInServer.ISSUER));

        Jwt jwt = decoder.decode(signIn("id.focal").path("access_token").asString());

        assertThat(jwt.getSubject()).isEqualTo("id.focal");
    }

    @Test
    void a_refresh_token_works_once_and_brings_its_successor() throws Exception {
        String first = signIn("secretariat").path("refresh_token").asString();
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", first);

        JsonNode renewed = Json.tree(server.post("/idp/oauth2/token", form, "portal", "portal-secret")
                .body());
        HttpResponse<String> again = server.post("/idp/oauth2/token", form, "portal", "portal-secret");

        assertThat(verified(renewed.path("access_token").asString()).getStringClaim("name"))
                .isEqualTo("Secretariat (demonstration)");
        assertThat(renewed.path("refresh_token").asString()).isNotEmpty().isNotEqualTo(first);
        assertThat(again.statusCode()).isEqualTo(400);
    }

    @Test
    void a_wrong_password_is_refused() throws Exception {
        Browser browser = server.browser();
        HttpResponse<String> answer = browser.password("au.head", "guessed");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).contains("/idp/login?error");
        assertThat(browser.get("/idp/login?error").body()).contains("role=\"alert\"");
        assertThat(location(browser.get(authorization(Map.of())))).contains("/idp/login");
    }

    @Test
    void a_form_without_its_token_is_refused() throws Exception {
        Browser browser = server.browser();
        browser.get("/idp/login");

        HttpResponse<String> answer =
                browser.post("/idp/login", Map.of("username", "au.head", "password", SignInServer.PASSWORD));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void a_sign_in_without_a_challenge_gets_no_code() throws Exception {
        Browser browser = signedIn("au.head");

        assertThat(location(browser.get(authorization(Map.of("code_challenge", "", "code_challenge_method", "")))))
                .startsWith(CALLBACK + "?error=invalid_request");
        assertThat(location(browser.get(authorization(Map.of("code_challenge_method", "plain")))))
                .startsWith(CALLBACK + "?error=invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another-verifier-of-more-than-forty-three-characters-1"})
    void a_code_without_the_verifier_gets_no_token(String verifier) throws Exception {
        String code = code(signedIn("au.head"));

        HttpResponse<String> answer = exchange(code, verifier);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("access_token");
    }

    @Test
    void a_code_goes_only_to_the_portal() throws Exception {
        HttpResponse<String> answer =
                signedIn("au.head").get(authorization(Map.of("redirect_uri", "http://elsewhere.example/callback")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void a_person_cannot_ask_for_the_scope_of_services() throws Exception {
        assertThat(location(signedIn("au.head").get(authorization(Map.of("scope", "openid internal")))))
                .startsWith(CALLBACK + "?error=invalid_scope");
    }

    @Test
    void a_service_gets_the_scope_internal_by_its_secret_and_nobody_s_name() throws Exception {
        Map<String, String> form = Map.of("grant_type", "client_credentials", "scope", "internal");

        JWTClaimsSet claims = verified(Json.tree(server.post("/idp/oauth2/token", form, "service", "service-secret")
                        .body())
                .path("access_token")
                .asString());

        assertThat(claims.getStringListClaim("scope")).containsExactly("internal");
        assertThat(claims.getSubject()).isEqualTo("service");
        assertThat(claims.getClaim("name")).isNull();
        assertThat(server.post("/idp/oauth2/token", form, "service", "guessed").statusCode())
                .isEqualTo(401);
        assertThat(server.post("/idp/oauth2/token", form, "portal", "portal-secret")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_owner_s_secret_gives_a_token_of_an_hour() throws Exception {
        HttpResponse<String> answer = demoToken("id.cochair", SignInServer.TOKEN_SECRET);

        JWTClaimsSet claims =
                verified(Json.tree(answer.body()).path("access_token").asString());
        assertThat(claims.getSubject()).isEqualTo("id.cochair");
        assertThat(claims.getStringClaim("name")).isEqualTo("Indonesia, co-chair (demonstration)");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
        assertThat(claims.getExpirationTime().toInstant()).isAfter(Instant.now());
    }

    @Test
    void a_wrong_secret_an_unknown_user_and_a_proxied_request_get_no_token() throws Exception {
        assertThat(demoToken("au.head", "guessed").statusCode()).isEqualTo(403);
        assertThat(demoToken("au.head", "").statusCode()).isEqualTo(403);
        assertThat(demoToken("xx.head", "guessed").statusCode()).isEqualTo(403);
        assertThat(demoToken("xx.head", SignInServer.TOKEN_SECRET).statusCode()).isEqualTo(404);
        assertThat(server.browser()
                        .post("/idp/demo-token", Map.of("user", "au.head", "secret", SignInServer.TOKEN_SECRET))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void the_sign_in_page_says_what_its_users_are_and_loads_nothing_from_elsewhere() throws Exception {
        HttpResponse<String> page = server.browser().get("/idp/login");

        assertThat(page.body())
                .contains("demonstration users", "<code>demo-password</code>", "<code>.plenary/</code>")
                .contains("value=\"fr-nc.focal\"", "Türkiye, head of delegation (demonstration)")
                .doesNotContain("<script", "style=", "http://", "https://");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none';")
                .doesNotContain("unsafe");
        assertThat(server.browser().get("/idp/signin.css").statusCode()).isEqualTo(200);
    }

    @Test
    void the_discovery_document_names_public_addresses() throws Exception {
        JsonNode found = Json.tree(
                server.browser().get("/idp/.well-known/openid-configuration").body());

        assertThat(found.path("issuer").asString()).isEqualTo(SignInServer.ISSUER);
        assertThat(found.path("authorization_endpoint").asString())
                .isEqualTo(SignInServer.ISSUER + "/oauth2/authorize");
        assertThat(found.path("end_session_endpoint").asString()).isEqualTo(SignInServer.ISSUER + "/connect/logout");
    }

    @Test
    void signing_out_ends_at_the_portal_and_asks_for_the_password_again() throws Exception {
        Browser browser = signedIn("au.head");
        String idToken = Json.tree(exchange(code(browser), VERIFIER).body())
                .path("id_token")
                .asString();

        HttpResponse<String> out = browser.get("/idp/connect/logout?"
                + SignInServer.query(
                        Map.of("id_token_hint", idToken, "post_logout_redirect_uri", SignInServer.PUBLIC + "/")));

        assertThat(location(out)).isEqualTo(SignInServer.PUBLIC + "/");
        assertThat(location(browser.get(authorization(Map.of())))).contains("/idp/login");
    }

    @Test
    void a_sign_in_is_for_one_authorization_code_and_the_next_asks_for_the_password() throws Exception {
        Browser browser = signedIn("au.head");
        Map<String, String> before = Map.copyOf(browser.cookies);
        assertThat(code(browser)).isNotEmpty();

        for (String asked : List.of(authorization(Map.of()), authorization(Map.of("prompt", "login")))) {
            browser.cookies.putAll(before);
            assertThat(location(browser.get(asked))).isEqualTo(SignInServer.ISSUER + "/login");
        }
        browser.cookies.putAll(before);
        assertThat(location(browser.get("/idp/second-factor"))).isEqualTo(SignInServer.ISSUER + "/login");
    }

    @Test
    void whoever_the_portal_asks_a_code_of_gives_one_and_the_tokens_say_so() throws Exception {
        Browser browser = server.browser();
        String asked = authorization(Map.of("acr_values", "2", "prompt", "login"));
        browser.get(asked);
        String next = location(browser.password("my.focal", SignInServer.PASSWORD));
        assertThat(location(browser.get(next))).startsWith(SignInServer.ISSUER + "/second-factor");
        assertThat(location(browser.code("000000"))).isEqualTo("/idp/second-factor?error");
        assertThat(location(browser.get(asked))).startsWith(SignInServer.ISSUER + "/second-factor");
        String back = location(browser.get(location(browser.code(server.code("my.focal")))));

        JsonNode tokens =
                Json.tree(exchange(parameters(back).get("code"), VERIFIER).body());
        JWTClaimsSet access = verified(tokens.path("access_token").asString());
        assertThat(access.getStringListClaim("amr")).containsExactly("pwd", "otp");
        assertThat(access.getStringClaim("acr")).isEqualTo("2");
    }

    @Test
    void a_sign_in_that_is_not_known_any_more_is_signed_out_of_all_the_same() throws Exception {
        Browser browser = signedIn("au.head");

        HttpResponse<String> out = browser.get("/idp/connect/logout?id_token_hint=from-before-a-restart");

        assertThat(location(out)).isEqualTo(SignInServer.PUBLIC + "/");
        assertThat(location(browser.get(authorization(Map.of())))).contains("/idp/login");
    }

    @Test
    void the_tokens_say_how_their_person_signed_in_and_keep_saying_so() throws Exception {
        for (Map.Entry<String, List<String>> who : Map.of("id.head", List.of("pwd", "otp"), "id.focal", List.of("pwd"))
                .entrySet()) {
            JsonNode tokens = signIn(who.getKey());
            JsonNode renewed = Json.tree(server.post(
                            "/idp/oauth2/token",
                            Map.of(
                                    "grant_type",
                                    "refresh_token",
                                    "refresh_token",
                                    tokens.path("refresh_token").asString()),
                            "portal",
                            "portal-secret")
                    .body());
            for (JsonNode answer : List.of(tokens, renewed)) {
                for (String kind : List.of("access_token", "id_token")) {
                    JWTClaimsSet claims = verified(answer.path(kind).asString());
                    assertThat(claims.getStringListClaim("amr"))
                            .as(who.getKey() + " " + kind)
                            .isEqualTo(who.getValue());
                    assertThat(claims.getStringClaim("acr"))
                            .isEqualTo(Integer.toString(who.getValue().size()));
                    assertThat(claims.toString()).doesNotContain("FACTOR");
                }
            }
            JWTClaimsSet script = verified(
                    Json.tree(demoToken(who.getKey(), SignInServer.TOKEN_SECRET).body())
                            .path("access_token")
                            .asString());
            assertThat(script.getStringListClaim("amr"))
                    .as("who holds the scripts' secret could make every code")
                    .containsExactly("pwd", "otp");
            assertThat(script.getAudience()).containsExactly("plenary");
        }
    }

    @Test
    void a_restart_keeps_the_key_and_only_the_owner_can_read_it() throws Exception {
        HttpResponse<String> before = demoToken("auditor", SignInServer.TOKEN_SECRET);

        try (SignInServer restarted = new SignInServer(data, mail)) {
            String token = Json.tree(before.body()).path("access_token").asString();
            assertThat(verified(token, restarted).getSubject()).isEqualTo("auditor");
        }

        Path key = data.resolve("signin-key.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(keys(server)).doesNotContain("\"d\"", "\"p\"");
    }

    @Test
    void an_empty_secret_stops_the_start() {
        assertThatThrownBy(() -> Secrets.notBlank("plenary.demo-token-secret", " "))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("plenary.demo-token-secret");
    }

    @Test
    void every_party_has_a_head_and_a_focal_point() {
        assertThat(DemonstrationUsers.subjects())
                .contains("au.cochair", "id.cochair", "secretariat2", "operator", "unhcr.head", "un-act.focal")
                .doesNotHaveDuplicates()
                .hasSize(7 + 2 + 2 * (45 + 4 + 18 + 4))
                .allSatisfy(s -> assertThat(DemonstrationUsers.name(s)).endsWith("(demonstration)"));
    }

    private JsonNode signIn(String user) throws Exception {
        HttpResponse<String> answer = exchange(code(signedIn(user)), VERIFIER);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.tree(answer.body());
    }

    /** A browser that came for a code, was sent to the pages, and is back where it wanted to go. */
    private Browser signedIn(String user) throws Exception {
        Browser browser = server.browser();
        assertThat(location(browser.get(authorization(Map.of())))).isEqualTo(SignInServer.ISSUER + "/login");
        String next = location(browser.password(user, SignInServer.PASSWORD));
        assertThat(next).startsWith(SignInServer.ISSUER + "/oauth2/authorize?");
        if (SecondFactors.needs(user)) {
            server.clock.on(Totp.STEP);
            assertThat(location(browser.get(next))).startsWith(SignInServer.ISSUER + "/second-factor");
            assertThat(location(browser.code(server.code(user))))
                    .startsWith(SignInServer.ISSUER + "/oauth2/authorize?");
        }
        return browser;
    }

    private static String code(Browser browser) throws Exception {
        String back = location(browser.get(authorization(Map.of())));
        Map<String, String> parameters = parameters(back);
        assertThat(back).startsWith(CALLBACK + "?");
        assertThat(parameters).containsEntry("state", "a-state");
        return parameters.getOrDefault("code", "");
    }

    private HttpResponse<String> exchange(String code, String verifier) throws Exception {
        Map<String, String> form =
                new LinkedHashMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK));
        if (!verifier.isEmpty()) {
            form.put("code_verifier", verifier);
        }
        return server.post("/idp/oauth2/token", form, "portal", "portal-secret");
    }

    /** An empty value leaves the parameter out. */
    private static String authorization(Map<String, String> changed) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "portal",
                "redirect_uri", CALLBACK,
                "scope", "openid profile",
                "state", "a-state",
                "nonce", "a-nonce",
                "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash),
                "code_challenge_method", "S256"));
        parameters.putAll(changed);
        parameters.values().removeIf(String::isEmpty);
        return SignInServer.ISSUER + "/oauth2/authorize?" + SignInServer.query(parameters);
    }

    private HttpResponse<String> demoToken(String user, String secret) throws Exception {
        return server.post("/idp/demo-token", Map.of("user", user, "secret", secret));
    }

    private JWTClaimsSet verified(String token) throws Exception {
        return verified(token, server);
    }

    private static JWTClaimsSet verified(String token, SignInServer by) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        JWKSet keys = JWKSet.parse(keys(by));
        assertThat(jwt.verify(new RSASSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey())))
                .isTrue();
        return jwt.getJWTClaimsSet();
    }

    private static String keys(SignInServer from) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(from.own() + "/idp/oauth2/jwks"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("status " + answer.statusCode());
    }

    private static Map<String, String> parameters(String address) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(address.substring(address.indexOf('?') + 1).split("&", -1))
                .map(p -> p.split("=", 2))
                .forEach(p -> parameters.put(p[0], p[1]));
        return parameters;
    }
}
