package org.plenary.infra.local.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.plenary.kernel.http.StrictHeaders;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/** Who gets in: a password, of some a code too, and neither guessed for long. */
@Configuration(proxyBeanMethods = false)
class SignInSecurity {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** Where the portal begins a sign-in: who opened our pages by themselves goes on there, and is signed in there too. */
    static final String START = "/oauth2/authorization/plenary";

    @Bean
    @Order(1)
    SecurityFilterChain provider(HttpSecurity http, @Value("${plenary.public-url}") String publicUrl) {
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.authorizationEndpoint(a -> a.authorizationResponseHandler(AuthorizationCodes::issued));
                    server.oidc(o -> o.logoutEndpoint(l ->
                            l.errorResponseHandler((request, response, e) -> forgotten(request, response, publicUrl))));
                })
                .authorizeHttpRequests(a -> a.requestMatchers("/oauth2/authorize")
                        .access(AuthorizationCodes::enough)
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(x -> x.defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/login"),
                                new MediaTypeRequestMatcher(MediaType.TEXT_HTML))
                        .defaultDeniedHandlerForMissingAuthority(
                                new LoginUrlAuthenticationEntryPoint("/second-factor"), SecondFactors.FACTOR))
                .headers(StrictHeaders.with(StrictHeaders.DATA))
                .build();
    }

    /** A sign-in from before a restart is not known here any more; who signs out of it is signed out nevertheless. */
    private static void forgotten(HttpServletRequest request, HttpServletResponse response, String publicUrl)
            throws IOException {
        AuthorizationCodes.ended(request);
        response.sendRedirect(publicUrl + "/");
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
                .formLogin(f -> f.loginPage("/login")
                        .defaultSuccessUrl(publicUrl + START)
                        .failureHandler(SignInSecurity::notSignedIn)
                        .permitAll())
                .headers(StrictHeaders.with(POLICY))
                .build();
    }

    private static void notSignedIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof Throttle.Full full) {
            ResponseEntity<String> page = Page.full(full.until());
            response.setStatus(page.getStatusCode().value());
            response.setHeader(HttpHeaders.RETRY_AFTER, page.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
            response.setContentType(Page.TYPE);
            response.getOutputStream()
                    .write(Objects.requireNonNull(page.getBody()).getBytes(StandardCharsets.UTF_8));
        } else {
            response.sendRedirect(request.getContextPath() + "/login?error");
        }
    }

    /** An address spelt to deceive is refused before any filter is asked. */
    @Bean
    RequestRejectedHandler deceptive() {
        return StrictHeaders.refusing(POLICY);
    }

    /** A test puts its own in this one's place. */
    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Throttle throttle(InstantSource clock) {
        return new Throttle(clock);
    }

    @Bean
    SecondFactors codes(@Value("${plenary.demo-totp}") String root, InstantSource clock) {
        return new SecondFactors(root, clock);
    }

    /**
     * One password for all demonstration users, hashed once: hashing it for each would take minutes. An unknown name
     * costs a hash as well, which the library sees to, so that the time says nothing of who there is.
     */
    @Bean
    AuthenticationProvider users(
            PasswordEncoder passwords, Throttle throttle, @Value("${plenary.demo-password}") String password) {
        String hash = passwords.encode(Secrets.notBlank("plenary.demo-password", password));
        List<UserDetails> users = DemonstrationUsers.subjects().stream()
                .map(s -> User.withUsername(s).password(hash).build())
                .toList();
        DaoAuthenticationProvider known = new DaoAuthenticationProvider(new InMemoryUserDetailsManager(users));
        known.setPasswordEncoder(passwords);
        return new ThrottledPasswords(known, throttle);
    }
}
