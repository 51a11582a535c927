package org.plenary.infra.local.signin;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Access tokens for scripts on this machine, by a secret that only the owner of the data directory can read. Only at
 * the provider's own port: what the portal passes on is refused, so that the secret is never tried from a browser. Who
 * holds that secret could make every code as well, so the tokens say that they gave one.
 */
@RestController
class TokenController {
    private static final Duration LIVES = Duration.ofHours(1);
    private final JwtEncoder tokens;
    private final String issuer;
    private final byte[] secret;
    private final Set<String> subjects = Set.copyOf(DemonstrationUsers.subjects());

    TokenController(
            JwtEncoder tokens,
            @Value("${plenary.issuer}") String issuer,
            @Value("${plenary.demo-token-secret}") String secret) {
        this.tokens = tokens;
        this.issuer = issuer;
        this.secret = Secrets.notBlank("plenary.demo-token-secret", secret).getBytes(StandardCharsets.UTF_8);
    }

    @PostMapping("/demo-token")
    ResponseEntity<Map<String, String>> token(
            @RequestParam String user, @RequestParam("secret") String given, HttpServletRequest request) {
        if (passedOn(request)) {
            return ResponseEntity.status(403).body(Map.of("error", "ask the provider's own port"));
        }
        if (!MessageDigest.isEqual(secret, given.getBytes(StandardCharsets.UTF_8))) {
            return ResponseEntity.status(403).body(Map.of("error", "the secret is not this instance's"));
        }
        if (!subjects.contains(user)) {
            return ResponseEntity.status(404).body(Map.of("error", "no such demonstration user"));
        }
        Instant now = Instant.now();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(issuer)
                .subject(user)
                .audience(List.of(SignInApplication.AUDIENCE))
                .issuedAt(now)
                .expiresAt(now.plus(LIVES))
                .claim("scope", List.of("openid", "profile"))
                .claim("name", DemonstrationUsers.name(user))
                .claims(c -> c.putAll(SignInApplication.BY_TWO_FACTORS))
                .build();
        return ResponseEntity.ok(Map.of(
                "access_token", tokens.encode(JwtEncoderParameters.from(claims)).getTokenValue()));
    }

    /** Looked for in the request as it came: the filter that reads these headers takes them away. */
    private static boolean passedOn(HttpServletRequest request) {
        ServletRequest raw = request;
        while (raw instanceof ServletRequestWrapper wrapper) {
            raw = wrapper.getRequest();
        }
        return raw instanceof HttpServletRequest http
                && (http.getHeader("X-Forwarded-Host") != null || http.getHeader("Forwarded") != null);
    }
}
