package org.plenary.infra.witness;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plenary.infra.witness.Witness.Answer;

/** Witnesses over HTTP, by the JDK's own server: for each {@code add-checkpoint}, its newest checkpoints, its key. */
public final class WitnessServer implements AutoCloseable {
    /** Bytes of a request's body at most: a proof, and a checkpoint with sixteen signatures that quantum computers cannot make. */
    public static final int BODY_BYTES_MAX = 128 * 1024;
    /** Seconds in which a request must have arrived, and, again, in which it must be answered. */
    static final int REQUEST_SECONDS = 10;
    /** Connections at once at most. */
    static final int CONNECTIONS_MAX = 200;

    /** Bytes of a body beyond the limit that are read and thrown away, so that whoever sends it reads the refusal. */
    private static final int DRAINED_BYTES_MAX = 1024 * 1024;

    private static final int WAITING_MAX = 50;
    private static final Pattern LATEST = Pattern.compile("([0-9a-f]{64})/checkpoint");
    private static final System.Logger LOG = System.getLogger(WitnessServer.class.getName());

    static {
        // The JDK's server reads these once, when it is first used; what the operator says goes before.
        Map.of(
                        "sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS),
                        "sun.net.httpserver.maxRspTime", Integer.toString(REQUEST_SECONDS),
                        "sun.net.httpserver.drainAmount", Integer.toString(DRAINED_BYTES_MAX),
                        "jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX),
                        "sun.net.httpserver.nodelay", "true")
                .forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Witness> witnesses;

    private WitnessServer(HttpServer server, Map<String, Witness> witnesses) {
        this.server = server;
        this.witnesses = List.copyOf(witnesses.values());
        server.setExecutor(threads);
        witnesses.forEach((prefix, w) -> server.createContext(prefix + "/", x -> serve(x, prefix, w)));
        server.start();
    }

    /**
     * Serves the witnesses, each under its prefix ({@code ""}, or {@code /a/b}), and closes them when it is closed.
     *
     * @throws UncheckedIOException where it cannot listen there
     */
    public static WitnessServer start(InetSocketAddress at, Map<String, Witness> witnesses) {
        try {
            return new WitnessServer(HttpServer.create(at, WAITING_MAX), witnesses);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen at " + at, e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void serve(HttpExchange x, String prefix, Witness witness) throws IOException {
        try (x) {
            Answer answer;
            try {
                String path = x.getRequestURI().getRawPath();
                answer = path.startsWith(prefix + "/")
                        ? answer(x, path.substring(prefix.length() + 1), witness)
                        : Answer.text(404, "There is nothing here.");
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a request could not be answered", e);
                answer = Answer.text(500, "Something failed here.");
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            Headers headers = x.getResponseHeaders();
            headers.set("Content-Type", answer.type());
            headers.set("Cache-Control", "no-store");
            headers.set("X-Content-Type-Options", "nosniff");
            boolean head = x.getRequestMethod().equals("HEAD");
            x.sendResponseHeaders(answer.status(), head ? -1 : bytes.length);
            if (!head) {
                x.getResponseBody().write(bytes);
            }
        }
    }

    private static Answer answer(HttpExchange x, String rest, Witness witness) throws IOException {
        if (rest.equals("add-checkpoint")) {
            return method(x, "POST") ? add(x, witness) : other(x, "POST");
        }
        Matcher latest = LATEST.matcher(rest);
        if (!rest.equals("vkey") && !latest.matches()) {
            return Answer.text(404, "There is nothing here.");
        }
        if (!method(x, "GET")) {
            return other(x, "GET");
        }
        if (rest.equals("vkey")) {
            return Answer.text(200, witness.vkey());
        }
        return witness.latest(latest.group(1))
                .map(note -> new Answer(200, Answer.TEXT, note))
                .orElseGet(() -> Answer.text(404, "This witness cosigned no checkpoint of such a log."));
    }

    private static Answer add(HttpExchange x, Witness witness) throws IOException {
        byte[] body = x.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length <= BODY_BYTES_MAX) {
            return witness.add(body);
        }
        // What may still come on this connection is no request: the next one needs another.
        x.getResponseHeaders().set("Connection", "close");
        return Answer.text(413, "A submission has " + BODY_BYTES_MAX + " bytes at most.");
    }

    private static boolean method(HttpExchange x, String method) {
        return x.getRequestMethod().equals(method);
    }

    private static Answer other(HttpExchange x, String method) {
        x.getResponseHeaders().set("Allow", method);
        return Answer.text(405, "Use " + method + ".");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        witnesses.forEach(Witness::close);
    }
}
