package org.plenary.kernel.http;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who sent the current request, by its token. */
public final class Sender {
    private Sender() {}

    /** The token's subject; empty for a visitor. */
    public static String subject() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who instanceof JwtAuthenticationToken token ? token.getName() : "";
    }
}
