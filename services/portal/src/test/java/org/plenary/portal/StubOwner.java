package org.plenary.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plenary.kernel.json.Json;

/** Every service and the OpenID provider, as far as the portal sees them: it answers what a test says, and notes what was asked. */
final class StubOwner implements AutoCloseable {
    static final String FORUM = "forum-00000000-0000-0000-0000-000000000001";
    static final String MEETING = "meeting-00000000-0000-0000-0000-000000000009";
    static final String MEETING_PATH = "/api/meeting/meetings/" + MEETING;

    /** What to answer. */
    record Reply(int status, String etag, String body) {}

    /** What was asked. */
    record Asked(String method, String path, @Nullable String query, Headers headers, String body, byte[] bytes) {
        @Nullable
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    /** How long the provider's access tokens live, in seconds. */
    volatile long tokenSeconds = 3600;

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, String[]> codes = new ConcurrentHashMap<>();
    private final Map<String, String> refreshes = new ConcurrentHashMap<>();
    private final AtomicInteger minted = new AtomicInteger();
    private final RSAKey key;
    private final HttpServer server;

    StubOwner() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("stub").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        forums(FORUM);
        asSecretariatAndCoChair();
        meeting(1);
    }

    /** The reader is of Australia's office, and of the secretariat besides. */
    final void asSecretariatAndCoChair() {
        reply(
                "GET /api/membership/me",
                200,
                "",
                Map.of("unit", "au", "grants", List.of(Map.of("role", "CO_CHAIR"), Map.of("role", "SECRETARIAT"))));
    }

    /** These forums there are. */
    void forums(String... ids) {
        List<Map<String, Object>> items = Stream.of(ids)
                .map(id -> Map.<String, Object>of("id", id, "name", "A forum", "fictional", true))
                .toList();
        reply("GET /api/membership/forums", 200, "", Map.of("items", items));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void reply(String request, int status, String etag, Object body) {
        replies.put(request, new Reply(status, etag, body instanceof String text ? text : Json.write(body)));
    }

    /** The one meeting stands at this version. */
    void meeting(long version) {
        reply(
                "GET " + MEETING_PATH,
                200,
                Long.toString(version),
                Map.of(
                        "id",
                        MEETING,
                        "title",
                        "Meeting at " + version,
                        "status",
                        "PROPOSED",
                        "keys",
                        Map.of("hash", "h" + version)));
    }

    /** The browser has signed in with this nonce: a code for the portal. */
    String code(String subject, String nonce) {
        String code = "code-" + minted.incrementAndGet();
        codes.put(code, new String[] {subject, nonce});
        return code;
    }

    /** No refresh token works any more. */
    void revokeAll() {
        refreshes.clear();
    }

    List<Asked> asked(String method, String path) {
        return asked.stream()
                .filter(a -> a.method().equals(method) && a.path().equals(path))
                .toList();
    }

    private void answer(HttpExchange x) throws IOException {
        String path = x.getRequestURI().getPath();
        byte[] sent = x.getRequestBody().readAllBytes();
        String body = new String(sent, UTF_8);
        asked.add(new Asked(
                x.getRequestMethod(), path, x.getRequestURI().getRawQuery(), x.getRequestHeaders(), body, sent));
        Reply reply = switch (path) {
            case "/idp/oauth2/jwks" -> new Reply(200, "", new JWKSet(key.toPublicJWK()).toString());
            case "/idp/oauth2/token" -> tokens(body);
            default ->
                replies.getOrDefault(
                        x.getRequestMethod() + " " + path,
                        new Reply(404, "", "{\"detail\":\"There is no such thing.\"}"));
        };
        String etag = "\"" + reply.etag() + "\"";
        x.getResponseHeaders().add("Content-Type", "application/json");
        x.getResponseHeaders().add("Set-Cookie", "owner=stray; Path=/");
        if (!reply.etag().isEmpty()) {
            x.getResponseHeaders().add("ETag", etag);
        }
        if (reply.status() == 200 && etag.equals(x.getRequestHeaders().getFirst("If-None-Match"))) {
            x.sendResponseHeaders(304, -1);
        } else {
            byte[] bytes = reply.body().getBytes(UTF_8);
            x.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            x.getResponseBody().write(bytes);
        }
        x.close();
    }

    private Reply tokens(String form) {
        Map<String, String> asked = Browser.query(form);
        boolean first = "authorization_code".equals(asked.get("grant_type"));
        String[] who = first ? codes.remove(asked.get("code")) : null;
        String subject = first ? (who == null ? null : who[0]) : refreshes.remove(asked.get("refresh_token"));
        if (subject == null) {
            return new Reply(400, "", "{\"error\":\"invalid_grant\"}");
        }
        int n = minted.incrementAndGet();
        refreshes.put("refresh-" + n, subject);
        String refreshed = "{\"access_token\":\"access-" + n + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                + tokenSeconds + ",\"refresh_token\":\"refresh-" + n + "\",\"scope\":\"openid profile\"";
        return new Reply(200, "", refreshed + (first ? ",\"id_token\":\"" + idToken(subject, who[1]) + "\"}" : "}"));
    }

    private String idToken(String subject, String nonce) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("stub").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(address() + "/idp")
                            .audience("portal")
                            .subject(subject)
                            .claim("nonce", nonce)
                            .claim("name", "A person")
                            .issueTime(new Date())
                            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
