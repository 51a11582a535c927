package org.plenary.kernel.http;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.census.Census;
import org.plenary.kernel.feed.Envelope;
import org.plenary.kernel.feed.Feed;
import org.plenary.kernel.json.Json;
import org.plenary.kernel.store.EventStore.Head;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Missed events and heads of streams from the sibling that owns them, with this service's own client credentials (RFC 6749, 4.4). */
public final class SiblingSource implements Feed.Source, Census.Heads {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Answers that say nothing about the stream: no token, another's limit, a provider that restarts. */
    private static final Set<Integer> AWAY = Set.of(401, 403, 408, 425, 429);

    private final Map<String, String> siblings;
    private final String tokenUri;
    private final String clientSecret;
    private final RestClient http;
    private @Nullable String token;
    private Instant tokenUntil = Instant.EPOCH;

    /**
     * @param siblings base addresses by service name
     * @param tokenUri the provider's token endpoint
     * @param clientSecret of the client {@code service}
     */
    public SiblingSource(Map<String, String> siblings, String tokenUri, String clientSecret) {
        this.siblings = Map.copyOf(siblings);
        this.tokenUri = tokenUri;
        this.clientSecret = clientSecret;
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(TIMEOUT).build());
        factory.setReadTimeout(TIMEOUT);
        this.http = RestClient.builder().requestFactory(factory).build();
    }

    @Override
    public List<Envelope> events(String service, String stream, long fromVersion) {
        List<Envelope> events = new ArrayList<>();
        for (JsonNode node : get(service, "/internal/streams/{id}?from={from}", stream, fromVersion)) {
            events.add(Json.MAPPER.treeToValue(node, Envelope.class));
        }
        return events;
    }

    @Override
    public Map<String, Head> page(String service, String after) {
        return heads(get(service, "/internal/heads?after={after}&hashes=true", after));
    }

    @Override
    public Head head(String service, String stream) {
        return heads(get(service, "/internal/heads?stream={stream}&hashes=true", stream))
                .getOrDefault(stream, Head.NONE);
    }

    /** A sibling of an earlier release tells versions only. */
    private static Map<String, Head> heads(JsonNode page) {
        Map<String, Head> heads = new LinkedHashMap<>();
        page.properties().forEach(e -> {
            JsonNode n = e.getValue();
            heads.put(
                    e.getKey(),
                    n.isNumber()
                            ? new Head(n.asLong(), "")
                            : new Head(
                                    n.path("version").asLong(), n.path("hash").asString("")));
        });
        return heads;
    }

    private JsonNode get(String service, String path, Object... values) {
        String base = siblings.get(service);
        if (base == null) {
            throw new IllegalStateException("no address of " + service);
        }
        String asked = service + path + " " + List.of(values);
        try {
            String bearer = token();
            String body = http.get()
                    .uri(base + path, values)
                    .headers(h -> h.setBearerAuth(bearer))
                    .retrieve()
                    .body(String.class);
            return Json.tree(Objects.requireNonNull(body));
        } catch (ResourceAccessException | HttpServerErrorException e) {
            throw new Feed.SourceAway(asked, e);
        } catch (HttpClientErrorException e) {
            if (!AWAY.contains(e.getStatusCode().value())) {
                throw e;
            }
            forget(); // it may have been revoked, or signed with a key that is gone
            throw new Feed.SourceAway(asked, e);
        }
    }

    private synchronized void forget() {
        token = null;
    }

    private synchronized String token() {
        if (token == null || Instant.now().isAfter(tokenUntil)) {
            MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
            form.add("grant_type", "client_credentials");
            form.add("scope", "internal");
            String body;
            try {
                body = http.post()
                        .uri(tokenUri)
                        .headers(h -> h.setBasicAuth("service", clientSecret))
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .body(form)
                        .retrieve()
                        .body(String.class);
            } catch (RestClientException e) {
                throw new Feed.SourceAway("no token from " + tokenUri, e);
            }
            JsonNode answer = Json.tree(Objects.requireNonNull(body));
            token = answer.path("access_token").asString();
            tokenUntil = Instant.now().plusSeconds(answer.path("expires_in").asLong(60) / 2);
        }
        return Objects.requireNonNull(token);
    }
}
