package org.plenary.infra.local.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Asks for the code after the password, where one is needed; until then the provider gives no authorization code. */
@RestController
class SecondFactorPage {
    private final SecondFactors codes;
    private final Throttle throttle;
    private final InstantSource clock;
    private final String publicUrl;
    private final HttpSessionRequestCache asked = new HttpSessionRequestCache();
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    private final HttpSessionCsrfTokenRepository forms = new HttpSessionCsrfTokenRepository();

    SecondFactorPage(
            SecondFactors codes,
            Throttle throttle,
            InstantSource clock,
            @Value("${plenary.public-url}") String publicUrl) {
        this.codes = codes;
        this.throttle = throttle;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    @GetMapping("/second-factor")
    ResponseEntity<String> page(
            Authentication who, CsrfToken csrf, @RequestParam(required = false) @Nullable String error) {
        return Page.of("Your code", """
                %s<p class="note">In this demonstration <code>./plenary code %s</code> says the code that an app on the
                user's telephone would show. It changes every 30 seconds and is taken once.</p>
                <form method="post" action="/idp/second-factor">%s
                <label for="code">Code of six digits</label>
                <input id="code" name="code" inputmode="numeric" pattern="[0-9 ]*" autocomplete="one-time-code" required
                maxlength="12"><button>Go on</button></form>
                <form method="post" action="/idp/logout">%s<button>Sign in as somebody else</button></form>""".formatted(
                        error == null
                                ? ""
                                : "<p class=\"error\" role=\"alert\">That is not the code of now, or it was used. Wait for"
                                        + " the next.</p>",
                        who.getName(),
                        Page.hidden(csrf),
                        Page.hidden(csrf)));
    }

    /** With the right code the sign-in has a second factor, under a new session id, and goes on to what it was for. */
    @PostMapping("/second-factor")
    ResponseEntity<String> check(
            Authentication who, @RequestParam String code, HttpServletRequest request, HttpServletResponse response) {
        Throttle.Attempt attempt = throttle.code(who.getName(), request.getRemoteAddr());
        if (!codes.accept(who.getName(), code.replace(" ", ""))) {
            return to("/idp/second-factor?error");
        }
        attempt.succeeded();
        request.changeSessionId();
        forms.saveToken(null, request, response);
        FactorGrantedAuthority factor = FactorGrantedAuthority.withAuthority(SecondFactors.FACTOR)
                .issuedAt(clock.instant())
                .build();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                who.toBuilder().authorities(all -> all.add(factor)).build());
        contexts.saveContext(context, request, response);
        SavedRequest saved = asked.getRequest(request, response);
        return to(saved == null ? publicUrl + SignInSecurity.START : saved.getRedirectUrl());
    }

    @ExceptionHandler
    ResponseEntity<String> full(Throttle.Full full) {
        return Page.full(full.until());
    }

    private static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(address))
                .build();
    }
}
