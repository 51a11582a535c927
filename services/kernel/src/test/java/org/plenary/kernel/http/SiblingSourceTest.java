package org.plenary.kernel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.feed.Feed;
import org.springframework.web.client.HttpClientErrorException;

/** A sibling and a token endpoint that answer what they like. */
class SiblingSourceTest {
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<String> bearers = new ArrayList<>();
    private int tokens;
    private int tokenStatus = 200;
    private HttpServer server;
    private SiblingSource source;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            tokens++;
            answer(exchange, tokenStatus, "{\"access_token\":\"t" + tokens + "\",\"expires_in\":600}");
        });
        server.createContext("/internal/streams/", exchange -> {
            bearers.add(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, answers.isEmpty() ? 200 : answers.poll(), "[]");
        });
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        source = new SiblingSource(Map.of("meeting", base), base + "/token", "secret");
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void asked() {
        source.events("meeting", "meeting-1", 1);
    }

    @Test
    void a_token_that_is_no_longer_taken_is_replaced_at_the_next_attempt() {
        asked();
        answers.add(401);
        assertThatThrownBy(this::asked).isInstanceOf(Feed.SourceAway.class);
        asked();
        assertThat(bearers).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
    }

    @Test
    void a_sibling_that_is_busy_or_broken_is_away_and_does_not_park_the_stream() {
        for (int status : List.of(408, 429, 500, 502, 503)) {
            answers.add(status);
            assertThatThrownBy(this::asked).as("%d", status).isInstanceOf(Feed.SourceAway.class);
        }
        answers.add(400);
        assertThatThrownBy(this::asked).isInstanceOf(HttpClientErrorException.class);
    }

    @Test
    void without_a_token_the_source_is_away() {
        tokenStatus = 401;
        assertThatThrownBy(this::asked).isInstanceOf(Feed.SourceAway.class);
        server.stop(0);
        assertThatThrownBy(this::asked).isInstanceOf(Feed.SourceAway.class);
        assertThat(bearers).isEmpty();
    }
}
