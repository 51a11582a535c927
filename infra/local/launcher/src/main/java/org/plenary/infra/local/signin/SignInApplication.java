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
import java.util.Set;
import org.plenary.infra.local.mail.MailPage;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

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

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; " + "frame-ancestors 'none'; base-uri 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain provider(HttpSecurity http) {
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.oidc(Customizer.withDefaults());
                })
                .authorizeHttpRequests(a -> a.anyRequest().authenticated())
                .exceptionHandling(x -> x.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http, @Value("${plenary.public-url}") String publicUrl) {
        return http.authorizeHttpRequests(
                        a -> a.requestMatchers("/login", "/signin.css", "/mail/", "/mail/*", "/demo-token", "/error")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .csrf(c -> c.ignoringRequestMatchers("/demo-token"))
                .formLogin(f ->
                        f.loginPage("/login").defaultSuccessUrl(publicUrl + "/").permitAll())
                .headers(h -> h.contentSecurityPolicy(p -> p.policyDirectives(POLICY))
                        .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    @Bean
    PasswordEncoder passwords() {
        return new BCryptPasswordEncoder();
    }

    /** One password for all demonstration users, hashed once: hashing it for each would take minutes. */
    @Bean
    UserDetailsService users(PasswordEncoder passwords, @Value("${plenary.demo-password}") String password) {
        String hash = passwords.encode(Secrets.notBlank("plenary.demo-password", password));
        List<UserDetails> users = DemonstrationUsers.subjects().stream()
                .map(s -> User.withUsername(s).password(hash).build())
                .toList();
        return new InMemoryUserDetailsManager(users);
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

    /** Tokens of people carry what they are called; none carries what they may do. */
    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> names() {
        return token -> {
            if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(token.getAuthorizationGrantType())) {
                token.getClaims()
                        .claim(
                                "name",
                                DemonstrationUsers.name(token.getPrincipal().getName()));
            }
        };
    }

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
