package org.plenary.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/**
 * Asks for fresh tokens once for all requests that a browser sends at the same time: a refresh token works only once, so
 * the second to ask would otherwise sign its person out.
 */
final class SharedRefresh implements OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> {
    /** Longer than requests that began with the old token last. */
    private static final Duration SHARED = Duration.ofMinutes(1);

    private static final int SHARED_MAX = 1_000;

    private final OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> provider =
            new RestClientRefreshTokenTokenResponseClient();
    private final Cache<String, OAuth2AccessTokenResponse> answers = Caffeine.newBuilder()
            .expireAfterWrite(SHARED)
            .maximumSize(SHARED_MAX)
            .build();

    @Override
    public OAuth2AccessTokenResponse getTokenResponse(OAuth2RefreshTokenGrantRequest request) {
        return answers.get(request.getRefreshToken().getTokenValue(), t -> provider.getTokenResponse(request));
    }
}
