package org.plenary.record;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of published texts, from the services that give them out, as the reader would get them: with the reader's own
 * token, so that nobody gets by an export what the owner would not give.
 */
final class Texts {
    /** Bytes of a text at most. */
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, String> owners;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** @param owners base addresses by service name */
    Texts(Map<String, String> owners) {
        this.owners = Map.copyOf(owners);
    }

    /** No bytes could be had; the message is for the reader. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String why) {
            super(why, null, false, false);
        }
    }

    byte[] bytes(Downloads.Sealed document, @Nullable String authorization) throws Missing {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(owners.get(document.service()) + document.path()))
                .timeout(TIMEOUT);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(BYTES_MAX + 1);
                if (answer.statusCode() != 200) {
                    throw new Missing("its service did not give it out: " + answer.statusCode());
                }
                if (bytes.length > BYTES_MAX) {
                    throw new Missing("it is larger than " + BYTES_MAX + " bytes");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw new Missing("its service did not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Missing("the export was stopped");
        }
    }
}
