package org.plenary.kernel.http;

import java.util.Collection;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Who sent the current request, by its token. */
public final class Sender {
    private static final String AMR = "amr";

    private Sender() {}

    /** The token's subject; empty for a visitor. */
    public static String subject() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who instanceof JwtAuthenticationToken token ? token.getName() : "";
    }

    /** How the person signed in, by the token's {@code amr} (RFC 8176); empty where it says nothing. */
    static List<String> methods() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who instanceof JwtAuthenticationToken token
                && token.getToken().getClaims().get(AMR) instanceof Collection<?> methods) {
            return methods.stream().map(String::valueOf).toList();
        }
        return List.of();
    }
}
