package org.plenary.infra.local.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Who gets an authorization code, and what becomes of the sign-in then. */
final class AuthorizationCodes {
    private static final AuthorizationManager<RequestAuthorizationContext> SIGNED_IN =
            AuthenticatedAuthorizationManager.authenticated();
    private static final AuthorizationManager<RequestAuthorizationContext> WITH_CODE =
            AllRequiredFactorsAuthorizationManager.<RequestAuthorizationContext>builder()
                    .requireFactor(f -> f.passwordAuthority())
                    .requireFactor(f -> f.authority(SecondFactors.FACTOR))
                    .build();

    private AuthorizationCodes() {}

    /**
     * Who needs a second factor gets an authorization code only with it, and so does whoever the portal asks it of: it
     * sends somebody again whose act needs one, whatever they are called here.
     */
    static @Nullable AuthorizationResult enough(
            Supplier<? extends Authentication> who, RequestAuthorizationContext request) {
        String asked = Objects.requireNonNullElse(request.getRequest().getParameter("acr_values"), "");
        boolean code = SecondFactors.needs(who.get().getName())
                || List.of(asked.split(" ")).contains(SignInApplication.BY_TWO_FACTORS.get("acr"));
        return (code ? WITH_CODE : SIGNED_IN).authorize(who, request);
    }

    /**
     * Gives the authorization code out, and ends the sign-in here with it. There is one client, so nothing is gained by
     * keeping it; kept, it would sign a browser in again whose session its person has ended, and ask for no password.
     */
    static void issued(HttpServletRequest request, HttpServletResponse response, Authentication granted)
            throws IOException {
        ended(request);
        OAuth2AuthorizationCodeRequestAuthenticationToken code =
                (OAuth2AuthorizationCodeRequestAuthenticationToken) granted;
        UriComponentsBuilder back = UriComponentsBuilder.fromUriString(Objects.requireNonNull(code.getRedirectUri()))
                .queryParam(
                        "code",
                        Objects.requireNonNull(code.getAuthorizationCode()).getTokenValue());
        if (code.getState() != null) {
            back.queryParam("state", UriUtils.encode(code.getState(), StandardCharsets.UTF_8));
        }
        response.sendRedirect(back.build(true).toUriString());
    }

    /** Ends the sign-in here. */
    static void ended(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }
}
