package org.plenary.infra.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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

    @Test
    void a_trap_that_forwards_lets_the_request_through_and_never_its_answer() throws Exception {
        CompletableFuture<String> sprung = new CompletableFuture<>();
        proxy.trap(new Proxy.Trap(Set.of("insert", "mine"), true, sprung::complete));
        try (Socket s = connected()) {
            assertThat(said(s, "insert of another")).isEqualTo("insert of another");
            assertThat(proxy.trapStands()).isTrue();
            s.getOutputStream().write("insert of mine".getBytes(StandardCharsets.US_ASCII));
            assertThat(sprung.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("insert of mine");
        }
        assertThat(heard).contains("insert of mine");
        assertThat(proxy.trapStands()).as("it springs once").isFalse();
    }

    @Test
    void a_trap_that_does_not_forward_keeps_the_request_back() throws Exception {
        CompletableFuture<String> sprung = new CompletableFuture<>();
        proxy.trap(new Proxy.Trap(Set.of("mine"), false, sprung::complete));
        try (Socket s = connected()) {
            s.getOutputStream().write("mine".getBytes(StandardCharsets.US_ASCII));
            sprung.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(s.getInputStream().read()).as("the connection ends").isEqualTo(-1);
        }
        assertThat(heard).isEmpty();
    }
}
