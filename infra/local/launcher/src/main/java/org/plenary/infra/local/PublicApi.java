package org.plenary.infra.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import tools.jackson.databind.JsonNode;

/** Plenary's public HTTP as a script uses it, with tokens of demonstration users. */
public final class PublicApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** An answer: status, ETag without quotation marks (empty where none) and body. */
    public record Answer(int status, String etag, String location, String body) {
        /** The body as JSON. */
        public JsonNode json() {
            return Json.tree(body);
        }

        /** Whether it is 2xx. */
        public boolean ok() {
            return status / 100 == 2;
        }

        /** The problem's slug, or the empty string. */
        public String problem() {
            return ok() ? "" : json().path("type").asString("").replace("/problems/", "");
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String provider;
    private final String secret;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /**
     * @param base the public address
     * @param provider the provider's own address
     * @param secret the instance's token secret
     */
    public PublicApi(String base, String provider, String secret) {
        this.base = base;
        this.provider = provider;
        this.secret = secret;
    }

    /** The public address. */
    public String base() {
        return base;
    }

    /** An access token of a demonstration user, asked for once. */
    public String token(String user) {
        return tokens.computeIfAbsent(user, u -> {
            String form = "user=" + URLEncoder.encode(u, StandardCharsets.UTF_8) + "&secret=" + secret;
            Answer answer = send(HttpRequest.newBuilder(URI.create(provider + "/idp/demo-token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
            if (!answer.ok()) {
                throw new IllegalArgumentException("no token for " + u + ": " + answer.body());
            }
            return answer.json().path("access_token").asString();
        });
    }

    /** Sends a command. */
    public Answer post(String user, String path, Object body, String key, @Nullable String ifMatch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token(user))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body instanceof String s ? s : Json.write(body)));
        if (ifMatch != null) {
            request.header("If-Match", "\"" + ifMatch + "\"");
        }
        return send(request);
    }

    /** Sends a command on behalf of a party. */
    public Answer postFor(String party, String user, String path, Object body, String key) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token(user))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("On-Behalf-Of", party)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** Keeps a file: the fields, then the file. */
    public Answer upload(String user, String path, Map<String, String> fields, String name, byte[] file, String key) {
        String boundary = "plenary-" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String part = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
        fields.forEach((n, v) -> body.writeBytes((part + n + "\"\r\n\r\n" + v + "\r\n").getBytes(UTF_8)));
        body.writeBytes((part + "file\"; filename=\"" + name + "\"\r\n\r\n").getBytes(UTF_8));
        body.writeBytes(file);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token(user))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    /** Reads, as a user or as a visitor. */
    public Answer get(@Nullable String user, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path));
        if (user != null) {
            request.header("Authorization", "Bearer " + token(user));
        }
        return send(request.GET());
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            String etag = answer.headers()
                    .firstValue("ETag")
                    .orElse("")
                    .replace("\"", "")
                    .replace("W/", "");
            return new Answer(
                    answer.statusCode(),
                    etag,
                    answer.headers().firstValue("Location").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
