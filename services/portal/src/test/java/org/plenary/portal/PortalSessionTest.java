package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in, staying signed in, and signing out, over HTTP. */
class PortalSessionTest extends PortalTest {
    private static final String COOKIE = "__Host-plenary";

    @BeforeEach
    void fresh() {
        owner.tokenSeconds = 3600;
    }

    @Test
    void a_reader_who_does_not_sign_in_gets_no_session() throws Exception {
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        assertThat(browser.get("/meetings/" + StubOwner.MEETING).statusCode()).isEqualTo(200);
        assertThat(browser.cookies).isEmpty();
    }

    @Test
    void signing_in_changes_the_sessions_id_and_the_old_one_is_nobodys() throws Exception {
        browser.get("/oauth2/authorization/plenary");
        String before = browser.cookies.get(COOKIE);
        browser.signIn("au.cochair", owner);
        String after = browser.cookies.get(COOKIE);
        assertThat(after).isNotEqualTo(before);
        assertThat(browser.get("/").body()).contains("Sign out au.cochair");
        browser.cookies.put(COOKIE, before);
        assertThat(browser.get("/").body()).contains("Sign in").doesNotContain("Sign out");
    }

    @Test
    void the_cookie_is_this_hosts_and_out_of_scripts_reach() throws Exception {
        HttpResponse<String> answer = browser.get("/oauth2/authorization/plenary");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith(COOKIE + "=")
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain", "Max-Age");
    }

    @Test
    void a_person_stays_signed_in_when_the_portal_restarts() throws Exception {
        browser.signIn("au.cochair", owner);
        portal.close();
        portal = new RunningPortal(store.uri(), owner);
        browser.moved(portal.address());
        assertThat(browser.get("/").body()).contains("Sign out au.cochair");
        HttpResponse<String> page = browser.get("/meetings/" + StubOwner.MEETING);
        assertThat(page.body()).contains("Decline meeting");
        owner.reply("POST " + StubOwner.MEETING_PATH + "/decline", 200, "", Map.of("stream", StubOwner.MEETING));
        HttpResponse<String> done = browser.post(
                "/act", Map.of("op", "DeclineMeeting", "id", StubOwner.MEETING, "key", "k-1", "f.reason", "Too early"));
        assertThat(Browser.location(done)).contains("?done=DeclineMeeting");
    }

    @Test
    void a_tampered_an_oversized_and_an_unknown_session_id_are_nobodys() throws Exception {
        browser.signIn("au.cochair", owner);
        String good = browser.cookies.get(COOKIE);
        for (String bad : List.of(
                "A" + good.substring(1),
                good.substring(0, 8),
                "x".repeat(4_000),
                "not-base64-at-all!",
                java.util.Base64.getEncoder()
                        .encodeToString(java.util.UUID.randomUUID().toString().getBytes()))) {
            browser.cookies.put(COOKIE, bad);
            HttpResponse<String> answer = browser.get("/");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("Sign in").doesNotContain("Sign out");
        }
        browser.cookies.put(COOKIE, good);
        assertThat(browser.get("/").body()).contains("Sign out au.cochair");
    }

    @Test
    void signing_out_ends_the_session_for_good() throws Exception {
        browser.signIn("au.cochair", owner);
        String cookie = browser.cookies.get(COOKIE);
        browser.get("/");
        assertThat(browser.post("/logout", Map.of()).statusCode()).isEqualTo(302);
        browser.cookies.put(COOKIE, cookie);
        assertThat(browser.get("/").body()).doesNotContain("Sign out");
    }

    @Test
    void signing_out_ends_the_sign_in_at_the_provider_too() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.get("/");
        String provider = Browser.location(browser.post("/logout", Map.of()));
        assertThat(provider).startsWith(owner.address() + "/idp/connect/logout?");
        Map<String, String> told = Browser.query(java.net.URI.create(provider).getRawQuery());
        assertThat(told).containsEntry("post_logout_redirect_uri", "http://localhost:8080/");
        assertThat(com.nimbusds.jwt.SignedJWT.parse(told.get("id_token_hint"))
                        .getJWTClaimsSet()
                        .getSubject())
                .isEqualTo("au.cochair");
        assertThat(browser.get("/")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .as("the form that signs out may lead there")
                .endsWith("form-action 'self' " + owner.address());
    }

    @Test
    void a_sign_in_asks_for_a_code_with_the_challenge_of_a_verifier_that_only_the_portal_has() throws Exception {
        Map<String, String> asked = Browser.query(java.net
                .URI
                .create(Browser.location(browser.get("/oauth2/authorization/plenary")))
                .getRawQuery());
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("code_challenge", "state", "nonce")
                .doesNotContainKey("code_verifier");
        String state = java.net.URLEncoder.encode(asked.get("state"), java.nio.charset.StandardCharsets.UTF_8);
        owner.asked.clear();
        browser.get(
                "/login/oauth2/code/plenary?code=" + owner.code("au.cochair", asked.get("nonce")) + "&state=" + state);
        String sent = owner.asked("POST", "/idp/oauth2/token").getFirst().body();
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256")
                .digest(Browser.query(sent).get("code_verifier").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
                .isEqualTo(asked.get("code_challenge"));
    }

    @Test
    void no_token_reaches_the_browser_in_any_page_header_or_cookie() throws Exception {
        browser.signIn("au.cochair", owner);
        for (String path : List.of("/", "/meetings/" + StubOwner.MEETING, "/sessions", "/new/ProposeMeeting")) {
            HttpResponse<String> page = browser.get(path);
            assertThat(page.body() + page.headers().map() + browser.cookies)
                    .as(path)
                    .contains("Sign out")
                    .doesNotContain("access-", "refresh-", "eyJ");
        }
    }

    @Test
    void an_access_token_about_to_end_is_renewed_once_for_all_requests_of_the_moment() throws Exception {
        owner.tokenSeconds = 30;
        browser.signIn("au.cochair", owner);
        owner.tokenSeconds = 3600;
        int before = owner.asked("POST", "/idp/oauth2/token").size();
        List<Callable<String>> pages =
                java.util.Collections.nCopies(8, () -> browser.get("/").body());
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> page : together.invokeAll(pages)) {
                assertThat(page.get()).contains("Sign out au.cochair");
            }
        }
        assertThat(browser.get("/").body()).contains("Sign out au.cochair");
        assertThat(owner.asked("POST", "/idp/oauth2/token")).hasSize(before + 1);
    }

    @Test
    void a_sign_in_that_cannot_be_renewed_is_shown_as_none() throws Exception {
        owner.tokenSeconds = 1;
        browser.signIn("au.cochair", owner);
        browser.get("/");
        owner.revokeAll();
        HttpResponse<String> page = org.awaitility.Awaitility.await()
                .until(() -> browser.get("/"), p -> !p.body().contains("Sign out"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Sign in");
    }

    @Test
    void who_was_sent_to_sign_in_comes_back_to_where_they_were() throws Exception {
        assertThat(browser.get("/new/SubmitItem?meeting=" + StubOwner.MEETING).statusCode())
                .isEqualTo(302);
        assertThat(Browser.location(browser.callback("au.cochair", owner)))
                .contains("/new/SubmitItem?meeting=" + StubOwner.MEETING);
    }

    @Test
    void a_sign_in_that_fails_is_an_error_page_and_may_be_tried_again() throws Exception {
        browser.get("/oauth2/authorization/plenary");
        for (String answer : List.of("code=stolen&state=guessed", "error=access_denied&state=x")) {
            HttpResponse<String> page = browser.get("/login/oauth2/code/plenary?" + answer);
            assertThat(page.statusCode()).isEqualTo(401);
            assertThat(page.body()).contains("Sign in first");
        }
        String real = owner.code("au.cochair", "another's nonce");
        String state = Browser.query(java.net
                        .URI
                        .create(Browser.location(browser.get("/oauth2/authorization/plenary")))
                        .getRawQuery())
                .get("state");
        HttpResponse<String> replayed = browser.get("/login/oauth2/code/plenary?code=" + real + "&state="
                + java.net.URLEncoder.encode(state, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(replayed.statusCode()).isEqualTo(401);
        browser.signIn("au.cochair", owner);
        assertThat(browser.get("/").body()).contains("Sign out au.cochair");
    }
}
