package org.plenary.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the one port passes on, and what it keeps to itself. */
class PortalRoutesTest extends PortalTest {

    @BeforeAll
    void start() {
        owner.reply("GET /record/checkpoint", 200, "", "signed");
        owner.reply("GET /idp/mail/", 200, "", "mailbox");
        owner.reply("GET /idp/login", 200, "", "login");
        owner.reply("GET /internal/streams/x", 200, "", "nobody's business");
    }

    @BeforeEach
    void fresh() {
        owner.asked.clear();
    }

    @Test
    void no_owner_sees_a_cookie_and_none_sets_one() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.cookies.put("other", "1");
        for (String path : List.of("/api/membership/forums", "/record/checkpoint", "/mail/")) {
            HttpResponse<String> answer = browser.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().allValues("Set-Cookie")).as(path).isEmpty();
            assertThat(owner.asked.getLast().header("Cookie")).as(path).isNull();
        }
    }

    @Test
    void the_provider_sees_its_own_cookies_but_not_the_portals() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.cookies.put("__Host-plenary-idp", "theirs");
        HttpResponse<String> answer = browser.get("/idp/login");
        assertThat(answer.body()).isEqualTo("login");
        assertThat(owner.asked.getLast().header("Cookie")).isEqualTo("__Host-plenary-idp=theirs");
        assertThat(answer.headers().allValues("Set-Cookie")).isNotEmpty();
    }

    @Test
    void the_provider_is_told_where_a_request_comes_from_by_the_portal_and_not_by_the_request() throws Exception {
        int port = URI.create(portal.address()).getPort();
        assertThat(raw(
                        port,
                        "/idp/login HTTP/1.1\r\nX-Forwarded-For: 192.0.2.9\r\nForwarded: for=192.0.2.8\r\nX-Rest:"))
                .startsWith("HTTP/1.1 200");
        assertThat(owner.asked.getLast().headers().get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(owner.asked.getLast().header("Forwarded")).isNull();
    }

    @Test
    void nothing_internal_is_reached_by_any_spelling() throws Exception {
        int port = URI.create(portal.address()).getPort();
        for (String path : List.of(
                "/internal/streams/x",
                "/api/membership/../../internal/streams/x",
                "/api/membership/%2e%2e/%2e%2e/internal/streams/x",
                "/api/membership/..%2f..%2finternal/streams/x",
                "/api/membership/..;/..;/internal/streams/x",
                "/api/membership//internal/streams/x",
                "/record/%2e%2e/internal/streams/x",
                "/api/nobody/internal/streams/x")) {
            String status = raw(port, path);
            assertThat(status).as(path).matches("HTTP/1.1 (400|404).*");
        }
        assertThat(owner.asked).noneMatch(a -> a.path().startsWith("/internal"));
    }

    @Test
    void a_checkpoint_goes_to_the_witness_whole_and_without_a_cookie() throws Exception {
        String add = "/record/witness/au/add-checkpoint";
        owner.reply("POST " + add, 200, "", "cosigned");
        browser.signIn("au.cochair", owner);
        HttpResponse<String> answer = send(add, HttpRequest.BodyPublishers.ofString("old 0\n\n— text\n"));
        assertThat(answer.body()).isEqualTo("cosigned");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        StubOwner.Asked asked = owner.asked("POST", add).getLast();
        assertThat(asked.body()).isEqualTo("old 0\n\n— text\n");
        assertThat(asked.header("Cookie")).isNull();
    }

    @Test
    void what_is_too_long_for_a_witness_goes_no_further() throws Exception {
        String add = "/record/witness/au/add-checkpoint";
        owner.reply("POST " + add, 200, "", "cosigned");
        byte[] most = new byte[Routes.WITNESS_BYTES_MAX];
        assertThat(send(add, HttpRequest.BodyPublishers.ofByteArray(most)).statusCode())
                .isEqualTo(200);
        byte[] more = new byte[Routes.WITNESS_BYTES_MAX + 1];
        assertThat(send(add, HttpRequest.BodyPublishers.ofByteArray(more)).statusCode())
                .isEqualTo(413);
        assertThat(owner.asked("POST", add)).hasSize(1);
    }

    /** As many as a witness has lines, and each with one byte to come: the witness hears of none of them. */
    @Test
    void slow_submissions_hold_no_line_to_a_witness() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        HttpServer witness = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        witness.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        witness.createContext("/", x -> {
            begun.incrementAndGet();
            byte[] body = x.getRequestBody().readAllBytes();
            x.sendResponseHeaders(200, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        witness.start();
        String here = "http://127.0.0.1:" + witness.getAddress().getPort();
        List<Socket> slow = new ArrayList<>();
        try (RunningPortal other = new RunningPortal(store.uri(), owner, "--plenary.witness-url=" + here)) {
            try {
                slowly(URI.create(other.address()), slow);
                assertThat(begun).hasValue(1);
                slow.getLast().getOutputStream().write('!');
                assertThat(new String(slow.getLast().getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                assertThat(begun).hasValue(2);
            } finally {
                for (Socket socket : slow) {
                    socket.close();
                }
            }
        } finally {
            witness.stop(0);
        }
    }

    /** Two hundred who do not come to their end, and then one who does, and is answered. */
    private static void slowly(URI portal, List<Socket> slow) throws Exception {
        String head = "POST /record/witness/au/add-checkpoint HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Length: 11\r\n\r\n0123456789";
        for (int i = 0; i < 200; i++) {
            Socket socket = new Socket("localhost", portal.getPort());
            slow.add(socket);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        }
        HttpRequest whole = HttpRequest.newBuilder(portal.resolve("/record/witness/au/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString("whole"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(whole, HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("whole");
    }

    private HttpResponse<String> send(String path, HttpRequest.BodyPublisher body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(portal.address() + path))
                                .header("Cookie", "other=1")
                                .POST(body)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void the_portals_token_of_a_person_is_not_lent_to_what_is_passed_on() throws Exception {
        browser.signIn("au.cochair", owner);
        browser.get("/api/membership/forums");
        assertThat(owner.asked.getLast().header("Authorization")).isNull();
    }

    @Test
    void an_owners_problem_is_passed_on_as_it_is() throws Exception {
        HttpResponse<String> answer = browser.get("/api/meeting/meetings/meeting-1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"There is no such thing.\"}");
    }

    @Test
    void a_form_passed_on_needs_no_token_of_the_portal_and_arrives_whole() throws Exception {
        owner.reply("POST /idp/login", 200, "", "in");
        browser.forge("/idp/login?continue=x%20y", Map.of("username", "a b&c"));
        assertThat(owner.asked.getLast().body()).isEqualTo("username=a+b%26c");
        assertThat(owner.asked.getLast().query()).isEqualTo("continue=x%20y");
    }

    @Test
    void a_file_passed_on_arrives_byte_for_byte() throws Exception {
        owner.reply("POST /api/membership/files", 201, "", "{}");
        byte[] body = new byte[300_000];
        new java.util.Random(1).nextBytes(body);
        byte[] begin = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(begin, 0, body, 0, begin.length);
        HttpResponse<String> answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(URI.create(portal.address() + "/api/membership/files"))
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .header("Authorization", "Bearer theirs")
                                .header("Idempotency-Key", "file-1234")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(201);
        StubOwner.Asked asked = owner.asked("POST", "/api/membership/files").getLast();
        assertThat(asked.bytes()).isEqualTo(body);
        assertThat(asked.header("Content-Type"))
                .startsWith("multipart/form-data")
                .contains("boundary=b");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer theirs");
    }

    @Test
    void a_file_is_given_out_to_be_saved_and_never_to_be_shown() throws Exception {
        String id = "00000000-0000-4000-8000-000000000001";
        owner.reply("GET /api/membership/files/" + id, 200, "", "<script>alert(1)</script>");
        browser.signIn("au.cochair", owner);
        HttpResponse<String> file = browser.get("/files/" + id);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(file.headers().allValues("Content-Security-Policy")).containsExactly("sandbox; default-src 'none'");
        assertThat(file.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(owner.asked("GET", "/api/membership/files/" + id).getLast().header("Authorization"))
                .startsWith("Bearer ");
        assertThat(browser.get("/files/" + id.replace('1', '2')).statusCode()).isEqualTo(404);
    }

    /** A request line as it is: a client would tidy the path. */
    private static String raw(int port, String path) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(0, answer.indexOf("\r\n"));
        }
    }
}
