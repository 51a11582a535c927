package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.embedded.EmbeddedStore;
import org.plenary.kernel.http.StrictHeaders;

/** What every page, every error and every answer in another's place tells the browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalHeadersTest {
    private EmbeddedStore store;
    private StubOwner owner;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        store = EmbeddedStore.open(dir, 0, EmbeddedStore.Durability.PROCESS);
        owner = new StubOwner();
    }

    @AfterAll
    void stop() {
        owner.close();
        store.close();
    }

    /** Every route of the controllers, with ids in the place of variables, and what no controller answers. */
    private static Set<String> paths(RunningPortal portal) {
        Set<String> paths = new TreeSet<>(List.of(
                "/meetings/" + StubOwner.MEETING,
                "/meetings/meeting-unknown",
                "/nothing-here",
                "/internal/streams/x",
                "/login/oauth2/code/plenary?code=x&state=y",
                "/oauth2/authorization/plenary",
                "/api/nobody/here",
                "/api/membership/nothing",
                "/record/nothing",
                "/idp/nothing",
                "/mail/nothing",
                "/meetings/x%3By"));
        for (String route : portal.pages()) {
            paths.add(route.replaceAll("\\{collection:[^/]*}", "meetings")
                    .replaceAll("\\{id:parking[^/]*}", "parking-00000000-0000-0000-0000-000000000001")
                    .replaceAll("\\{id:[^/]*\\{1,110}}", StubOwner.MEETING)
                    .replaceAll("\\{op:[^/]*\\{1,40}}", "ProposeMeeting")
                    .replaceAll("\\{service:[^/]*}", "membership")
                    .replaceAll("\\{order:[^/]*}", "replay")
                    .replaceAll("\\{[^/]*}", "x"));
        }
        return paths;
    }

    @Test
    void nothing_is_guessed_framed_shared_or_kept() throws Exception {
        try (RunningPortal portal = new RunningPortal(store.uri(), owner)) {
            Set<String> paths = paths(portal);
            assertThat(paths).contains("/", "/sessions", "/operations", "/new/ProposeMeeting", "/log", "/about");
            Browser browser = new Browser(portal.address());
            for (String who : List.of("", "au.cochair")) {
                browser = new Browser(portal.address());
                if (!who.isEmpty()) {
                    browser.signIn(who, owner);
                }
                for (String path : paths) {
                    if (path.startsWith("/live/")) {
                        continue; // an open stream does not end; its headers are below
                    }
                    HttpResponse<String> answer = browser.get(path);
                    strict(path + " " + answer.statusCode(), answer);
                    assertThat(answer.headers().map()).as(path).doesNotContainKey("Strict-Transport-Security");
                    if (!path.startsWith("/assets") && !path.endsWith("%3By")) {
                        assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                                .as(path)
                                .contains("no-store");
                    }
                }
            }
            try (var open =
                    browser.stream("/live/meetings/" + StubOwner.MEETING).body()) {
                strict("/live", browser.stream("/live/meetings/" + StubOwner.MEETING));
            }
        }
    }

    private static void strict(String what, HttpResponse<?> answer) {
        StrictHeaders.all("")
                .keySet()
                .forEach(name -> assertThat(answer.headers().allValues(name))
                        .as(what + " " + name)
                        .hasSize(1));
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .as(what)
                .startsWith("default-src 'none'")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(answer.headers().firstValue("Permissions-Policy").orElseThrow())
                .as(what)
                .contains("camera=()", "microphone=()", "geolocation=()");
        assertThat(answer.headers().map()).as(what).doesNotContainKeys("Server", "X-Powered-By");
    }

    @Test
    void a_portal_that_browsers_see_over_https_keeps_them_there() throws Exception {
        try (RunningPortal portal =
                new RunningPortal(store.uri(), owner, "--plenary.public-url=https://plenary.example")) {
            Browser browser = new Browser(portal.address());
            for (String path : List.of("/", "/nothing-here", "/api/membership/nothing", "/record/nothing")) {
                assertThat(browser.get(path).headers().firstValue("Strict-Transport-Security"))
                        .as(path)
                        .hasValue(StrictHeaders.HSTS);
            }
        }
    }
}
