package org.plenary.infra.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback that delays, cuts or half-opens what goes through it, and springs a trap when certain bytes
 * pass: so that a process can be ended between a request and its answer.
 */
final class Proxy implements AutoCloseable {
    /** What it does with the bytes. */
    enum Mode {
        PASS,
        /** Every piece waits {@link #DELAY_MILLIS}. */
        DELAY,
        /** Connections stay open, and nothing goes through. */
        HALF_OPEN
    }

    static final long DELAY_MILLIS = 150;

    /**
     * When to spring: on a piece from a client that holds all of {@code marks}.
     *
     * @param forward whether the piece still goes through; its answer never does
     */
    record Trap(Set<String> marks, boolean forward, Consumer<String> sprung) {}

    private final ServerSocket server;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile List<Integer> targets;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile @Nullable Trap trap;

    /** To one port, or in turn to each of those that {@link #targets} names. */
    Proxy(int port, int... targets) throws IOException {
        this.targets = Arrays.stream(targets).boxed().toList();
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(this::accept);
    }

    /** Where new connections go. */
    void targets(List<Integer> next) {
        targets = List.copyOf(next);
    }

    void mode(Mode next) {
        mode = next;
    }

    /** Sets a trap, or takes it away. */
    void trap(@Nullable Trap next) {
        trap = next;
    }

    boolean trapStands() {
        return trap != null;
    }

    /** Closes every connection. */
    void cut() {
        open.forEach(Proxy::closed);
        open.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket to = connected();
            to.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            open.add(to);
            Thread.ofVirtual().start(() -> pump(client, to, true));
            pump(to, client, false);
        } catch (IOException e) {
            closed(client);
        }
    }

    /** The next target that takes a connection. */
    private Socket connected() throws IOException {
        List<Integer> all = targets;
        int first = turns.getAndIncrement();
        for (int i = 0; i < all.size(); i++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), all.get(Math.floorMod(first + i, all.size())));
            } catch (IOException e) {
                // the next one
            }
        }
        throw new IOException("nobody takes a connection");
    }

    private void pump(Socket from, Socket to, boolean asks) {
        byte[] piece = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                Mode now = mode;
                if (now == Mode.DELAY) {
                    LockSupport.parkNanos(DELAY_MILLIS * 1_000_000);
                }
                while (mode == Mode.HALF_OPEN) {
                    LockSupport.parkNanos(20_000_000);
                }
                if (asks && sprung(piece, n, out)) {
                    return;
                }
                out.write(piece, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // a connection that ends is what proxies see all day
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private boolean sprung(byte[] piece, int n, OutputStream out) throws IOException {
        Trap set = trap;
        if (set == null) {
            return false;
        }
        String text = new String(piece, 0, n, StandardCharsets.ISO_8859_1);
        if (!set.marks().stream().allMatch(text::contains)) {
            return false;
        }
        synchronized (this) {
            if (trap != set) {
                return false;
            }
            trap = null;
        }
        if (set.forward()) {
            out.write(piece, 0, n);
            out.flush();
            LockSupport.parkNanos(30_000_000); // long enough for the request to take effect, too short for its answer
        }
        set.sprung().accept(text);
        return true;
    }

    private static void closed(Socket s) {
        try {
            s.close();
        } catch (IOException e) {
            // closed is what it should be
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
