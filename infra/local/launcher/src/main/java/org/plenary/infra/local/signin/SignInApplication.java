package org.plenary.infra.local.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plenary.infra.local.mail.MailPage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * The OpenID provider of the embedded default: authorization code with PKCE for the portal, client credentials for the
 * services. Its tokens say who somebody is, and nothing of what they may do.
 */
@SpringBootApplication(proxyBeanMethods = false, scanBasePackageClasses = SignInApplication.class)
@Import(MailPage.class)
public class SignInApplication {
    private static final Duration TOKENS_LIVE = Duration.ofHours(1);
    /** A day at a conference. */
    private static final Duration SIGN_INS_LIVE = Duration.ofHours(12);

    /** Whom access tokens are meant for: the services, and not whoever else has a token of this provider. */
    static final String AUDIENCE = "plenary";

    @Bean
    PasswordEncoder passwords() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    RegisteredClientRepository clients(
            PasswordEncoder passwords,
            @Value("${plenary.public-url}") String publicUrl,
            @Value("${plenary.portal.client-secret}") String portalSecret,
            @Value("${plenary.service.client-secret}") String serviceSecret) {
        TokenSettings tokens = TokenSettings.builder()
                .accessTokenTimeToLive(TOKENS_LIVE)
                .refreshTokenTimeToLive(SIGN_INS_LIVE)
                .reuseRefreshTokens(false)
                .build();
        RegisteredClient portal = RegisteredClient.withId("portal")
                .clientId("portal")
                .clientSecret(passwords.encode(Secrets.notBlank("plenary.portal.client-secret", portalSecret)))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantTypes(g -> g.addAll(
                        Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN)))
                .redirectUri(publicUrl + "/login/oauth2/code/plenary")
                .postLogoutRedirectUri(publicUrl + "/")
                .scopes(s -> s.addAll(Set.of(OidcScopes.OPENID, OidcScopes.PROFILE)))
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .tokenSettings(tokens)
                .build();
        RegisteredClient service = RegisteredClient.withId("service")
                .clientId("service")
                .clientSecret(passwords.encode(Secrets.notBlank("plenary.service.client-secret", serviceSecret)))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("internal")
                .tokenSettings(tokens)
                .build();
        return new InMemoryRegisteredClientRepository(portal, service);
    }

    @Bean
    AuthorizationServerSettings providerSettings(@Value("${plenary.issuer}") String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).build();
    }

    @Bean
    OAuth2AuthorizationService signIns() {
        return new SignIns(SignIns.KEPT_MAX);
    }

    /**
     * Tokens of people carry what they are called and how they signed in (RFC 8176); none carries what they may do.
     * Access tokens are meant for the services.
     */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> names() {
        return token -> {
            if (OAuth2TokenType.ACCESS_TOKEN.equals(token.getTokenType())) {
                token.getClaims().audience(List.of(AUDIENCE));
            }
            if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(token.getAuthorizationGrantType())) {
                Authentication who = token.getPrincipal();
                boolean code =
                        who.getAuthorities().stream().anyMatch(a -> SecondFactors.FACTOR.equals(a.getAuthority()));
                token.getClaims().claim("name", DemonstrationUsers.name(who.getName()));
                token.getClaims().claims(c -> c.putAll(code ? BY_TWO_FACTORS : BY_PASSWORD));
            }
        };
    }

    /** What a token says of a sign-in by password, and of one with a code too. */
    static final Map<String, Object> BY_PASSWORD = Map.of("amr", List.of("pwd"), "acr", "1");

    static final Map<String, Object> BY_TWO_FACTORS = Map.of("amr", List.of("pwd", "otp"), "acr", "2");

    /** Kept in the data directory, so that a restart signs nobody out. */
    @Bean
    JWKSource<SecurityContext> keys(@Value("${plenary.data}") Path data) {
        return new ImmutableJWKSet<>(new JWKSet(key(data.resolve("signin-key.json"))));
    }

    @Bean
    JwtEncoder tokens(JWKSource<SecurityContext> keys) {
        return new NimbusJwtEncoder(keys);
    }

    private static RSAKey key(Path file) {
        try {
            if (Files.notExists(file)) {
                RSAKey made = new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .keyIDFromThumbprint(true)
                        .generate();
                Path next = file.resolveSibling(file.getFileName() + ".next");
                Files.deleteIfExists(next);
                Files.createFile(
                        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(next, made.toJSONString());
                Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
            return RSAKey.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("the provider's key " + file + " cannot be read", e);
        }
    }
}
