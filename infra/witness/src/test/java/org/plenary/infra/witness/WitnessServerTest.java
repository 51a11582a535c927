package org.plenary.infra.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;

/** Two witnesses behind one port, over real HTTP. */
class WitnessServerTest {
    private static final GrowingLog LOG = GrowingLog.of(GrowingLog.ORIGIN, 20);
    private static final String LATEST = "/" + WitnessState.hash(GrowingLog.ORIGIN) + "/checkpoint";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private WitnessServer server;

    @BeforeEach
    void start() {
        server = WitnessServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("/w/au", witness("au"), "/w/id", witness("id")));
    }

    private Witness witness(String name) {
        return Witness.open(
                dir.resolve(name + ".key"),
                dir.resolve(name),
                "w.example/" + name,
                KnownLogs.of(List.of(LOG.key())),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    private HttpResponse<String> ask(String method, String path, BodyPublisher body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, body)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return ask("GET", path, BodyPublishers.noBody());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return ask("POST", path, BodyPublishers.ofString(body));
    }

    @Test
    void each_witness_cosigns_under_its_own_prefix_and_its_own_key() throws Exception {
        for (String prefix : List.of("/w/au", "/w/id")) {
            HttpResponse<String> answer = post(prefix + "/add-checkpoint", LOG.submission(0, 7));
            assertThat(answer.statusCode()).isEqualTo(200);
            HttpResponse<String> vkey = get(prefix + "/vkey");
            assertThat(vkey.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
            WitnessKey key = WitnessKey.parse(vkey.body().strip());
            assertThat(key.name()).isEqualTo("w.example" + prefix.substring(2));
            SignedNote latest = SignedNote.parse(get(prefix + LATEST).body());
            assertThat(key.cosigned(latest)).isPresent();
            assertThat(latest.signedBy(LOG.key())).isTrue();
            assertThat(latest.encoded()).isEqualTo(LOG.note(7).encoded() + answer.body());
        }
    }

    @Test
    void a_conflict_has_its_own_media_type() throws Exception {
        HttpResponse<String> answer = post("/w/au/add-checkpoint", LOG.submission(3, 7));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("0\n");
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        for (String path : List.of(
                "/",
                "/vkey",
                "/w/vkey",
                "/w/third/vkey",
                "/w/au",
                "/w/au/",
                "/w/au/vkey/",
                "/w/au//vkey",
                "/w/%61u/vkey",
                "/w/au/%76key",
                "/w/au/../id/vkey",
                "/w/au/checkpoint",
                "/w/au" + LATEST,
                "/w/au" + LATEST.toUpperCase(java.util.Locale.ROOT),
                "/w/au" + LATEST.replace("/checkpoint", "/checkpoint/"))) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void other_methods_are_told_the_right_one() throws Exception {
        assertThat(get("/w/au/add-checkpoint").headers().firstValue("Allow")).hasValue("POST");
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS")) {
            assertThat(ask(method, "/w/au/add-checkpoint", BodyPublishers.noBody())
                            .statusCode())
                    .isEqualTo(405);
        }
        for (String path : List.of("/w/au/vkey", "/w/au" + LATEST)) {
            HttpResponse<String> answer = post(path, "x");
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
        }
    }

    @Test
    void a_body_beyond_the_limit_is_refused_with_or_without_a_length() throws Exception {
        byte[] most = new byte[WitnessServer.BODY_BYTES_MAX];
        byte[] more = new byte[WitnessServer.BODY_BYTES_MAX + 1];
        assertThat(ask("POST", "/w/au/add-checkpoint", BodyPublishers.ofByteArray(most))
                        .statusCode())
                .isEqualTo(400);
        for (BodyPublisher large : List.of(
                BodyPublishers.ofByteArray(more),
                BodyPublishers.ofByteArrays(List.of(most, most)),
                BodyPublishers.ofByteArrays(List.of(most, most, most, most)))) {
            HttpResponse<String> answer = ask("POST", "/w/au/add-checkpoint", large);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.headers().firstValue("Connection")).hasValue("close");
        }
        assertThat(post("/w/au/add-checkpoint", LOG.submission(0, 7)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_connection_is_kept_for_the_next_checkpoint() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (int old = 0; old < 5; old++) {
                byte[] body = LOG.submission(old, old + 1).getBytes(UTF_8);
                String request =
                        "POST /w/au/add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: " + body.length + "\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(UTF_8));
                socket.getOutputStream().write(body);
                assertThat(answered(socket.getInputStream())).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** Head and body, whose length the head says. */
    private static String answered(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("still open after " + head).isNotNegative();
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
        return head + new String(in.readNBytes(Integer.parseInt(length)), UTF_8);
    }

    /** Awaited by reading until the server hangs up: it does, whatever time that takes on a slow machine. */
    @Test
    void who_does_not_send_what_it_announced_is_hung_up_on() throws Exception {
        for (String slow : List.of(
                "POST /w/au/add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 100\r\n\r\nold 0\n",
                "POST /w/au/add-checkpoint HTT")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write(slow.getBytes(UTF_8));
                assertThat(hungUp(socket)).isTrue();
            }
        }
        assertThat(get("/w/au/vkey").statusCode()).isEqualTo(200);
    }

    private static boolean hungUp(Socket socket) throws Exception {
        try {
            return !new String(socket.getInputStream().readAllBytes(), UTF_8).startsWith("HTTP/1.1 200");
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Test
    void a_taken_port_is_said() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        assertThatThrownBy(() -> WitnessServer.start(taken, Map.of())).hasMessageContaining("cannot listen");
    }
}
