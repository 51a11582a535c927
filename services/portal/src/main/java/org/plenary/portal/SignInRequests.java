package org.plenary.portal;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/**
 * What the portal asks the provider for: always the password, whatever sign-in the provider still remembers, because a
 * session that was ended must not come back by itself; and a code too where an act needs one (OpenID Connect Core 1.0,
 * section 3.1.2.1).
 */
final class SignInRequests implements OAuth2AuthorizationRequestResolver {
    private static final String START = "/oauth2/authorization";
    private static final String CODE = "with-code";
    /** Where a sign-in with a code begins. */
    static final String WITH_CODE = START + "/plenary?" + CODE;
    /** The class of sign-ins with two factors, as providers name it to us. */
    private static final String TWO_FACTORS = "2";

    private final DefaultOAuth2AuthorizationRequestResolver standard;

    SignInRequests(ClientRegistrationRepository clients) {
        standard = new DefaultOAuth2AuthorizationRequestResolver(clients, START);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return asking(standard.resolve(request), request);
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String client) {
        return asking(standard.resolve(request, client), request);
    }

    private static @Nullable OAuth2AuthorizationRequest asking(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request) {
        if (asked == null) {
            return null;
        }
        return OAuth2AuthorizationRequest.from(asked)
                .additionalParameters(more -> {
                    more.put("prompt", "login");
                    if (request.getParameter(CODE) != null) {
                        more.put("acr_values", TWO_FACTORS);
                    }
                })
                .build();
    }
}
