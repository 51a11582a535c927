package org.plenary.infra.verifier.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.plenary.infra.verifier.Fault;
import org.plenary.infra.verifier.NotVerified;
import org.plenary.infra.verifier.WrongUsage;
import org.plenary.tlog.SignedNote;

/**
 * A log served by HTTP: C2SP tlog-tiles, "APIs". Whoever serves it is not trusted: every answer has a limit in bytes
 * and in time, and a redirect leads to the same host only.
 */
public final class HttpLog implements LogSource, AutoCloseable {
    /** From the request to the last byte of the answer. */
    public static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    /** Tries of one request, where the network or the server fails. */
    public static final int TRIES = 3;
    /** Redirects that one request follows at most. */
    public static final int REDIRECTS_MAX = 3;

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final URI prefix;
    private final Duration pause;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Throws WrongUsage where the address is none of HTTP. */
    public HttpLog(String address) {
        this(address, PAUSE);
    }

    HttpLog(String address, Duration pause) {
        this.prefix = uri(address.endsWith("/") ? address : address + "/");
        this.pause = pause;
    }

    /** The log at an address, or below it at {@code record/}, where the address of the whole house was given. */
    public static HttpLog found(String address) {
        HttpLog log = new HttpLog(address);
        if (!log.prefix.getPath().equals("/")
                || log.read("checkpoint", SignedNote.CHARS_MAX).isPresent()) {
            return log;
        }
        log.close();
        return new HttpLog(log.prefix.resolve("record/").toString());
    }

    private static URI uri(String address) {
        try {
            URI uri = URI.create(address);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // falls through: no address at all
        }
        throw new WrongUsage(address + " is not the address of a log: http:// or https://, a host, and a path");
    }

    /** The host of the address. */
    public String host() {
        return prefix.getHost();
    }

    @Override
    public String address() {
        return prefix.toString();
    }

    @Override
    public Optional<byte[]> read(String path, int bytesMax) {
        URI at = prefix.resolve(path);
        for (int redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
            HttpResponse<byte[]> answer = insist(at, bytesMax);
            int status = answer.statusCode();
            if (status == 200) {
                return Optional.of(plain(answer, at, bytesMax));
            }
            if (status == NOT_FOUND || status == GONE) {
                return Optional.empty();
            }
            Optional<String> location = answer.headers().firstValue("location");
            if (status < 300 || status > 399 || location.isEmpty()) {
                throw new NotVerified(Fault.UNREACHABLE, "the answer 200 to " + at, "the answer " + status);
            }
            at = sameHost(at, location.get());
        }
        throw new NotVerified(Fault.UNREACHABLE, "at most " + REDIRECTS_MAX + " redirects from " + path, "more");
    }

    private static URI sameHost(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new NotVerified(Fault.UNREACHABLE, "a redirect to an address", "a redirect to " + location);
        }
        boolean same = from.getScheme().equalsIgnoreCase(to.getScheme())
                && from.getHost().equalsIgnoreCase(to.getHost())
                && from.getPort() == to.getPort();
        if (!same) {
            throw new NotVerified(Fault.UNREACHABLE, "a redirect on " + from.getHost() + " only", "one to " + to);
        }
        return to;
    }

    /** Asks again where the server or the network fails, and not where an answer stands. */
    private HttpResponse<byte[]> insist(URI at, int bytesMax) {
        for (int attempt = 1; ; attempt++) {
            String failure;
            try {
                HttpResponse<byte[]> answer = once(at, bytesMax);
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return answer;
                }
                failure = "the answer " + answer.statusCode();
            } catch (IOException | TimeoutException e) {
                failure = e instanceof TimeoutException
                        ? "no whole answer within " + ANSWER_WITHIN.toSeconds() + " seconds"
                        : "no answer (" + e.getClass().getSimpleName() + ")";
            }
            if (attempt == TRIES) {
                throw new NotVerified(Fault.UNREACHABLE, "an answer from " + at, failure + ", " + TRIES + " times");
            }
            rest(pause.multipliedBy(attempt));
        }
    }

    private HttpResponse<byte[]> once(URI at, int bytesMax) throws IOException, TimeoutException {
        HttpRequest request = HttpRequest.newBuilder(at)
                .timeout(ANSWER_WITHIN)
                .header("Accept-Encoding", "gzip, identity")
                .header("User-Agent", "plenary-verifier")
                .build();
        CompletableFuture<HttpResponse<byte[]>> asked = http.sendAsync(request, info -> new LimitedBody(bytesMax));
        try {
            return asked.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw e;
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new NotVerified(Fault.UNREACHABLE, "an answer from " + at, "this command was stopped");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (LimitedBody.over(cause)) {
                throw new NotVerified(Fault.TOO_LARGE, "at most " + bytesMax + " bytes from " + at, "more");
            }
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
    }

    /** A server may compress although nobody asked: tlog-tiles, "Log entries". */
    private static byte[] plain(HttpResponse<byte[]> answer, URI at, int bytesMax) {
        String encoding = answer.headers().firstValue("content-encoding").orElse("identity");
        if (encoding.equalsIgnoreCase("identity")) {
            return answer.body();
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new NotVerified(Fault.UNREACHABLE, "an answer as it is or by gzip from " + at, "one by " + encoding);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new NotVerified(Fault.TOO_LARGE, "at most " + bytesMax + " bytes from " + at, "more");
            }
            return bytes;
        } catch (IOException e) {
            throw new NotVerified(Fault.UNREACHABLE, "an answer by gzip from " + at, "one that is cut off or damaged");
        }
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
