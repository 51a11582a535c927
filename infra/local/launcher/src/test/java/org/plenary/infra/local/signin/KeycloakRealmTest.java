package org.plenary.infra.local.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.plenary.infra.local.mail.MailServer;
import org.plenary.kernel.json.Json;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Keycloak's realm and the embedded provider agree on clients, codes and limits, and the realm holds no secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakRealmTest {
    static final Path FILE = Path.of("..", "..", "keycloak", "plenary-realm.json");
    private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Z_]+)}");
    private final MailServer mail = MailServer.start(0, 0);
    private SignInServer server;
    private String text;
    private JsonNode realm;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new SignInServer(folder, mail);
        text = Files.readString(FILE);
        realm = Json.tree(text);
    }

    @AfterAll
    void stop() {
        server.close();
        mail.close();
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(n -> strings.add(n.asString().replace("${PUBLIC_URL}", SignInServer.PUBLIC)));
        return strings;
    }

    private Map<String, JsonNode> named(String list, String key) {
        Map<String, JsonNode> named = new HashMap<>();
        realm.path(list).forEach(n -> named.put(n.path(key).asString(), n));
        return named;
    }

    @Test
    void both_have_the_same_clients_with_the_same_ways_in() {
        RegisteredClientRepository registered = server.bean("clients", RegisteredClientRepository.class);
        Map<String, JsonNode> clients = named("clients", "clientId");
        assertThat(clients).containsOnlyKeys("portal", "service");
        clients.forEach((id, client) -> {
            RegisteredClient ours = Objects.requireNonNull(registered.findByClientId(id), id);
            Set<AuthorizationGrantType> grants = ours.getAuthorizationGrantTypes();
            assertThat(client.path("standardFlowEnabled").asBoolean())
                    .as(id)
                    .isEqualTo(grants.contains(AuthorizationGrantType.AUTHORIZATION_CODE));
            assertThat(client.path("serviceAccountsEnabled").asBoolean())
                    .as(id)
                    .isEqualTo(grants.contains(AuthorizationGrantType.CLIENT_CREDENTIALS));
            JsonNode attributes = client.path("attributes");
            assertThat(attributes.path("use.refresh.tokens").asString())
                    .as(id)
                    .isEqualTo(Boolean.toString(grants.contains(AuthorizationGrantType.REFRESH_TOKEN)));
            for (String never :
                    List.of("publicClient", "implicitFlowEnabled", "directAccessGrantsEnabled", "fullScopeAllowed")) {
                assertThat(client.path(never).asBoolean(true))
                        .as(id + " " + never)
                        .isFalse();
            }
            assertThat(strings(client.path("redirectUris"))).as(id).containsExactlyElementsOf(ours.getRedirectUris());
            assertThat(strings(client.path("webOrigins"))).as(id).isEmpty();
            assertThat(attributes
                            .path("post.logout.redirect.uris")
                            .asString("")
                            .replace("${PUBLIC_URL}", SignInServer.PUBLIC))
                    .as(id)
                    .isEqualTo(String.join("##", ours.getPostLogoutRedirectUris()));
            if (ours.getClientSettings().isRequireProofKey()
                    && grants.contains(AuthorizationGrantType.AUTHORIZATION_CODE)) {
                assertThat(attributes.path("pkce.code.challenge.method").asString())
                        .as(id)
                        .isEqualTo("S256");
            }
            Set<String> scopes = new TreeSet<>(strings(client.path("defaultClientScopes")));
            scopes.addAll(strings(client.path("optionalClientScopes")));
            Set<String> asked = new TreeSet<>(ours.getScopes());
            asked.remove("openid"); // Keycloak has it without a scope of that name
            asked.add("plenary"); // where Keycloak keeps what every token says
            assertThat(scopes).as(id).isEqualTo(asked);
            assertThat(named("clientScopes", "name").keySet()).containsAll(scopes);
            assertThat(realm.path("accessTokenLifespan").asLong())
                    .as(id)
                    .isEqualTo(
                            ours.getTokenSettings().getAccessTokenTimeToLive().toSeconds());
            assertThat(realm.path("ssoSessionMaxLifespan").asLong())
                    .as(id)
                    .isEqualTo(
                            ours.getTokenSettings().getRefreshTokenTimeToLive().toSeconds());
            assertThat(realm.path("revokeRefreshToken").asBoolean())
                    .as(id)
                    .isEqualTo(!ours.getTokenSettings().isReuseRefreshTokens());
        });
        assertThat(clients.get("portal").path("redirectUris")).hasSize(1);
    }

    @Test
    void codes_are_made_and_taken_as_the_embedded_provider_does() {
        assertThat(realm.path("otpPolicyType").asString()).isEqualTo("totp");
        assertThat(realm.path("otpPolicyAlgorithm").asString()).isEqualTo(Totp.ALGORITHM);
        assertThat(realm.path("otpPolicyDigits").asInt()).isEqualTo(Totp.DIGITS);
        assertThat(realm.path("otpPolicyPeriod").asLong()).isEqualTo(Totp.STEP.toSeconds());
        assertThat(realm.path("otpPolicyLookAheadWindow").asInt()).isEqualTo(Totp.WINDOW);
        assertThat(realm.path("otpPolicyCodeReusable").asBoolean(true)).isFalse();
    }

    @Test
    void who_has_the_role_is_asked_for_a_code_and_the_token_says_how_they_signed_in() {
        Map<String, JsonNode> flows = named("authenticationFlows", "alias");
        Map<String, JsonNode> configs = named("authenticatorConfig", "alias");
        assertThat(flows).containsKey(realm.path("browserFlow").asString());
        Map<String, String> references = new HashMap<>();
        flows.values()
                .forEach(flow -> flow.path("authenticationExecutions").forEach(step -> {
                    if (step.has("flowAlias")) {
                        assertThat(flows).containsKey(step.path("flowAlias").asString());
                    }
                    if (step.has("authenticatorConfig")) {
                        JsonNode config = Objects.requireNonNull(
                                configs.get(step.path("authenticatorConfig").asString()));
                        references.put(
                                step.path("authenticator").asString(),
                                config.path("config")
                                        .path("default.reference.value")
                                        .asString(""));
                    }
                }));
        assertThat(references)
                .containsEntry("auth-username-password-form", "pwd")
                .containsEntry("auth-otp-form", "otp");
        JsonNode second = Objects.requireNonNull(flows.get("plenary second factor"));
        assertThat(second.path("authenticationExecutions"))
                .extracting(n -> n.path("authenticator").asString() + " "
                        + n.path("requirement").asString())
                .containsExactly("conditional-user-role REQUIRED", "auth-otp-form REQUIRED");
        String role = Objects.requireNonNull(configs.get("plenary who needs a code"))
                .path("config")
                .path("condUserRole")
                .asString();
        assertThat(realm.path("roles").path("realm").path(0).path("name").asString())
                .isEqualTo(role)
                .isEqualTo("second-factor");
        Map<String, JsonNode> mappers = new HashMap<>();
        Objects.requireNonNull(named("clientScopes", "name").get("plenary"))
                .path("protocolMappers")
                .forEach(m -> mappers.put(m.path("protocolMapper").asString(), m.path("config")));
        assertThat(mappers).containsKeys("oidc-amr-mapper", "oidc-acr-mapper", "oidc-sub-mapper");
        JsonNode audience = Objects.requireNonNull(mappers.get("oidc-audience-mapper"));
        assertThat(audience.path("included.custom.audience").asString()).isEqualTo(SignInApplication.AUDIENCE);
        assertThat(audience.path("id.token.claim").asString())
                .as("an id token opens no service")
                .isEqualTo("false");
    }

    @Test
    void nobody_registers_themselves_and_guessing_is_slow_and_never_for_ever() {
        assertThat(realm.path("registrationAllowed").asBoolean(true)).isFalse();
        assertThat(realm.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(realm.path("permanentLockout").asBoolean(true)).isFalse();
        assertThat(realm.path("failureFactor").asInt()).isEqualTo(Throttle.NAME.failures());
        assertThat(realm.path("waitIncrementSeconds").asLong())
                .isEqualTo(Throttle.NAME.again().toSeconds());
        assertThat(realm.path("maxFailureWaitSeconds").asLong())
                .as("it counts a name's failures wherever they come from, so nobody may be kept out for long by others")
                .isLessThanOrEqualTo(60);
        assertThat(realm.path("quickLoginCheckMilliSeconds").asLong(1))
                .as("nor by two attempts at once")
                .isZero();
        assertThat(realm.path("passwordPolicy").asString()).contains("length(12)", "notUsername");
    }

    @Test
    void it_holds_no_person_and_no_secret_and_the_deployment_fills_every_place_it_has() throws Exception {
        assertThat(realm.has("users")).isFalse();
        realm.path("clients")
                .forEach(c -> assertThat(c.path("secret").asString()).matches("\\$\\{PLENARY_[A-Z]+_CLIENT_SECRET}"));
        assertThat(text).doesNotContain("privateKey", "\"credentials\"");
        JsonNode keycloak = YAMLMapper.shared()
                .readTree(Files.readString(Path.of("..", "..", "..", "docker-compose.yml")))
                .path("services")
                .path("keycloak");
        Set<String> places = new TreeSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            places.add(place.group(1));
        }
        places.forEach(
                p -> assertThat(keycloak.path("environment").has(p)).as(p).isTrue());
        assertThat(strings(keycloak.path("command"))).contains("--import-realm");
        assertThat(strings(keycloak.path("volumes")))
                .contains("./infra/keycloak/plenary-realm.json:/opt/keycloak/data/import/plenary-realm.json:ro");
    }
}
