package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Two worlds: what is passed on to a service carries its own token and needs no session; pages have a session, in which
 * the portal keeps the tokens, so that none reaches the browser.
 */
@Configuration(proxyBeanMethods = false)
class Security {
    private static final Logger LOG = LoggerFactory.getLogger(Security.class);
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
            + "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    /** Before its end, so that a token does not end on its way. */
    private static final Duration RENEWED_BEFORE = Duration.ofSeconds(60);

    /** What the owner says of its own answers goes before; this is for what the portal answers in its place. */
    @Bean
    @Order(1)
    SecurityFilterChain passedOn(HttpSecurity http) {
        return http.securityMatcher("/api/**", "/record/**", "/idp/**", "/mail/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(h -> h.defaultsDisabled()
                        .contentSecurityPolicy(c -> c.policyDirectives(POLICY))
                        .contentTypeOptions(Customizer.withDefaults()))
                .authorizeHttpRequests(a -> a.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pageSecurity(HttpSecurity http, Live live) {
        RestClientAuthorizationCodeTokenResponseClient codes = new RestClientAuthorizationCodeTokenResponseClient();
        codes.setRestClient(SharedRefresh.provider());
        return http.authorizeHttpRequests(a -> a.requestMatchers(
                                "/act", "/sign", "/new/**", "/operations/**", "/people", "/invite", "/invitation/**")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .oauth2Login(o -> o.defaultSuccessUrl("/")
                        .tokenEndpoint(t -> t.accessTokenResponseClient(codes))
                        .failureHandler(Security::notSignedIn))
                .oauth2Client(Customizer.withDefaults())
                .logout(l -> l.addLogoutHandler((request, response, who) -> {
                            HttpSession session = request.getSession(false);
                            if (session != null) {
                                live.close(session.getId());
                            }
                        })
                        .logoutSuccessUrl("/"))
                .headers(h -> h.contentSecurityPolicy(c -> c.policyDirectives(POLICY))
                        .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN)))
                .build();
    }

    /** An address spelt to deceive is refused before any filter is asked, so its error page needs the policy from here. */
    @Bean
    RequestRejectedHandler deceptive() {
        return (request, response, refusal) -> {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        };
    }

    /** Tokens lie in the person's session, wherever that is, and nowhere else. */
    @Bean
    OAuth2AuthorizedClientRepository tokens() {
        return new HttpSessionOAuth2AuthorizedClientRepository();
    }

    /**
     * Renews an access token shortly before it ends. A failed renewal removes nothing: another instance may just have
     * renewed it, and then the next request finds the new one in the session.
     */
    @Bean
    OAuth2AuthorizedClientManager renewal(
            ClientRegistrationRepository clients, OAuth2AuthorizedClientRepository tokens) {
        SharedRefresh shared = new SharedRefresh();
        DefaultOAuth2AuthorizedClientManager manager = new DefaultOAuth2AuthorizedClientManager(clients, tokens);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .refreshToken(r -> r.accessTokenResponseClient(shared).clockSkew(RENEWED_BEFORE))
                .build());
        manager.setAuthorizationFailureHandler((failure, principal, attributes) -> {});
        return manager;
    }

    /** The failure itself is not kept: a session holds only what it can be read from again. */
    private static void notSignedIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String code = failure instanceof OAuth2AuthenticationException e
                ? e.getError().getErrorCode()
                : "";
        LOG.warn("a sign-in failed: {}", code.matches("[a-z_]{1,60}") ? code : "no code");
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    @Bean
    ClientRegistrationRepository clients(PortalProperties p, @Value("${plenary.portal.client-secret}") String secret) {
        ClientRegistration plenary = ClientRegistration.withRegistrationId("plenary")
                .clientId("portal")
                .clientSecret(secret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
                .scope("openid", "profile")
                .authorizationUri(p.issuer() + "/oauth2/authorize")
                .tokenUri(p.tokenUri())
                .jwkSetUri(p.jwksUri())
                .issuerUri(p.issuer())
                .userNameAttributeName(IdTokenClaimNames.SUB)
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .clientName("Plenary")
                .build();
        return new InMemoryClientRegistrationRepository(plenary);
    }
}
