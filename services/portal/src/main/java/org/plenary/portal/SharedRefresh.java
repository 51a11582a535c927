package org.plenary.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/**
 * Asks for fresh tokens once for all requests that a browser sends at the same time: a refresh token works only once, so
 * the second to ask would otherwise sign its person out.
 */
final class SharedRefresh implements OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> {
    /** Longer than requests that began with the old token last. */
    private static final Duration SHARED = Duration.ofMinutes(1);

    private static final int SHARED_MAX = 1_000;
    /** How long the provider may take to take a connection, and to answer. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final RestClientRefreshTokenTokenResponseClient provider = new RestClientRefreshTokenTokenResponseClient();
    private final Cache<String, OAuth2AccessTokenResponse> answers = Caffeine.newBuilder()
            .expireAfterWrite(SHARED)
            .maximumSize(SHARED_MAX)
            .build();

    SharedRefresh() {
        provider.setRestClient(provider());
    }

    /** What the library asks token endpoints with, but not for ever. */
    static RestClient provider() {
        JdkClientHttpRequestFactory http = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(CONNECT).build());
        http.setReadTimeout(ANSWER);
        return RestClient.builder()
                .requestFactory(http)
                .configureMessageConverters(c -> c.addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    @Override
    public OAuth2AccessTokenResponse getTokenResponse(OAuth2RefreshTokenGrantRequest request) {
        return answers.get(request.getRefreshToken().getTokenValue(), t -> provider.getTokenResponse(request));
    }
}
