package org.plenary.toy;

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

/** An OpenID provider's keys and tokens, as far as a resource server looks. */
public final class Tokens implements AutoCloseable {
    /** Who gives the tokens. */
    public static final String ISSUER = "http://localhost/test-idp";
    /** What a service shows for its own. */
    public static final String SERVICE_SECRET = "the secret of this test";

    private final RSAKey key;
    private final HttpServer server;

    /** With a key of its own, on a port of its own. */
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

    /** Where services get theirs. */
    public String tokenUri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    /** Where the keys are. */
    public String jwks() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    /** Of a sibling service, by client credentials. */
    String service() {
        return signed(new JWTClaimsSet.Builder().subject("service").claim("scope", "internal"));
    }

    public String token(String subject) {
        return signed(new JWTClaimsSet.Builder().subject(subject));
    }

    private String signed(JWTClaimsSet.Builder who) {
        JWTClaimsSet claims = who.issuer(ISSUER)
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
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
