package org.plenary.infra.local.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.infra.local.signin.SignInServer.Browser;
import org.plenary.kernel.http.StrictHeaders;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The code after the password, what becomes of wrong ones, and what every page tells the browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorTest {
    /** Who opened the provider's pages by themselves goes on there. */
    private static final String BEGIN = SignInServer.PUBLIC + "/oauth2/authorization/plenary";

    private final MailServer mail = MailServer.start(0, 0);
    private SignInServer server;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = new SignInServer(folder, mail);
    }

    @AfterAll
    void stop() {
        server.close();
        mail.close();
    }

    /** Later than what any test before it has spent. */
    @BeforeEach
    void fresh() {
        server.clock.on(Throttle.KEPT);
        browser = server.browser();
    }

    private static String authorization() {
        return SignInServer.ISSUER + "/oauth2/authorize?" + SignInServer.query(asked());
    }

    private static Map<String, String> asked() {
        return Map.of(
                "response_type", "code",
                "client_id", "portal",
                "redirect_uri", SignInServer.PUBLIC + "/login/oauth2/code/plenary",
                "scope", "openid profile",
                "state", "a-state",
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("status " + answer.statusCode());
    }

    private boolean signedIn() throws Exception {
        return location(browser.get(authorization()))
                .startsWith(SignInServer.PUBLIC + "/login/oauth2/code/plenary?code=");
    }

    @Test
    void a_password_alone_gets_a_keyholder_a_head_and_the_secretariat_no_authorization_code() throws Exception {
        for (String user : List.of("au.cochair", "th.head", "secretariat", "secretariat2")) {
            browser = server.browser();
            browser.get(authorization());
            browser.password(user, SignInServer.PASSWORD);
            for (int i = 0; i < 2; i++) {
                assertThat(location(browser.get(authorization()))).startsWith(SignInServer.ISSUER + "/second-factor");
            }
            HttpResponse<String> posted = browser.post(SignInServer.ISSUER + "/oauth2/authorize", asked());
            assertThat(location(posted)).doesNotContain("code=");
            assertThat(location(browser.get(authorization() + "&prompt=none"))).doesNotContain("code=");
            assertThat(browser.code("000000").statusCode()).isEqualTo(302);
            assertThat(signedIn()).isFalse();
            assertThat(location(browser.code(server.code(user))))
                    .startsWith(SignInServer.ISSUER + "/oauth2/authorize?");
            assertThat(signedIn()).isTrue();
        }
    }

    @Test
    void a_focal_point_and_an_operator_need_no_code_where_none_is_asked_for() throws Exception {
        for (String user : List.of("th.focal", "operator", "auditor", "assessor")) {
            browser = server.browser();
            browser.password(user, SignInServer.PASSWORD);
            assertThat(signedIn()).as(user).isTrue();
        }
    }

    @Test
    void a_code_is_good_for_one_sign_in() throws Exception {
        browser.password("au.head", SignInServer.PASSWORD);
        String code = server.code("au.head");
        assertThat(location(browser.code(code))).isEqualTo(BEGIN);
        assertThat(signedIn()).isTrue();

        browser = server.browser();
        browser.password("au.head", SignInServer.PASSWORD);
        assertThat(location(browser.code(code))).isEqualTo("/idp/second-factor?error");
        assertThat(browser.get("/idp/second-factor?error").body()).contains("role=\"alert\"");
        assertThat(signedIn()).isFalse();
    }

    @Test
    void a_code_is_asked_of_nobody_before_the_password_and_of_no_forged_form() throws Exception {
        assertThat(location(browser.get("/idp/second-factor"))).isEqualTo(SignInServer.ISSUER + "/login");
        browser.password("au.head", SignInServer.PASSWORD);
        assertThat(browser.post("/idp/second-factor", Map.of("code", server.code("au.head")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(signedIn()).isFalse();
    }

    @Test
    void the_session_has_another_id_after_the_password_and_after_the_code() throws Exception {
        Set<String> ids = new TreeSet<>();
        HttpResponse<String> first = browser.get("/idp/login");
        assertThat(first.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("__Host-plenary-idp=")
                .contains("Path=/;", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
        ids.add(browser.cookies.toString());
        browser.password("au.head", SignInServer.PASSWORD);
        ids.add(browser.cookies.toString());
        browser.code(server.code("au.head"));
        ids.add(browser.cookies.toString());
        assertThat(ids).hasSize(3);
    }

    @Test
    void after_five_failures_a_name_waits_at_that_address_whether_there_is_such_a_name_or_not() throws Exception {
        Set<String> words = new TreeSet<>();
        for (String name : List.of("th.head", "no.such.person")) {
            browser = server.browser();
            for (int i = 0; i < Throttle.HERE.failures(); i++) {
                assertThat(location(browser.password(name, "guess " + i))).endsWith("/idp/login?error");
            }
            browser = server.browser();
            HttpResponse<String> refused = browser.password(name, SignInServer.PASSWORD);
            assertThat(refused.statusCode()).isEqualTo(429);
            long wait =
                    Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow());
            assertThat(wait).isBetween(1L, 30L);
            words.add(refused.body().replaceAll("\\d+ seconds", "so many seconds"));
        }
        assertThat(words).singleElement().asString().contains("Too many attempts failed");
        server.clock.on(Throttle.HERE.again());
        assertThat(location(browser.password("th.head", SignInServer.PASSWORD))).isEqualTo(BEGIN);
    }

    @Test
    void a_stranger_who_keeps_failing_does_not_keep_the_person_out() throws Exception {
        Browser stranger = server.browser();
        stranger.from("192.0.2.66");
        for (int i = 0; i < 2 * Throttle.HERE.failures(); i++) {
            stranger.password("id.cochair", "guess " + i);
        }
        assertThat(stranger.password("id.cochair", "a guess").statusCode()).isEqualTo(429);

        assertThat(location(browser.password("id.cochair", SignInServer.PASSWORD)))
                .isEqualTo(BEGIN);
        browser.code(server.code("id.cochair"));
        assertThat(signedIn()).isTrue();
    }

    @Test
    void wrong_codes_are_few_wherever_they_come_from() throws Exception {
        browser.password("my.head", SignInServer.PASSWORD);
        for (int i = 0; i < Throttle.CODES.failures(); i++) {
            browser.from("192.0.2.10" + i);
            assertThat(browser.code("00000" + i).statusCode()).isEqualTo(302);
        }
        HttpResponse<String> refused = browser.code(server.code("my.head"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        server.clock.on(Throttle.CODES.again());
        browser.code(server.code("my.head"));
        assertThat(signedIn()).isTrue();
    }

    @Test
    void an_address_that_tries_many_names_waits_and_others_do_not() throws Exception {
        browser.from("192.0.2.66");
        for (int i = 0; i < Throttle.ADDRESS.failures(); i++) {
            assertThat(browser.password("name" + i, "a guess").statusCode()).isEqualTo(302);
        }
        assertThat(browser.password("au.focal", SignInServer.PASSWORD).statusCode())
                .isEqualTo(429);
        browser.from("192.0.2.67");
        assertThat(location(browser.password("au.focal", SignInServer.PASSWORD)))
                .isEqualTo(BEGIN);
        assertThat(signedIn()).isTrue();
    }

    @Test
    void every_page_every_answer_and_every_error_has_the_strict_headers() throws Exception {
        browser.password("au.head", SignInServer.PASSWORD);
        Set<String> paths = new TreeSet<>(List.of(
                "/idp/login?error",
                "/idp/mail/x",
                "/idp/signin.css",
                "/idp/nothing-here",
                "/idp/mail/x%3By",
                "/idp/.well-known/openid-configuration",
                "/idp/oauth2/jwks",
                "/idp/oauth2/authorize?client_id=nobody",
                "/idp/oauth2/token",
                "/idp/connect/logout?id_token_hint=x"));
        server.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues()
                        .forEach(p -> paths.add("/idp" + p.replaceAll("\\{[^/]*}", "123456789"))));
        assertThat(paths).contains("/idp/login", "/idp/second-factor", "/idp/mail/", "/idp/mail/123456789");
        for (String path : paths) {
            HttpResponse<String> answer = browser.get(path);
            StrictHeaders.all("")
                    .keySet()
                    .forEach(name -> assertThat(answer.headers().allValues(name))
                            .as(path + " " + answer.statusCode() + " " + name)
                            .hasSize(1));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .as(path)
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().map())
                    .as(path)
                    .doesNotContainKeys("server", "x-powered-by", "strict-transport-security");
            if (!path.endsWith(".css") && !path.endsWith("%3By")) {
                assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                        .as(path)
                        .contains("no-store");
            }
        }
    }
}
