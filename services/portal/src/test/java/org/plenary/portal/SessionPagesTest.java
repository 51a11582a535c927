package org.plenary.portal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a person is signed in, and ending it from elsewhere. */
class SessionPagesTest extends PortalTest {
    private static final Pattern NAME = Pattern.compile("name=\"name\" value=\"([0-9a-f]{64})\"");

    private Browser browser(String who, String agent) throws Exception {
        Browser browser = new Browser(portal.address());
        browser.agent = agent;
        browser.signIn(who, owner);
        return browser;
    }

    private static boolean signedIn(Browser browser) throws Exception {
        return browser.get("/").body().contains("Sign out");
    }

    private static List<String> names(String page) {
        List<String> names = new ArrayList<>();
        Matcher m = NAME.matcher(page);
        while (m.find()) {
            names.add(m.group(1));
        }
        return names;
    }

    @Test
    void a_person_sees_their_own_sessions_with_this_one_marked_and_nobody_elses() throws Exception {
        Browser desk = browser("th.head", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        browser("th.head", "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36");
        browser("id.head", "Mozilla/5.0 (Macintosh; Mac OS X 10_15) AppleWebKit/605 Version/18.0 Safari/605");
        String page = desk.get("/sessions").body();
        assertThat(page)
                .contains("Firefox on Linux", "Chrome on Android", "(this one)", "UTC")
                .doesNotContain("Safari", "Mozilla", "id.head", desk.cookies.get("__Host-plenary"));
        assertThat(page.split("\\(this one\\)", -1)).hasSize(2);
        assertThat(names(page)).as("this one is ended by signing out").hasSize(1);
        assertThat(Browser.location(new Browser(portal.address()).get("/sessions")))
                .contains("/oauth2/authorization/plenary");
    }

    @Test
    void ending_a_session_signs_its_browser_out_and_closes_what_it_has_open() throws Exception {
        Browser desk = browser("my.head", "Firefox/1 Linux");
        Browser phone = browser("my.head", "Chrome/1 Android");
        try (InputStream open =
                phone.stream("/live/meetings/" + StubOwner.MEETING).body()) {
            assertThat(portal.live().listeners()).isEqualTo(1);
            String name = names(desk.get("/sessions").body()).getFirst();
            HttpResponse<String> done = desk.post("/sessions/end", Map.of("name", name));
            assertThat(Browser.location(done)).contains("/sessions?done=end");
            await().atMost(60, SECONDS).until(() -> portal.live().listeners() == 0);
            assertThat(signedIn(phone)).isFalse();
            assertThat(signedIn(desk)).isTrue();
            assertThat(names(desk.get("/sessions").body())).isEmpty();
        }
    }

    @Test
    void a_session_ended_at_another_instance_of_the_portal_closes_here_too() throws Exception {
        Browser desk = browser("sg.head", "Firefox/1 Linux");
        Browser phone = browser("sg.head", "Chrome/1 Android");
        try (InputStream open =
                        phone.stream("/live/meetings/" + StubOwner.MEETING).body();
                RunningPortal other = new RunningPortal(store.uri(), owner)) {
            assertThat(portal.live().listeners()).isEqualTo(1);
            desk.moved(other.address());
            desk.post(
                    "/sessions/end",
                    Map.of("name", names(desk.get("/sessions").body()).getFirst()));
            await().atMost(60, SECONDS).until(() -> portal.live().listeners() == 0);
            assertThat(signedIn(phone)).isFalse();
        }
    }

    @Test
    void all_others_end_together() throws Exception {
        Browser desk = browser("lk.head", "Firefox/1 Linux");
        List<Browser> others = List.of(browser("lk.head", "Chrome/1 Android"), browser("lk.head", "Edg/1 Windows"));
        Browser anothers = browser("bd.head", "Firefox/1 Linux");
        desk.get("/sessions");
        assertThat(Browser.location(desk.post("/sessions/end-others", Map.of())))
                .contains("done=end-others");
        for (Browser other : others) {
            assertThat(signedIn(other)).isFalse();
        }
        assertThat(signedIn(desk)).isTrue();
        assertThat(signedIn(anothers)).isTrue();
    }

    @Test
    void another_persons_session_cannot_be_ended_and_a_name_opens_nothing() throws Exception {
        Browser victim = browser("nz.head", "Firefox/1 Linux");
        Browser second = browser("nz.head", "Firefox/1 Linux");
        String name = names(second.get("/sessions").body()).getFirst();
        Browser other = browser("fj.head", "Firefox/1 Linux");
        other.get("/sessions");
        assertThat(other.post("/sessions/end", Map.of("name", name)).statusCode())
                .isEqualTo(302);
        assertThat(signedIn(victim)).isTrue();
        Browser thief = new Browser(portal.address());
        thief.cookies.put("__Host-plenary", name);
        assertThat(signedIn(thief)).isFalse();
        thief.cookies.put("__Host-plenary", java.util.Base64.getEncoder().encodeToString(name.getBytes()));
        assertThat(signedIn(thief)).isFalse();
    }

    @Test
    void a_form_without_its_token_ends_nothing_anywhere() throws Exception {
        Browser desk = browser("kh.head", "Firefox/1 Linux");
        Browser phone = browser("kh.head", "Chrome/1 Android");
        String name = names(desk.get("/sessions").body()).getFirst();
        Map<String, Map<String, String>> forged = Map.of(
                "/sessions/end", Map.of("name", name),
                "/sessions/end-others", Map.of(),
                "/logout", Map.of(),
                "/act", Map.of("op", "DeclineMeeting", "id", StubOwner.MEETING, "key", "k", "f.reason", "x"));
        for (Map.Entry<String, Map<String, String>> form : forged.entrySet()) {
            assertThat(desk.forge(form.getKey(), form.getValue()).statusCode())
                    .as(form.getKey())
                    .isEqualTo(403);
        }
        assertThat(signedIn(desk)).isTrue();
        assertThat(signedIn(phone)).isTrue();
    }

    @Test
    void every_sign_in_asks_for_the_password_whatever_the_provider_remembers() throws Exception {
        Browser phone = browser("vn.head", "Chrome/1 Android");
        Browser desk = browser("vn.head", "Firefox/1 Linux");
        desk.post(
                "/sessions/end",
                Map.of("name", names(desk.get("/sessions").body()).getFirst()));
        assertThat(Browser.location(phone.get("/sessions"))).contains("/oauth2/authorization/plenary");
        assertThat(asked(phone.get("/oauth2/authorization/plenary")))
                .containsEntry("prompt", "login")
                .containsKeys("state", "nonce", "code_challenge")
                .doesNotContainKey("acr_values");
    }

    private static Map<String, String> asked(HttpResponse<String> start) {
        return Browser.query(URI.create(Browser.location(start)).getRawQuery());
    }

    @Test
    void an_act_that_needs_a_code_offers_to_sign_in_with_one_and_brings_the_person_back() throws Exception {
        Browser desk = browser("la.focal", "Firefox/1 Linux");
        desk.get("/meetings/" + StubOwner.MEETING);
        owner.reply(
                "POST " + StubOwner.MEETING_PATH + "/decline",
                403,
                "",
                Map.of("type", "/problems/second-factor-required", "detail", "It needs your second factor."));
        HttpResponse<String> refused = desk.post(
                "/act", Map.of("op", "DeclineMeeting", "id", StubOwner.MEETING, "key", "k-7", "f.reason", "Too early"));
        String page = "/meetings/" + StubOwner.MEETING;
        assertThat(refused.body()).contains("It needs your second factor.", "/with-code?then=" + page + "\"");

        String start = Browser.location(desk.get("/with-code?then=" + page));
        assertThat(start).endsWith("/oauth2/authorization/plenary?with-code");
        Map<String, String> asked = asked(desk.get("/oauth2/authorization/plenary?with-code"));
        assertThat(asked).containsEntry("acr_values", "2").containsEntry("prompt", "login");
        HttpResponse<String> back = desk.get("/login/oauth2/code/plenary?code="
                + owner.code("la.focal", asked.get("nonce")) + "&state="
                + URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
        assertThat(Browser.location(back)).isEqualTo(portal.address() + page);
        assertThat(Browser.location(desk.callback("la.focal", owner)))
                .as("once")
                .endsWith("/");
    }

    @Test
    void another_refusal_offers_no_code() throws Exception {
        Browser desk = browser("kh.focal", "Firefox/1 Linux");
        desk.get("/meetings/" + StubOwner.MEETING);
        owner.reply(
                "POST " + StubOwner.MEETING_PATH + "/decline",
                403,
                "",
                Map.of("type", "/problems/forbidden", "detail", "Your role does not allow this."));
        assertThat(desk.post(
                                "/act",
                                Map.of("op", "DeclineMeeting", "id", StubOwner.MEETING, "key", "k-8", "f.reason", "No"))
                        .body())
                .contains("Your role does not allow this.")
                .doesNotContain("/with-code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example/",
                "//elsewhere.example",
                "/\\elsewhere.example",
                "/a//b",
                "/@x",
                "/a\r\nb",
                "x"
            })
    void nobody_is_sent_from_here_to_elsewhere(String then) throws Exception {
        Browser desk = browser("th.focal", "Firefox/1 Linux");
        desk.get("/with-code?then=" + URLEncoder.encode(then, StandardCharsets.UTF_8));
        assertThat(Browser.location(desk.callback("th.focal", owner))).isEqualTo(portal.address() + "/");
    }

    @Test
    void who_is_not_signed_in_signs_in_first() throws Exception {
        assertThat(Browser.location(new Browser(portal.address()).get("/with-code")))
                .endsWith("/oauth2/authorization/plenary");
    }
}
