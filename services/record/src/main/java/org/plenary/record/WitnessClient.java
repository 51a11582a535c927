package org.plenary.record;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.plenary.tlog.Hashing;
import org.plenary.tlog.SignedNote;
import org.plenary.tlog.WitnessKey;

/** One witness over HTTP: C2SP tlog-witness, "add-checkpoint", and its newest checkpoint where it shows it. */
class WitnessClient {
    /** Bytes of an answer that are read at most. */
    static final int ANSWER_BYTES_MAX = 64 * 1024;

    private static final int CONFLICT = 409;
    private static final int NOT_CONSISTENT = 422;

    /** What a witness says to a checkpoint. */
    sealed interface Answer {
        /** It cosigned. */
        record Cosigned(SignedNote.Line line) implements Answer {}

        /** It holds another size than the one that the proof begins at. */
        record Holds(long size) implements Answer {}

        /** It has cosigned what is not a beginning of this checkpoint. */
        record Contradicts(String why) implements Answer {}

        /** It did not cosign, or did not answer. */
        record Failed(String why) implements Answer {}
    }

    private final String name;
    private final WitnessKey key;
    private final String url;
    private final Duration timeout;
    private final HttpClient http;

    /** @param timeout for a whole answer */
    WitnessClient(String name, WitnessKey key, String url, Duration timeout) {
        this.name = name;
        this.key = key;
        this.url = url.replaceAll("/+$", "");
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    String name() {
        return name;
    }

    WitnessKey key() {
        return key;
    }

    String url() {
        return url;
    }

    /** Asks for a cosignature; what comes back as one is verified. */
    Answer add(long old, List<byte[]> proof, SignedNote checkpoint) throws InterruptedException {
        StringBuilder body = new StringBuilder("old ").append(old).append('\n');
        proof.forEach(h -> body.append(Base64.getEncoder().encodeToString(h)).append('\n'));
        body.append('\n').append(checkpoint.encoded());
        try {
            Reply reply = again(request("/add-checkpoint")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build());
            return switch (reply.status()) {
                case 200 -> cosigned(checkpoint.text(), reply.body());
                case CONFLICT -> new Answer.Holds(Long.parseLong(reply.body().strip()));
                case NOT_CONSISTENT -> new Answer.Contradicts("it has cosigned something else: it answered 422");
                default -> new Answer.Failed("it answered " + reply.status());
            };
        } catch (IOException | IllegalArgumentException e) {
            return new Answer.Failed(e.toString());
        }
    }

    private Answer cosigned(String text, String lines) {
        SignedNote note = SignedNote.parse(text + "\n" + lines.stripTrailing() + "\n");
        for (SignedNote.Line line : note.signatures()) {
            if (key.cosigned(new SignedNote(text, List.of(line))).isPresent()) {
                return new Answer.Cosigned(line);
            }
        }
        return new Answer.Failed("its cosignature is not one of its key");
    }

    /**
     * The newest checkpoint of the log that it cosigned; empty where it has none, or is a witness that does not show it.
     *
     * @throws IOException where it does not answer now
     */
    Optional<SignedNote> latest(String origin) throws IOException, InterruptedException {
        String hash = HexFormat.of().formatHex(Hashing.sha256(origin.getBytes(StandardCharsets.UTF_8)));
        Reply reply = send(request("/" + hash + "/checkpoint").GET().build());
        if (reply.status() >= 500) {
            throw new IOException("it answered " + reply.status());
        }
        try {
            return reply.status() == 200 ? Optional.of(SignedNote.parse(reply.body())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("it answered what is no checkpoint", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout);
    }

    private record Reply(int status, String body) {}

    /** A kept connection may be closed just as it is used again, and the same submission twice does no harm. */
    private Reply again(HttpRequest request) throws IOException, InterruptedException {
        try {
            return send(request);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw e;
            }
            return send(request);
        }
    }

    /** The client's own timeout ends with the headers, so a body that drips is given up here. */
    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        try (var one = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> reply = one.submit(() -> exchange(request));
            try {
                return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                throw new IOException("no whole answer in " + timeout.toMillis() + " ms", e);
            } catch (ExecutionException e) {
                throw new IOException(String.valueOf(e.getCause()), e.getCause());
            } finally {
                reply.cancel(true);
            }
        }
    }

    private Reply exchange(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
            if (bytes.length > ANSWER_BYTES_MAX) {
                throw new IOException("an answer of more than " + ANSWER_BYTES_MAX + " bytes");
            }
            return new Reply(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
