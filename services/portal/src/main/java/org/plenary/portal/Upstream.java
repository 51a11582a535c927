package org.plenary.portal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** The owners' public APIs, asked with the reader's token. */
@Component
class Upstream {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int TOO_MANY = 429;
    /** How many pages of a list are read for what has to be whole. */
    private static final int PAGES = 10;

    /** An answer: status, ETag without quotation marks, and body. */
    record Answer(int status, String etag, String body) {
        boolean ok() {
            return status / 100 == 2;
        }

        JsonNode json() {
            return Json.tree(body.isEmpty() ? "{}" : body);
        }

        /** The same, unless its owner is away or asks to come later: that is never taken for an empty answer. */
        Answer unlessAway() {
            if (status >= 500 || status == TOO_MANY) {
                throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "A part of Plenary does not answer");
            }
            return this;
        }
    }

    /** A page of a list; where the next begins, empty after the last. What is not for this reader is an empty list. */
    record Listed(List<JsonNode> items, String next) {}

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

    /** Reads with one more header. */
    Answer get(String path, @Nullable String token, String header, String value) {
        return send(request(path, token).header(header, value).GET());
    }

    /** Reads a page of a list from where the last one ended, empty for the first. */
    Listed list(String path, @Nullable String token, String cursor) {
        JsonNode page = get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor), token)
                .unlessAway()
                .json();
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        return new Listed(items, page.path("next").asString(""));
    }

    /** Reads a list whole. */
    List<JsonNode> all(String path, @Nullable String token) {
        Listed page = list(path, token, "");
        List<JsonNode> items = new ArrayList<>(page.items());
        for (int read = 1; read < PAGES && !page.next().isEmpty(); read++) {
            page = list(path, token, page.next());
            items.addAll(page.items());
        }
        return items;
    }

    /** Sends a command. */
    Answer post(String path, String body, String key, @Nullable String ifMatch, String token) {
        return post(path, body, key, ifMatch, null, token);
    }

    /** Sends a command, on behalf of a party where one is named. */
    Answer post(
            String path, String body, String key, @Nullable String ifMatch, @Nullable String onBehalfOf, String token) {
        HttpRequest.Builder request = request(path, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", "\"" + ifMatch + "\"");
        }
        if (onBehalfOf != null) {
            request.header("On-Behalf-Of", onBehalfOf);
        }
        return send(request);
    }

    /** Sends a file with the fields beside it, as a form does (RFC 7578). */
    Answer file(String path, Map<String, String> fields, String name, byte[] file, String key, String token) {
        String boundary = "plenary-" + UUID.randomUUID();
        String disposition = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"";
        StringBuilder head = new StringBuilder();
        fields.forEach((field, value) -> head.append(disposition)
                .append(field)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        head.append(disposition)
                .append("file\"; filename=\"")
                .append(name.replaceAll("[\\p{Cntrl}\"\\\\]", "_"))
                .append("\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        List<byte[]> parts = List.of(
                head.toString().getBytes(StandardCharsets.UTF_8),
                file,
                ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path, token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(parts)));
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

    /** Reads what is too large to hold; whoever asks closes it. 503 where its owner is away. */
    HttpResponse<InputStream> stream(String path, @Nullable String token) {
        try {
            return http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "A part of Plenary does not answer");
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
