package org.plenary.portal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The owners' public APIs, asked with the reader's token. */
@Component
class Upstream {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** An answer: status, ETag without quotation marks, and body. */
    record Answer(int status, String etag, String body) {
        boolean ok() {
            return status / 100 == 2;
        }

        JsonNode json() {
            return Json.tree(body.isEmpty() ? "{}" : body);
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PortalProperties properties;

    Upstream(PortalProperties properties) {
        this.properties = properties;
    }

    /** Reads {@code /api/<service>/...} or {@code /record/...}. */
    Answer get(String path, @Nullable String token) {
        return send(request(path, token).GET());
    }

    /** Reads what has changed since this version; 304 where nothing has. */
    Answer get(String path, @Nullable String token, String version) {
        return send(request(path, token)
                .header("If-None-Match", "\"" + version + "\"")
                .GET());
    }

    /** Sends a command. */
    Answer post(String path, String body, String key, @Nullable String ifMatch, String token) {
        HttpRequest.Builder request = request(path, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", "\"" + ifMatch + "\"");
        }
        return send(request);
    }

    /** A file as its owner gives it out. */
    record File(int status, String disposition, byte[] bytes) {}

    /** Reads a file; 503 where its owner is away. */
    File file(String path, @Nullable String token) {
        try {
            HttpResponse<byte[]> answer =
                    http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
            String disposition =
                    answer.headers().firstValue("Content-Disposition").orElse("");
            return new File(answer.statusCode(), disposition, answer.body());
        } catch (IOException e) {
            return new File(503, "", new byte[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        String service = path.startsWith("/record/") ? "record" : path.split("/")[2];
        String base = Objects.requireNonNull(properties.siblings().get(service), service);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String etag = answer.headers().firstValue("ETag").orElse("").replace("\"", "");
            return new Answer(answer.statusCode(), etag, answer.body());
        } catch (IOException e) {
            return new Answer(503, "", "{\"detail\":\"A part of Plenary does not answer. Please try again.\"}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
