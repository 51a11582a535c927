package org.plenary.infra.local.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plenary.kernel.json.Json;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The realm in a real Keycloak, where an engine and the image can be had. Elsewhere it says that it was skipped and why,
 * or fails where {@code -Dplenary.containers=required}. The image's name can be given by
 * {@code -Dplenary.keycloak.image}.
 */
class KeycloakContainerTest {
    private static final String PUBLIC = "http://localhost:8080";
    private static GenericContainer<?> container;

    @BeforeAll
    static void start() {
        boolean required = "required".equals(System.getProperty("plenary.containers"));
        String image = System.getProperty("plenary.keycloak.image", "keycloak/keycloak:26.4");
        try {
            container = new GenericContainer<>(DockerImageName.parse(image))
                    .withCommand("start-dev", "--import-realm")
                    .withEnv("KEYCLOAK_SSL_REQUIRED", "none")
                    .withEnv("PUBLIC_URL", PUBLIC)
                    .withEnv("PLENARY_PORTAL_CLIENT_SECRET", "portal-secret")
                    .withEnv("PLENARY_SERVICE_CLIENT_SECRET", "service-secret")
                    .withCopyFileToContainer(
                            MountableFile.forHostPath(KeycloakRealmTest.FILE),
                            "/opt/keycloak/data/import/plenary-realm.json")
                    .withExposedPorts(8080)
                    .waitingFor(Wait.forHttp("/realms/plenary/.well-known/openid-configuration")
                            .withStartupTimeout(Duration.ofMinutes(3)));
            container.start();
        } catch (RuntimeException e) {
            String why = "SKIPPED: the realm in a real Keycloak, as no container could be started: " + e.getMessage();
            System.err.println(why);
            assertThat(required).as(why).isFalse();
            Assumptions.abort(why);
        }
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
        }
    }

    private static String realm() {
        return "http://" + container.getHost() + ":" + container.getMappedPort(8080) + "/realms/plenary";
    }

    private static HttpResponse<String> authorize(Map<String, String> changed) throws Exception {
        Map<String, String> asked = new HashMap<>(Map.of(
                "response_type", "code",
                "client_id", "portal",
                "redirect_uri", PUBLIC + "/login/oauth2/code/plenary",
                "scope", "openid profile",
                "state", "a-state",
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256"));
        asked.putAll(changed);
        asked.values().removeIf(String::isEmpty);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        realm() + "/protocol/openid-connect/auth?" + SignInServer.query(asked)))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    void a_sign_in_needs_the_challenge_and_goes_only_to_the_portal() throws Exception {
        assertThat(authorize(Map.of()).statusCode()).isEqualTo(200);
        for (Map<String, String> wrong : java.util.List.of(
                Map.of("code_challenge", "", "code_challenge_method", ""), Map.of("code_challenge_method", "plain"))) {
            assertThat(authorize(wrong).headers().firstValue("Location").orElse(""))
                    .startsWith(PUBLIC + "/login/oauth2/code/plenary?")
                    .contains("error=invalid_request");
        }
        assertThat(authorize(Map.of("redirect_uri", PUBLIC + "/elsewhere")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_service_gets_a_token_that_services_take() throws Exception {
        String basic = Base64.getEncoder().encodeToString("service:service-secret".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(realm() + "/protocol/openid-connect/token"))
                                .header("Authorization", "Basic " + basic)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&scope=internal"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(realm() + "/protocol/openid-connect/certs")
                .build();
        decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(realm()));
        Jwt token = decoder.decode(Json.tree(answer.body()).path("access_token").asString());
        assertThat(token.getAudience()).contains(SignInApplication.AUDIENCE);
        assertThat(token.getClaimAsString("scope").split(" ")).contains("internal");
    }
}
