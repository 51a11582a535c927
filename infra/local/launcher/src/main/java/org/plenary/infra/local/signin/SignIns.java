package org.plenary.infra.local.signin;

import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The sign-ins whose codes and refresh tokens are still good, in memory, the oldest dropped. The library's own store
 * forgets nothing, and the services ask for tokens as long as the instance runs; those are not kept at all, because
 * nobody looks them up: a resource server verifies the signature.
 */
final class SignIns implements OAuth2AuthorizationService {
    /** Sign-ins kept. */
    static final int KEPT_MAX = 10_000;

    private final InMemoryOAuth2AuthorizationService kept = new InMemoryOAuth2AuthorizationService();
    private final LinkedHashSet<String> order = new LinkedHashSet<>();
    private final int keptMax;

    SignIns(int keptMax) {
        this.keptMax = keptMax;
    }

    @Override
    public synchronized void save(OAuth2Authorization authorization) {
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType())) {
            return;
        }
        kept.save(authorization);
        if (order.add(authorization.getId()) && order.size() > keptMax) {
            OAuth2Authorization oldest = kept.findById(order.removeFirst());
            if (oldest != null) {
                kept.remove(oldest);
            }
        }
    }

    @Override
    public synchronized void remove(OAuth2Authorization authorization) {
        kept.remove(authorization);
        order.remove(authorization.getId());
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return kept.findById(id);
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        return kept.findByToken(token, type);
    }
}
