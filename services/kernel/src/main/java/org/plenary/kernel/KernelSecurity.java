package org.plenary.kernel;

import java.io.IOException;
import java.util.Collection;
import org.plenary.kernel.http.StrictHeaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Who is asking: a bearer token of the OpenID provider, or nobody. What they may do is the policy table's to say; here
 * only the internal endpoints are closed to all but sibling services.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class KernelSecurity {
    @Bean
    SecurityFilterChain serviceSecurity(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(StrictHeaders.with(StrictHeaders.DATA))
                .authorizeHttpRequests(a -> a.requestMatchers("/internal/**", "/actuator/metrics/**")
                        .hasAuthority("SCOPE_internal")
                        .anyRequest()
                        .permitAll())
                .oauth2ResourceServer(o ->
                        o.jwt(j -> {}).authenticationEntryPoint((request, response, e) -> unauthorized(response, e)))
                .exceptionHandling(x -> x.authenticationEntryPoint((request, response, e) -> unauthorized(response, e)))
                .build();
    }

    private static void unauthorized(jakarta.servlet.http.HttpServletResponse response, AuthenticationException e)
            throws IOException {
        response.setStatus(401);
        response.setHeader("WWW-Authenticate", "Bearer");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter()
                .write("{\"type\":\"/problems/sign-in-required\",\"title\":\"sign in required\",\"status\":401,"
                        + "\"detail\":\"The token is missing, malformed or no longer valid.\"}");
    }

    /**
     * A token is of this issuer, in its time, signed with a key of the provider's, and meant for Plenary's services: one
     * that says who somebody is to another client opens nothing here (RFC 9068, section 4). Keys are fetched when the
     * first token arrives, so a service starts without its provider.
     */
    @Bean
    JwtDecoder jwtDecoder(KernelProperties p) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSetUri(p.jwksUri()).build();
        JwtTimestampValidator inItsTime = new JwtTimestampValidator();
        inItsTime.setAllowEmptyExpiryClaim(false);
        decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(
                inItsTime,
                new JwtIssuerValidator(p.issuer()),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(p.audience()))));
        return decoder;
    }

    @Bean
    RequestRejectedHandler deceptive() {
        return StrictHeaders.refusing(StrictHeaders.DATA);
    }

    /** There are no local users; without this bean a default one with a logged password would be made. */
    @Bean
    org.springframework.security.core.userdetails.UserDetailsService noLocalUsers() {
        return name -> {
            throw new org.springframework.security.core.userdetails.UsernameNotFoundException("no local users");
        };
    }
}
