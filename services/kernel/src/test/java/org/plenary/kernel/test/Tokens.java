package org.plenary.kernel.test;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;

/** An OpenID provider's keys and tokens, as far as a resource server looks. */
public final class Tokens implements AutoCloseable {
    public static final String ISSUER = "http://localhost/test-idp";
    public static final String SERVICE_SECRET = "the secret of this test";

    private final RSAKey key;
    private final HttpServer server;

    /** Starts the provider. */
    public Tokens() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("test").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", x -> {
            x.getResponseHeaders().add("Content-Type", "application/json");
            x.sendResponseHeaders(200, keys.length);
            x.getResponseBody().write(keys);
            x.close();
        });
        server.createContext("/token", x -> {
            String basic = java.util.Base64.getEncoder()
                    .encodeToString(("service:" + SERVICE_SECRET).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            boolean known = ("Basic " + basic).equals(x.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = (known ? "{\"access_token\":\"" + service() + "\",\"expires_in\":60}" : "{}")
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            x.getResponseHeaders().add("Content-Type", "application/json");
            x.sendResponseHeaders(known ? 200 : 401, answer.length);
            x.getResponseBody().write(answer);
            x.close();
        });
        server.start();
    }

    /** Where services get their own tokens. */
    public String tokenUri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** Where the keys are. */
    public String jwks() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    /** Of a sibling service, by client credentials. */
    public String service() {
        return signed(good().subject("service").claim("scope", "internal").build());
    }

    /** Of a person. */
    public String token(String subject) {
        return token(subject, claims -> {});
    }

    /** A token that differs from a good one as the test says. */
    public String token(String subject, Consumer<JWTClaimsSet.Builder> but) {
        JWTClaimsSet.Builder claims = good().subject(subject);
        but.accept(claims);
        return signed(claims.build());
    }

    private static JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("plenary")
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)));
    }

    /** One that no service may take: by which of its faults, see the body. */
    public String broken(Fault fault, String subject) {
        Date past = Date.from(Instant.now().minusSeconds(600));
        Date later = Date.from(Instant.now().plusSeconds(600));
        return switch (fault) {
            case EXPIRED -> token(subject, c -> c.expirationTime(past));
            case NOT_YET -> token(subject, c -> c.notBeforeTime(later));
            case OTHER_ISSUER -> token(subject, c -> c.issuer("http://localhost/other-idp"));
            case OTHER_AUDIENCE -> token(subject, c -> c.audience("another"));
            case UNSIGNED ->
                new com.nimbusds.jwt.PlainJWT(good().subject(subject).build()).serialize();
            case OTHER_BYTES -> {
                String[] parts = token(subject).split("\\.");
                String other = token("operator.none").split("\\.")[1];
                yield parts[0] + "." + other + "." + parts[2];
            }
            case CUT -> token(subject).substring(0, 200);
        };
    }

    /** What is wrong with a token. */
    public enum Fault {
        EXPIRED,
        NOT_YET,
        OTHER_ISSUER,
        OTHER_AUDIENCE,
        UNSIGNED,
        OTHER_BYTES,
        CUT
    }

    private String signed(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("test").build(), claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
