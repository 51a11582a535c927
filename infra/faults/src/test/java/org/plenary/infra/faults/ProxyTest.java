package org.plenary.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that repeats what it hears, behind the proxy. */
class ProxyTest {
    private static final int PATIENCE_MILLIS = 5_000;
    private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    private ServerSocket echo;
    private Proxy proxy;
    private int port;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        proxy = new Proxy(port, echo.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = echo.accept();
                Thread.ofVirtual().start(() -> repeat(client));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void repeat(Socket client) {
        byte[] piece = new byte[1024];
        try (client) {
            for (int n = client.getInputStream().read(piece);
                    n >= 0;
                    n = client.getInputStream().read(piece)) {
                heard.add(new String(piece, 0, n, StandardCharsets.US_ASCII));
                client.getOutputStream().write(piece, 0, n);
            }
        } catch (IOException e) {
            // cut
        }
    }

    private Socket connected() throws IOException {
        Socket s = new Socket(InetAddress.getLoopbackAddress(), port);
        s.setSoTimeout(PATIENCE_MILLIS);
        return s;
    }

    private static String said(Socket s, String words) throws IOException {
        s.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
        byte[] back = s.getInputStream().readNBytes(words.length());
        return new String(back, StandardCharsets.US_ASCII);
    }

    @Test
    void it_passes_on_both_ways_and_a_cut_ends_what_is_open_and_nothing_later() throws IOException {
        try (Socket s = connected()) {
            assertThat(said(s, "hello")).isEqualTo("hello");
            proxy.cut();
            assertThat(s.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket s = connected()) {
            assertThat(said(s, "again")).isEqualTo("again");
        }
    }

    /** A frame of the store's protocol: the server that repeats it answers with its own id in responseTo's place too. */
    private static byte[] request(int id, String words) {
        byte[] text = words.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(16 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(16 + text.length)
                .putInt(id)
                .putInt(id)
                .putInt(2013)
                .put(text)
                .array();
    }

    @Test
    void a_trap_that_forwards_lets_the_request_through_and_never_its_answer() throws Exception {
        CompletableFuture<String> sprung = new CompletableFuture<>();
        proxy.trap(new Proxy.Trap(Wire.MONGO, Set.of("insert", "mine"), true, sprung::complete));
        try (Socket s = connected()) {
            byte[] other = request(1, "insert of another");
            s.getOutputStream().write(other);
            assertThat(s.getInputStream().readNBytes(other.length)).isEqualTo(other);
            assertThat(proxy.trapStands()).isTrue();
            s.getOutputStream().write(request(2, "insert of mine"));
            assertThat(sprung.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).contains("insert of mine");
            assertThat(s.getInputStream().read())
                    .as("the connection ends without the answer")
                    .isEqualTo(-1);
        }
        assertThat(heard).anyMatch(h -> h.contains("insert of mine"));
        assertThat(proxy.trapStands()).as("it springs once").isFalse();
    }

    @Test
    void an_answer_to_an_earlier_request_springs_nothing_and_does_not_pass_either() throws Exception {
        CompletableFuture<String> sprung = new CompletableFuture<>();
        proxy.trap(new Proxy.Trap(Wire.MONGO, Set.of("mine"), true, sprung::complete));
        byte[] both = ByteBuffer.allocate(1024)
                .put(request(7, "earlier"))
                .put(request(8, "mine"))
                .array();
        assertThat(Wire.MONGO.frames(ByteBuffer.wrap(both)).stream().limit(2).map(Wire.MONGO::answered))
                .containsExactly(7, 8);
        try (Socket s = connected()) {
            s.getOutputStream().write(both, 0, 16 + "earlier".length() + 16 + "mine".length());
            assertThat(sprung.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).contains("mine");
            assertThat(s.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_trap_that_does_not_forward_keeps_the_request_back() throws Exception {
        CompletableFuture<String> sprung = new CompletableFuture<>();
        proxy.trap(new Proxy.Trap(Wire.MONGO, Set.of("mine"), false, sprung::complete));
        try (Socket s = connected()) {
            s.getOutputStream().write(request(3, "mine"));
            sprung.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(s.getInputStream().read()).as("the connection ends").isEqualTo(-1);
        }
        assertThat(heard).isEmpty();
    }
}
