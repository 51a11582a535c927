package org.plenary.infra.verifier.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.SignedLog;
import org.plenary.infra.verifier.WrongUsage;

/** A log is read from a server or from a folder, alike; and a server that means ill is borne. */
class LogSourceTest {
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private HttpLog http;

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @TempDir
    Path dir;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/record/", exchange -> {
            asked.incrementAndGet();
            String path = exchange.getRequestURI().getPath().substring("/record/".length());
            try (exchange) {
                if (answers.containsKey(path)) {
                    answers.get(path).to(exchange);
                } else if (served.containsKey(path)) {
                    give(exchange, 200, served.get(path));
                } else {
                    give(exchange, 404, new byte[0]);
                }
            }
        });
        server.start();
        http = new HttpLog(address() + "/record", Duration.ofMillis(1));
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void give(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private void refuses(String path, int max, Fault fault) {
        assertThatThrownBy(() -> http.read(path, max))
                .isInstanceOfSatisfying(
                        NotVerified.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    @Test
    void a_server_and_a_folder_give_the_same() throws IOException {
        byte[] bytes = {1, 2, 3};
        served.put("tile/0/x001/000", bytes);
        Files.createDirectories(dir.resolve("tile/0/x001"));
        Files.write(dir.resolve("tile/0/x001/000"), bytes);
        for (LogSource source : new LogSource[] {http, new DirectoryLog(dir)}) {
            assertThat(source.read("tile/0/x001/000", 3)).contains(bytes);
            assertThat(source.read("tile/0/x001/001", 3)).isEmpty();
            assertThat(source.read("tile/0/x001/000/more", 3)).isEmpty();
            assertThatThrownBy(() -> source.read("tile/0/x001/000", 2))
                    .isInstanceOfSatisfying(
                            NotVerified.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
        }
    }

    @Test
    void a_whole_log_is_followed_over_http_and_from_files() throws IOException {
        SignedLog log = new SignedLog(257, 3_000);
        served.putAll(log.resources(3_000));
        assertThat(FollowTest.follow(http, FollowTest.options(null)).bundles()).isEqualTo(12);
        try (HttpLog house = HttpLog.found(address())) {
            assertThat(house.address()).isEqualTo(address() + "/record/");
        }
        for (Map.Entry<String, byte[]> resource : new TreeMap<>(served).entrySet()) {
            Files.createDirectories(dir.resolve(resource.getKey()).getParent());
            Files.write(dir.resolve(resource.getKey()), resource.getValue());
        }
        assertThat(FollowTest.follow(new DirectoryLog(dir), FollowTest.options(null))
                        .bundles())
                .isEqualTo(12);
    }

    @Test
    void what_fails_for_a_moment_is_asked_for_again_and_what_stays_failing_is_said() {
        AtomicInteger left = new AtomicInteger(2);
        answers.put("checkpoint", e -> give(e, left.getAndDecrement() > 0 ? 503 : 200, new byte[] {7}));
        assertThat(http.read("checkpoint", 1)).contains(new byte[] {7});
        assertThat(asked).hasValue(HttpLog.TRIES);
        answers.put("tile/0/000", e -> give(e, 500, new byte[0]));
        refuses("tile/0/000", 1, Fault.UNREACHABLE);
        assertThat(asked).hasValue(2 * HttpLog.TRIES);
        answers.put("tile/0/001", e -> give(e, 403, new byte[0]));
        refuses("tile/0/001", 1, Fault.UNREACHABLE);
        assertThat(asked).hasValue(2 * HttpLog.TRIES + 1);
    }

    @Test
    void what_is_cut_off_on_the_way_is_not_taken() {
        answers.put("tile/0/000", e -> {
            e.sendResponseHeaders(200, 100);
            e.getResponseBody().write(new byte[50]);
        });
        refuses("tile/0/000", 100, Fault.UNREACHABLE);
    }

    @Test
    void compressed_answers_are_read_and_bounded() throws IOException {
        byte[] bytes = new byte[10_000];
        byte[] small = gzip(bytes);
        answers.put("tile/entries/000", e -> {
            e.getResponseHeaders().set("Content-Encoding", "gzip");
            give(e, 200, small);
        });
        assertThat(http.read("tile/entries/000", bytes.length)).contains(bytes);
        refuses("tile/entries/000", bytes.length - 1, Fault.TOO_LARGE);
        refuses("tile/entries/000", small.length - 1, Fault.TOO_LARGE);
        answers.put("tile/entries/001", e -> {
            e.getResponseHeaders().set("Content-Encoding", "gzip");
            give(e, 200, java.util.Arrays.copyOf(small, small.length - 4));
        });
        refuses("tile/entries/001", bytes.length, Fault.UNREACHABLE);
        answers.put("tile/entries/002", e -> {
            e.getResponseHeaders().set("Content-Encoding", "br");
            give(e, 200, small);
        });
        refuses("tile/entries/002", bytes.length, Fault.UNREACHABLE);
    }

    @Test
    void an_answer_without_end_is_left_at_the_limit() {
        answers.put("checkpoint", e -> {
            e.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 100_000; i++) {
                    e.getResponseBody().write(new byte[8_192]);
                }
            } catch (IOException left) {
                // the reader has gone
            }
        });
        refuses("checkpoint", 10_000, Fault.TOO_LARGE);
    }

    @Test
    void redirects_stay_on_the_host_and_end() {
        served.put("there", new byte[] {1});
        answers.put("here", e -> redirect(e, "/record/there"));
        answers.put("out", e -> redirect(e, address().replace("localhost", "127.0.0.1") + "/record/there"));
        answers.put("port", e -> redirect(e, "http://localhost:1/record/there"));
        answers.put("scheme", e -> redirect(e, "file:///etc/passwd"));
        answers.put("mail", e -> redirect(e, "mailto:a@b.example"));
        answers.put("round", e -> redirect(e, "/record/round"));
        assertThat(http.read("here", 1)).contains(new byte[] {1});
        for (String path : new String[] {"out", "port", "scheme", "mail", "round"}) {
            refuses(path, 1, Fault.UNREACHABLE);
        }
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("Location", to);
        give(exchange, 302, new byte[0]);
    }

    @Test
    void nothing_but_http_is_an_address() {
        for (String bad :
                new String[] {"ftp://a.example/", "jar:file:/x", "http://", "http:/x", "https://u:p@a.example", "a b://"
                }) {
            assertThatThrownBy(() -> new HttpLog(bad)).as(bad).isInstanceOf(WrongUsage.class);
        }
    }
}
