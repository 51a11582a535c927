package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.plenary.kernel.http.StrictHeaders;
import org.plenary.portal.session.PersonsSessionsStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
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
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Two worlds: what is passed on to a service carries its own token and needs no session; pages have a session, in which
 * the portal keeps the tokens, so that none reaches the browser.
 */
@Configuration(proxyBeanMethods = false)
class Security {
    private static final Logger LOG = LoggerFactory.getLogger(Security.class);
    private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
            + "font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    /** Before its end, so that a token does not end on its way. */
    private static final Duration RENEWED_BEFORE = Duration.ofSeconds(60);

    /** What the owner says of its own answers goes before; this is for what the portal answers in its place. */
    @Bean
    @Order(1)
    SecurityFilterChain passedOn(HttpSecurity http, PortalProperties p) {
        return http.securityMatcher("/api/**", "/record/**", "/idp/**", "/mail/**")
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .headers(h -> h.defaultsDisabled().cacheControl(Customizer.withDefaults()))
                .headers(StrictHeaders.with(policy(p)))
                .headers(overHttps(p))
                .authorizeHttpRequests(a -> a.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pageSecurity(
            HttpSecurity http,
            PortalProperties p,
            ClientRegistrationRepository clients,
            PersonsSessionsStore sessions,
            Live live) {
        RestClientAuthorizationCodeTokenResponseClient codes = new RestClientAuthorizationCodeTokenResponseClient();
        codes.setRestClient(SharedRefresh.provider());
        return http.authorizeHttpRequests(a -> a.requestMatchers(
                                "/act",
                                "/sign",
                                "/new/**",
                                "/operations/**",
                                "/people",
                                "/invite",
                                "/log/*",
                                "/invitation/**",
                                "/register/*",
                                "/rules/*/*",
                                "/bodies/*",
                                "/bodies/*/*",
                                "/sessions/**",
                                "/with-code")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .oauth2Login(o -> o.successHandler(new SignedIn(sessions, live))
                        .authorizationEndpoint(e -> e.authorizationRequestResolver(new SignInRequests(clients)))
                        .tokenEndpoint(t -> t.accessTokenResponseClient(codes))
                        .failureHandler(Security::notSignedIn))
                .oauth2Client(Customizer.withDefaults())
                .logout(l -> l.addLogoutHandler((request, response, who) -> {
                            HttpSession session = request.getSession(false);
                            if (session != null) {
                                live.close(PersonsSessionsStore.name(session.getId()));
                            }
                        })
                        .logoutSuccessHandler(signedOut(p, clients)))
                .headers(StrictHeaders.with(policy(p)))
                .headers(overHttps(p))
                .build();
    }

    /**
     * Who signs out here is signed out at the provider too, so that the next sign-in asks for the password: its page is
     * told by the id token whose sign-in ends (OpenID Connect RP-Initiated Logout 1.0). That token opens nothing.
     */
    private static LogoutSuccessHandler signedOut(PortalProperties p, ClientRegistrationRepository clients) {
        OidcClientInitiatedLogoutSuccessHandler provider = new OidcClientInitiatedLogoutSuccessHandler(clients);
        provider.setPostLogoutRedirectUri(p.publicUrl() + "/");
        provider.setDefaultTargetUrl("/");
        return provider;
    }

    /** The form that signs out leads to the provider, which may be at another origin. */
    private static String policy(PortalProperties p) {
        String provider = origin(p.endSessionUri());
        return provider.equals(origin(p.publicUrl())) ? POLICY : POLICY + " " + provider;
    }

    private static String origin(String address) {
        URI uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    /** Where browsers see the portal over https they are to stay there, also where a proxy before it ends the https. */
    private static Customizer<HeadersConfigurer<HttpSecurity>> overHttps(PortalProperties p) {
        boolean https = p.publicUrl().startsWith("https:");
        return headers -> headers.httpStrictTransportSecurity(s -> s.requestMatcher(r -> https || r.isSecure()));
    }

    /** An address spelt to deceive is refused before any filter is asked, so its error page needs the policy from here. */
    @Bean
    RequestRejectedHandler deceptive(PortalProperties p) {
        return StrictHeaders.refusing(policy(p));
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
                .authorizationUri(p.authorizationUri())
                .tokenUri(p.tokenUri())
                .jwkSetUri(p.jwksUri())
                .issuerUri(p.issuer())
                .userNameAttributeName(IdTokenClaimNames.SUB)
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .providerConfigurationMetadata(Map.of("end_session_endpoint", p.endSessionUri()))
                .clientName("Plenary")
                .build();
        return new InMemoryClientRegistrationRepository(plenary);
    }
}
