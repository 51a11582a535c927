package org.plenary.portal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an open page is told, when, and by whose rights. */
class PortalLiveTest extends PortalTest {
    private static final String LIVE = "/live/meetings/" + StubOwner.MEETING;

    @BeforeEach
    void fresh() {
        owner.meeting(1);
        await().atMost(60, SECONDS).until(() -> portal.live().listeners() == 0);
        owner.asked.clear();
    }

    /** A tab: the lines it was told, and whether the stream of events has ended. */
    private static final class Tab implements AutoCloseable {
        final List<String> lines = new CopyOnWriteArrayList<>();
        volatile boolean ended;
        private final InputStream in;

        Tab(HttpResponse<InputStream> answer) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            in = answer.body();
            Thread.ofVirtual().start(() -> {
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                    lines.lines().forEach(this.lines::add);
                } catch (IOException | java.io.UncheckedIOException e) {
                    // Ended by either side.
                } finally {
                    ended = true;
                }
            });
        }

        void told(String line) {
            await().atMost(60, SECONDS).until(() -> lines.contains(line));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private Tab tab(String path) throws Exception {
        return new Tab(browser.stream(path));
    }

    private static String hint(int version) {
        return "data:{\"stream\":\"" + StubOwner.MEETING + "\",\"version\":" + version + "}";
    }

    @Test
    void the_page_names_its_stream_and_the_version_it_shows() throws Exception {
        String page = browser.get("/meetings/" + StubOwner.MEETING).body();
        assertThat(page)
                .contains("sse-connect=\"" + LIVE + "?shown=1\"", "hx-trigger=\"sse:changed\"", "sse-close=\"gone\"")
                .doesNotContain("every ");
        assertThat(browser.get("/assets/sse.js").body()).contains("defineExtension('sse'");
    }

    @Test
    void a_new_version_is_told_to_every_tab_of_a_session_by_one_question_with_its_own_token() throws Exception {
        browser.signIn("au.cochair", owner);
        try (Tab one = tab(LIVE + "?shown=1");
                Tab other = tab(LIVE + "?shown=1")) {
            assertThat(portal.live().listeners()).isEqualTo(2);
            assertThat(portal.live().watches()).isEqualTo(1);
            owner.meeting(2);
            one.told(hint(2));
            other.told(hint(2));
            assertThat(one.lines).contains("event:changed", "id:2");
            assertThat(owner.asked("GET", StubOwner.MEETING_PATH))
                    .allMatch(a -> String.valueOf(a.header("Authorization")).startsWith("Bearer access-"))
                    .anyMatch(a -> "\"1\"".equals(a.header("If-None-Match")));
        }
    }

    @Test
    void a_change_between_the_page_and_its_connection_is_told_at_once() throws Exception {
        owner.meeting(7);
        try (Tab tab = tab(LIVE + "?shown=6")) {
            tab.told(hint(7));
        }
    }

    @Test
    void a_reader_whose_right_is_gone_is_told_so_and_the_stream_ends() throws Exception {
        browser.signIn("au.cochair", owner);
        try (Tab tab = tab(LIVE)) {
            owner.reply("GET " + StubOwner.MEETING_PATH, 403, "", Map.of("detail", "Your role does not allow this."));
            await().atMost(60, SECONDS).until(() -> tab.ended);
            assertThat(tab.lines).contains("event:gone");
        }
        assertThat(browser.stream(LIVE).statusCode()).isEqualTo(403);
        owner.reply("GET " + StubOwner.MEETING_PATH, 404, "", "{}");
        assertThat(browser.stream(LIVE).statusCode()).isEqualTo(404);
        assertThat(portal.live().listeners()).isZero();
    }

    @Test
    void a_token_that_ended_ends_the_stream_but_the_browser_may_connect_again() throws Exception {
        browser.signIn("au.cochair", owner);
        try (Tab tab = tab(LIVE)) {
            owner.reply("GET " + StubOwner.MEETING_PATH, 401, "", "{}");
            await().atMost(60, SECONDS).until(() -> tab.ended);
            assertThat(tab.lines).doesNotContain("event:gone");
        }
    }

    @Test
    void an_owner_that_does_not_answer_for_a_while_ends_nothing() throws Exception {
        try (Tab tab = tab(LIVE)) {
            owner.reply("GET " + StubOwner.MEETING_PATH, 503, "", "{}");
            int asked = owner.asked("GET", StubOwner.MEETING_PATH).size();
            await().atMost(60, SECONDS)
                    .until(() -> owner.asked("GET", StubOwner.MEETING_PATH).size() > asked + 2);
            owner.meeting(3);
            tab.told(hint(3));
        }
    }

    @Test
    void signing_out_ends_what_the_session_has_open() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.get("/");
        try (Tab tab = tab(LIVE)) {
            browser.post("/logout", Map.of());
            await().atMost(60, SECONDS).until(() -> tab.ended);
        }
    }

    @Test
    void a_session_has_so_many_open_and_no_more() throws Exception {
        browser.signIn("au.cochair", owner);
        List<Tab> tabs = new java.util.ArrayList<>();
        for (int i = 0; i < Live.SESSION_MAX; i++) {
            tabs.add(tab(LIVE));
        }
        HttpResponse<InputStream> refused = browser.stream(LIVE);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
        Browser another = new Browser(portal.address());
        try (Tab tab = new Tab(another.stream(LIVE))) {
            assertThat(tab.ended).isFalse();
        }
        for (Tab tab : tabs) {
            tab.close();
        }
    }

    @Test
    void nobody_listens_and_nobody_is_asked() throws Exception {
        try (Tab tab = tab(LIVE)) {
            owner.meeting(2);
            tab.told(hint(2));
        }
        // What tells the portal that the browser went away is that it cannot write to it.
        await().atMost(60, SECONDS).until(() -> {
            owner.meeting(Instant.now().toEpochMilli());
            return portal.live().watches() == 0;
        });
    }

    @Test
    void after_five_minutes_the_browser_has_to_connect_again() {
        Instant[] now = {Instant.EPOCH};
        PortalProperties properties =
                new PortalProperties(Map.of("meeting", owner.address()), "", "", "", "", "", "", "", "", "", null);
        Live live = new Live(new Upstream(properties), Duration.ofMillis(20), session -> true, () -> now[0]);
        live.start();
        Live.Place place = new Live.Place("s", StubOwner.MEETING_PATH);
        assertThat(live.join(place, null, "1")).isNotNull();
        now[0] = now[0].plus(Live.LISTENS).minusMillis(1);
        int asked = owner.asked("GET", StubOwner.MEETING_PATH).size();
        await().atMost(60, SECONDS)
                .until(() -> owner.asked("GET", StubOwner.MEETING_PATH).size() > asked + 1);
        assertThat(live.listeners()).isOne();
        now[0] = now[0].plusMillis(1);
        await().atMost(60, SECONDS).until(() -> live.watches() == 0);
        live.stop();
        assertThat(live.join(place, null, "1")).isNull();
    }

    @Test
    void a_portal_that_stops_does_not_wait_for_open_pages() throws Exception {
        RunningPortal second =
                new RunningPortal(store.uri(), owner, "--spring.lifecycle.timeout-per-shutdown-phase=1h");
        Tab tab = new Tab(new Browser(second.address()).stream(LIVE));
        assertThat(CompletableFuture.runAsync(second::close)).succeedsWithin(60, SECONDS);
        await().atMost(60, SECONDS).until(() -> tab.ended);
    }
}
