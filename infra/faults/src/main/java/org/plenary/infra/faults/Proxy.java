package org.plenary.infra.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
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
     * When to spring: on a request that holds all of {@code marks}.
     *
     * @param wire how requests and answers are told apart
     * @param forward whether the request still goes through: then the trap springs when its answer comes back, and
     *     neither that answer nor anything after the request passes
     */
    record Trap(Wire wire, Set<String> marks, boolean forward, Consumer<String> sprung) {}

    /** One client's connection: the request whose answer is awaited, once a trap holds it. */
    private static final class Link {
        private volatile @Nullable Held held;
    }

    private record Held(Trap trap, int id, String text) {}

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
            Link link = new Link();
            Thread.ofVirtual().start(() -> pump(client, to, link, true));
            pump(to, client, link, false);
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

    private void pump(Socket from, Socket to, Link link, boolean asks) {
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
                ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
                if (asks ? kept(link, bytes) : answered(link, bytes)) {
                    return;
                }
                if (asks || link.held == null) {
                    out.write(piece, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // a connection that ends is what proxies see all day
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Looks for the trap's request; whether the connection ends here because that must not go through. */
    private boolean kept(Link link, ByteBuffer piece) {
        Trap set = trap;
        if (set == null) {
            return false;
        }
        for (ByteBuffer frame : set.wire().frames(piece)) {
            String text = StandardCharsets.ISO_8859_1.decode(frame.duplicate()).toString();
            if (set.marks().stream().allMatch(text::contains) && taken(set)) {
                if (set.forward()) {
                    link.held = new Held(set, set.wire().request(frame), text);
                    return false;
                }
                set.sprung().accept(text);
                return true;
            }
        }
        return false;
    }

    /** The first connection to walk into it has it. */
    private synchronized boolean taken(Trap set) {
        if (trap != set) {
            return false;
        }
        trap = null;
        return true;
    }

    /** Springs where the held request's answer is among these. */
    private static boolean answered(Link link, ByteBuffer piece) {
        Held held = link.held;
        if (held == null) {
            return false;
        }
        Wire wire = held.trap().wire();
        if (wire.frames(piece).stream().noneMatch(f -> wire.answered(f) == held.id())) {
            return false;
        }
        held.trap().sprung().accept(held.text());
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
